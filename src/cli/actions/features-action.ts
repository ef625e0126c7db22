import { printable, runFeatures, type WrittenFeatures } from '../../audit/index.ts';
import { toOptions } from '../flags/audit-flags.ts';
import type { FeaturesFlags } from '../flags/features-flags.ts';
import { progressDisplay } from '../progress-bar.ts';

/** What `label-audit features` does. */
export async function features(target: string, flags: FeaturesFlags, signal: AbortSignal): Promise<void> {
  const display = progressDisplay(flags.quiet);
  const note = (line: string): void => {
    display.note(`label-audit: ${printable(line)}`);
  };
  let written: WrittenFeatures;
  try {
    written = await runFeatures({ ...toOptions(target, flags), out: null }, flags.out, {
      signal,
      onProgress: display.update,
      onNote: note,
      onProblems: (problems) => {
        for (const { message, kind } of problems) if (kind !== 'passed-over') note(message);
      },
    });
  } finally {
    display.stop();
  }
  const { file, paths, n, k } = written;
  note(`wrote ${file} (${n} × ${k}, float32) and ${paths}`);
}
