import {
  consensusJson,
  formatConsensus,
  InputError,
  printable,
  refuseThere,
  requireConsensusPlace,
  runConsensus,
  writeConsensus,
  type ConsensusResult,
} from '../../audit/index.ts';
import { toOptions } from '../flags/audit-flags.ts';
import type { ConsensusFlags } from '../flags/consensus-flags.ts';
import { writeResult } from '../output.ts';
import { tellingHooks } from '../print-audit.ts';
import { progressDisplay } from '../progress-bar.ts';

/** What `label-audit consensus` does. */
export async function consensus(target: string, flags: ConsensusFlags, signal: AbortSignal): Promise<void> {
  const { method, write, out, column, top } = flags;
  if (write && out !== undefined) {
    throw new InputError('--write changes the labels file, and --out writes another: give one of the two.');
  }
  if (out !== undefined) await refuseThere([out]);
  const display = progressDisplay(flags.quiet);
  const options = { ...toOptions(target, flags), out: null };
  let result: ConsensusResult;
  try {
    const questions = flags.json ? Number.MAX_SAFE_INTEGER : top;
    result = await runConsensus(options, method, questions, {
      ...tellingHooks(display, { format: 'json' }, signal),
      onRead: (dataset) => {
        if (write || out !== undefined) requireConsensusPlace(dataset, { column, out });
      },
    });
  } finally {
    display.stop();
  }
  signal.throwIfAborted();
  const { dataset, pictures } = result;
  const written =
    write || out !== undefined ? await writeConsensus(dataset, pictures, { column, out, columns: options }) : undefined;
  if (flags.json) for (const warning of result.warnings) display.note(`label-audit: ${printable(warning)}`);
  await writeResult(flags.json ? consensusJson(result) : formatConsensus(result, { top }));
  if (written === undefined) return;
  const tests = pictures.filter(({ isTest }) => isTest === true).length;
  const left = tests === 0 ? '' : `; ${tests} of a test split were given none`;
  display.note(`label-audit: wrote the column "${printable(column)}" to ${printable(written.join(', '))}${left}`);
}
