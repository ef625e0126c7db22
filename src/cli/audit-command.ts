import { Command, Option } from 'commander';
import {
  BACKENDS,
  defaultAuditOptions,
  FILTER_BY,
  formatCsv,
  formatJson,
  formatText,
  MODELS,
  printable,
  RANK_BY,
  runAudit,
  type Audit,
  type AuditOptions,
  type DatasetProblem,
} from '../audit/index.ts';
import { choiceOption, nameList, notNegative, positive, wholeNumber } from './option-values.ts';
import { writeResult } from './output.ts';
import { progressDisplay } from './progress-bar.ts';

const CHANNELS = { '1': 1, '3': 3, auto: 'auto' } as const;
const FORMATS = ['text', 'json', 'csv'] as const;

/** What commander makes of the command line, under the names of AuditOptions where they are the same thing. */
interface AuditFlags extends Pick<
  AuditOptions,
  | 'model'
  | 'epochs'
  | 'batchSize'
  | 'learningRate'
  | 'imageSize'
  | 'trim'
  | 'folds'
  | 'seed'
  | 'backend'
  | 'jobs'
  | 'filterBy'
  | 'rankBy'
  | 'fracNoise'
  | 'minExamplesPerClass'
  | 'imageColumn'
  | 'labelColumn'
  | 'splitColumn'
  | 'classes'
  | 'out'
> {
  readonly channels: keyof typeof CHANNELS;
  readonly adjust: boolean;
  readonly predProbs?: string;
  readonly format: (typeof FORMATS)[number];
  readonly top: number;
  readonly quiet: boolean;
  readonly cache: boolean;
}

function toOptions(target: string, flags: AuditFlags): AuditOptions {
  const { model, epochs, batchSize, learningRate, imageSize, trim, folds, seed, backend, jobs } = flags;
  const { filterBy, rankBy, fracNoise, minExamplesPerClass, imageColumn, labelColumn, splitColumn, classes, out } =
    flags;
  return {
    ...defaultAuditOptions(target),
    ...{ model, epochs, batchSize, learningRate, imageSize, trim, folds, seed, backend, jobs },
    ...{ filterBy, rankBy, fracNoise, minExamplesPerClass, imageColumn, labelColumn, splitColumn, classes, out },
    channels: CHANNELS[flags.channels],
    adjustPredProbs: flags.adjust,
    predProbsFile: flags.predProbs,
    cacheFolder: flags.cache ? undefined : null,
  };
}

function formatted(audit: Audit, flags: AuditFlags): string {
  switch (flags.format) {
    case 'json':
      return formatJson(audit.report);
    case 'csv':
      return formatCsv(audit);
    case 'text':
      return formatText(audit.report, { top: flags.top });
  }
}

/** One line on stderr for each problem; or, where the text report will list them, one for all. */
function announce(problems: readonly DatasetProblem[], flags: AuditFlags, note: (line: string) => void): void {
  if (flags.format !== 'text') {
    for (const { message } of problems) note(`label-audit: ${printable(message)}`);
  } else if (problems.length > 0) {
    const conflicts = problems.filter((problem) => problem.kind === 'conflicting-duplicates').length;
    const certain = conflicts > 0 ? `, ${conflicts} of them certain label errors (one picture, two labels)` : '';
    note(`label-audit: problems in the data set: ${problems.length}${certain}`);
  }
}

async function audit(target: string, flags: AuditFlags, signal: AbortSignal): Promise<void> {
  const display = progressDisplay(flags.quiet);
  let result: Audit;
  try {
    result = await runAudit(toOptions(target, flags), {
      signal,
      onProgress: display.update,
      onProblems: (problems) => {
        announce(problems, flags, display.note);
      },
    });
  } finally {
    display.stop();
  }
  // The text report carries the warnings; the other formats are for programs, so a person reads them here.
  if (flags.format !== 'text') {
    for (const warning of result.report.warnings) display.note(`label-audit: ${printable(warning)}`);
  }
  await writeResult(formatted(result, flags));
  if (result.out !== undefined) display.note(`label-audit: wrote ${result.out}`);
}

/** `label-audit audit <folder or labels.csv>`. */
export function auditCommand(signal: AbortSignal): Command {
  const preset = defaultAuditOptions('');
  return new Command('audit')
    .description('Audits a folder of labelled pictures: trains cross-validated models and finds wrong labels.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file')
    .addOption(choiceOption('--model <name>', 'network to train', MODELS, preset.model))
    .option('--epochs <n>', "passes over the pictures (default: the model's own)", wholeNumber(1))
    .option('--folds <n>', 'folds of the cross-validation', wholeNumber(2), preset.folds)
    .option('--image-size <px>', "side of the network's input (default: the model's own)", wholeNumber(8, 1024))
    .addOption(
      choiceOption('--channels <n>', 'grey or colour; auto: grey if every picture is', Object.keys(CHANNELS), 'auto'),
    )
    .option('--trim', 'crop each picture to its content before resizing', false)
    .option('--batch-size <n>', "pictures per training step (default: the model's own)", wholeNumber(1))
    .option('--learning-rate <x>', "peak learning rate (default: the model's own)", positive)
    .option('--seed <n>', 'seed of folds, initial weights and augmentation', wholeNumber(0, 2 ** 32 - 1), preset.seed)
    .addOption(
      choiceOption(
        '--backend <name>',
        'TensorFlow.js backend; auto: native if it loads, else wasm',
        BACKENDS,
        preset.backend,
      ),
    )
    .option('--jobs <n>', 'folds that train at once (default: the number of cores)', wholeNumber(1))
    .addOption(choiceOption('--filter-by <name>', 'how wrong labels are chosen', FILTER_BY, preset.filterBy))
    .addOption(choiceOption('--rank-by <name>', 'how label quality is scored', RANK_BY, preset.rankBy))
    .option('--adjust', 'score with probabilities adjusted by class thresholds', preset.adjustPredProbs)
    .option('--frac-noise <x>', 'share of the estimated wrong labels to report', notNegative, preset.fracNoise)
    .option(
      '--min-examples-per-class <n>',
      'report none in a class that would keep fewer',
      wholeNumber(0),
      preset.minExamplesPerClass,
    )
    .option(
      '--pred-probs <file.npy>',
      "your own model's out-of-sample probabilities, one row per picture: skips training",
    )
    .option('--classes <a,b,c>', 'class names in order; the columns of --pred-probs', nameList)
    .option('--image-column <name>', 'column of the labels file that names the picture')
    .option('--label-column <name>', 'column of the labels file that holds the label')
    .option('--split-column <name>', 'column of the labels file that holds the split')
    .addOption(choiceOption('--format <name>', 'what to print', FORMATS, 'text'))
    .option('--out <folder>', 'where to write the report (default: .label-audit beside the labels)')
    .option('--top <n>', 'how many of the worst labels the text report lists', wholeNumber(0), 20)
    .addOption(new Option('--quiet', 'print the result alone: no progress, no notes').default(false))
    .option('--no-cache', 'decode every picture anew')
    .action((target: string, flags: AuditFlags) => audit(target, flags, signal));
}
