import { Command } from 'commander';
import { ISSUES_OPTIONS } from '../../audit/index.ts';
import { addArrayOptions, readArrayFlags } from '../flags/array-flags.ts';
import type { ParsedFlags } from '../flags/read-flags.ts';

/** `label-audit issues`: confident learning alone, on the user's own arrays. */
export function issuesCommand(signal: AbortSignal): Command {
  const command = new Command('issues').description('Finds the labels that are probably wrong, given arrays.');
  return addArrayOptions(command, ISSUES_OPTIONS).action(async (flags: ParsedFlags) => {
    await (await import('../actions/array-actions.ts')).issues(readArrayFlags(ISSUES_OPTIONS, flags), signal);
  });
}
