import { Command } from 'commander';
import {
  formatComparison,
  printable,
  readReviews,
  readStoredReport,
  rootOf,
  runCompare,
  AuditError,
  type AuditReport,
  type Cleaning,
} from '../audit/index.ts';
import { addTrainingOptions, mergeOptions, type AuditFlags } from './audit-flags.ts';
import { choiceOption, realNumber, wholeNumber } from './option-values.ts';
import { writeResult } from './output.ts';
import { progressDisplay } from './progress-bar.ts';
import { addRemediationOptions, namesRemediation, toRemediation, type RemediationFlags } from './remediation-flags.ts';

const FORMATS = ['text', 'json'] as const;

interface CompareFlags extends AuditFlags, RemediationFlags {
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

/** The last audit's report; without one a cleaned file can still be compared, with the defaults. */
async function reportFor(target: string, { report, against }: CompareFlags): Promise<AuditReport | undefined> {
  if (against === undefined || report !== undefined) return readStoredReport(target, report);
  try {
    return await readStoredReport(target);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

async function cleaningOf(target: string, flags: CompareFlags, report: AuditReport | undefined): Promise<Cleaning> {
  if (flags.against !== undefined) {
    if (namesRemediation(flags)) throw new AuditError('Say either --against <file> or a plan, not both.');
    return { kind: 'file', file: flags.against };
  }
  if (!namesRemediation(flags)) {
    throw new AuditError('Say what to compare with: --against <file>, or a plan such as --prune --worst 10%.');
  }
  const reviews = await readReviews(await rootOf(target));
  return { kind: 'plan', report: report!, options: toRemediation(flags, reviews) };
}

async function compare(target: string, flags: CompareFlags, command: Command, signal: AbortSignal): Promise<void> {
  const report = await reportFor(target, flags);
  const cleaning = await cleaningOf(target, flags, report);
  const { testSplit, trainSplit, repeats, earlyStopping, patience } = flags;
  // --split limits the plan here, not the audit.
  const audit = {
    ...mergeOptions(command, target, { ...flags, split: undefined }, report?.options),
    classes: flags.classes,
  };
  const display = progressDisplay(flags.quiet, 'run');
  try {
    const comparison = await runCompare(
      {
        ...{ audit, cleaning, testSplit, trainSplit, repeats },
        earlyStopping: earlyStopping === undefined ? undefined : { share: earlyStopping, patience },
      },
      { signal, onProgress: display.update },
    );
    display.stop();
    if (flags.format === 'json') {
      for (const warning of comparison.warnings) display.note(`label-audit: ${printable(warning)}`);
    }
    await writeResult(
      flags.format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : formatComparison(comparison),
    );
  } finally {
    display.stop();
  }
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
    .action((target: string, flags: CompareFlags, self: Command) => compare(target, flags, self, signal));
}
