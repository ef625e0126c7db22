import { Command } from 'commander';
import { addFindingOptions, addTrainingOptions, type AuditFlags } from './audit-flags.ts';
import { realNumber, wholeNumber } from './option-values.ts';

export interface CheckFlags extends AuditFlags {
  readonly maxIssues?: number;
  readonly minHealth?: number;
  readonly sarif?: string;
  readonly markdown?: string;
  readonly quiet: boolean;
}

/** `label-audit check <data set>`. */
export function checkCommand(signal: AbortSignal): Command {
  const command = new Command('check')
    .description('Ends with 1 where a data set is worse than allowed: for continuous integration.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file')
    .option('--max-issues <n>', 'most label issues allowed (default: 0, unless --min-health is given)', wholeNumber(0))
    .option(
      '--min-health <h>',
      'least overall label health allowed, from 0 to 1',
      realNumber((value) => value >= 0 && value <= 1, 'a number from 0 to 1'),
    );
  return addFindingOptions(addTrainingOptions(command))
    .option('--out <folder>', 'where the last report is, and a new one goes (default: .label-audit beside the labels)')
    .option('--sarif <file>', 'write the issues as SARIF too')
    .option('--markdown <file>', 'write a summary for a pull request comment too')
    .option('--quiet', 'print the result alone', false)
    .action(async (target: string, flags: CheckFlags, self: Command) => {
      await (await import('./check-action.ts')).check(target, flags, self, signal);
    });
}
