import { Command } from 'commander';
import { addTrainingOptions, type AuditFlags } from './audit-flags.ts';
import { choiceOption, realNumber, wholeNumber } from './option-values.ts';
import { addRemediationOptions, type RemediationFlags } from './remediation-flags.ts';

const FORMATS = ['text', 'json'] as const;

export interface CompareFlags extends AuditFlags, RemediationFlags {
  readonly testSplit: string;
  readonly trainSplit?: string;
  readonly against?: string;
  readonly repeats: number;
  readonly earlyStopping?: number;
  readonly patience: number;
  readonly report?: string;
  readonly split?: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly quiet: boolean;
}

/** `label-audit compare <data set>`. */
export function compareCommand(signal: AbortSignal): Command {
  const command = new Command('compare')
    .description(
      'Trains the same model on the given and on the cleaned rows, and tests both on the same untouched ones.',
    )
    .argument('<target>', 'the data set: a folder or labels file')
    .requiredOption('--test-split <name>', 'the split to test on, which the cleaning must not touch')
    .option('--train-split <name>', 'the split to train on (default: train, or else all that is not tested on)')
    .option('--against <file>', 'a cleaned labels file, its paths relative to the data set; or else a plan:');
  return addTrainingOptions(addRemediationOptions(command))
    .option('--repeats <n>', 'how often each side is trained, with another seed each time', wholeNumber(1, 1000), 3)
    .option(
      '--early-stopping <share>',
      'train up to --epochs, but stop by this share of the training rows, held out',
      realNumber((value) => value > 0 && value < 1, 'a share above 0 and below 1'),
    )
    .option('--patience <n>', 'epochs without progress before an early stop', wholeNumber(1), 5)
    .option('--report <path>', 'the report that a plan is made from (default: .label-audit beside the labels)')
    .option('--out <folder>', 'where to write compare.json (default: .label-audit beside the labels)')
    .addOption(choiceOption('--format <name>', 'what to print', FORMATS, 'text'))
    .option('--quiet', 'print the result alone', false)
    .action(async (target: string, flags: CompareFlags, self: Command) => {
      await (await import('./compare-action.ts')).compare(target, flags, self, signal);
    });
}
