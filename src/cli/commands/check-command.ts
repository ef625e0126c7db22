import { Command } from 'commander';
import { CHECK_LIMITS, CHECK_OPTIONS } from '../../audit/index.ts';
import { addFindingOptions, addTrainingOptions } from '../flags/audit-flags.ts';
import type { CheckFlags } from '../flags/check-flags.ts';
import { addOptions } from '../flags/add-options.ts';

/** `label-audit check <data set>`. */
export function checkCommand(signal: AbortSignal): Command {
  const command = new Command('check')
    .description('Ends with 1 where a data set is worse than allowed: for continuous integration.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file');
  return addFindingOptions(addTrainingOptions(addOptions(addOptions(command, CHECK_OPTIONS), CHECK_LIMITS)))
    .option('--out <folder>', 'where the last report is, and a new one goes (default: .label-audit beside the labels)')
    .option('--sarif <file>', 'write the issues as SARIF too')
    .option('--markdown <file>', 'write a summary for a pull request comment too')
    .option('--quiet', 'print the result alone', false)
    .action(async (target: string, flags: CheckFlags, self: Command) => {
      await (await import('../actions/check-action.ts')).check(target, flags, self, signal);
    });
}
