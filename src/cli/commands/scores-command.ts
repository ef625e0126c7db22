import { Command } from 'commander';
import { SCORES_OPTIONS } from '../../audit/index.ts';
import { addArrayOptions, readArrayFlags } from '../flags/array-flags.ts';
import type { ParsedFlags } from '../flags/read-flags.ts';

/** `label-audit scores`: the quality of every label, given arrays. */
export function scoresCommand(signal: AbortSignal): Command {
  const command = new Command('scores').description('Scores every label in [0, 1], given arrays; low is suspect.');
  return addArrayOptions(command, SCORES_OPTIONS).action(async (flags: ParsedFlags) => {
    await (await import('../actions/array-actions.ts')).scores(readArrayFlags(SCORES_OPTIONS, flags), signal);
  });
}
