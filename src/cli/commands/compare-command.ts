import { Command, Option } from 'commander';
import { COMPARE_OPTIONS } from '../../audit/index.ts';
import { addTrainingOptions } from '../flags/audit-flags.ts';
import { COMPARE_FORMATS, type CompareFlags } from '../flags/compare-flags.ts';
import { addOptions } from '../flags/add-options.ts';
import { addRemediationOptions } from '../flags/remediation-flags.ts';

const { testSplit, trainSplit, against, ...training } = COMPARE_OPTIONS;

/** `label-audit compare <data set>`. */
export function compareCommand(signal: AbortSignal): Command {
  const command = new Command('compare')
    .description(
      'Trains the same model on the given and on the cleaned rows, and tests both on the same untouched ones.',
    )
    .argument('<target>', 'the data set: a folder or labels file');
  addOptions(command, { testSplit, trainSplit, against });
  return addOptions(addTrainingOptions(addRemediationOptions(command)), training)
    .option('--report <path>', 'the report that a plan is made from (default: .label-audit beside the labels)')
    .option('--out <folder>', 'where to write compare.json (default: .label-audit beside the labels)')
    .addOption(new Option('--format <name>', 'what to print').choices(COMPARE_FORMATS).default('text'))
    .option('--quiet', 'print the result alone', false)
    .action(async (target: string, flags: CompareFlags, self: Command) => {
      await (await import('../actions/compare-action.ts')).compare(target, flags, self, signal);
    });
}
