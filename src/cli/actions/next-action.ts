import { formatNext, NEXT_OPTIONS, nextCsv, refuseThere, runNext, type NextPictures } from '../../audit/index.ts';
import { toOptions } from '../flags/audit-flags.ts';
import type { NextFlags } from '../flags/next-flags.ts';
import { readOptions } from '../flags/read-flags.ts';
import { writeNamedFiles } from '../named-files.ts';
import { writeResult } from '../output.ts';
import { tellingHooks } from '../print-audit.ts';
import { progressDisplay } from '../progress-bar.ts';

/** What `label-audit next` does. */
export async function next(target: string, flags: NextFlags, signal: AbortSignal): Promise<void> {
  const { count, isDiverse, unlabelledPredProbs: file, unlabelledPaths: paths } = readOptions(NEXT_OPTIONS, flags);
  // Labels may have been written into it meanwhile, or it is another file than was meant: the labels file itself.
  if (flags.out !== undefined) await refuseThere([flags.out]);
  const display = progressDisplay(flags.quiet);
  let found: NextPictures;
  try {
    const options = { ...toOptions(target, flags), out: null };
    const hooks = tellingHooks(display, { format: 'json' }, signal);
    found = await runNext(options, { count, isDiverse, file, paths }, hooks);
  } finally {
    display.stop();
  }
  if (flags.out !== undefined) await writeNamedFiles([{ file: flags.out, text: nextCsv(found), isNew: true }]);
  await writeResult(flags.json ? `${JSON.stringify(found, undefined, 1)}\n` : formatNext(found));
}
