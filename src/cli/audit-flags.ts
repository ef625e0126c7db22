import type { Command } from 'commander';
import {
  BACKENDS,
  defaultAuditOptions,
  FILTER_BY,
  MODELS,
  PRESETS,
  RANK_BY,
  type AuditOptions,
} from '../audit/index.ts';
import { choiceOption, nameList, notNegative, positive, wholeNumber } from './option-values.ts';

const CHANNELS = { '1': 1, '3': 3, auto: 'auto' } as const;

/** What commander makes of the command line, under the names of AuditOptions where they are the same thing. */
export interface AuditFlags extends Pick<
  AuditOptions,
  | 'model'
  | 'preset'
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
  readonly split?: readonly string[];
  readonly cache: boolean;
}

/** The options of an audit, from its command line. What the command has no flag for keeps its default. */
export function toOptions(target: string, flags: AuditFlags): AuditOptions {
  const { model, preset, epochs, batchSize, learningRate, imageSize, trim, folds, seed, backend, jobs } = flags;
  const { filterBy, rankBy, fracNoise, minExamplesPerClass, imageColumn, labelColumn, splitColumn, classes, out } =
    flags;
  const said: Partial<AuditOptions> = {
    ...{ model, preset, epochs, batchSize, learningRate, imageSize, trim, folds, seed, backend, jobs },
    ...{ filterBy, rankBy, fracNoise, minExamplesPerClass, imageColumn, labelColumn, splitColumn, classes, out },
    channels: CHANNELS[flags.channels],
    adjustPredProbs: flags.adjust,
    predProbsFile: flags.predProbs,
    splits: flags.split,
  };
  const defined = Object.fromEntries(Object.entries<unknown>(said).filter(([, value]) => value !== undefined));
  return { ...defaultAuditOptions(target), ...defined, cacheFolder: flags.cache ? undefined : null };
}

/** Adds the options that say how a data set is read and a model trained. */
export function addTrainingOptions(command: Command): Command {
  const defaults = defaultAuditOptions('');
  return command
    .addOption(choiceOption('--model <name>', 'network to train', MODELS, defaults.model))
    .addOption(choiceOption('--preset <name>', 'how much time to spend for better results', PRESETS, defaults.preset))
    .option('--epochs <n>', "passes over the pictures (default: the preset's)", wholeNumber(1))
    .option('--image-size <px>', "side of the network's input (default: the preset's)", wholeNumber(8, 1024))
    .addOption(
      choiceOption('--channels <n>', 'grey or colour; auto: grey if every picture is', Object.keys(CHANNELS), 'auto'),
    )
    .option('--trim', 'crop each picture to its content before resizing', false)
    .option('--batch-size <n>', "pictures per training step (default: the preset's)", wholeNumber(1))
    .option('--learning-rate <x>', "peak learning rate (default: the preset's)", positive)
    .option('--seed <n>', 'seed of folds, initial weights and augmentation', wholeNumber(0, 2 ** 32 - 1), defaults.seed)
    .addOption(
      choiceOption(
        '--backend <name>',
        'TensorFlow.js backend; auto: native if it loads, else wasm',
        BACKENDS,
        defaults.backend,
      ),
    )
    .option('--jobs <n>', 'models that train at once (default: the number of cores)', wholeNumber(1))
    .option('--classes <a,b,c>', 'class names in order', nameList)
    .option('--image-column <name>', 'column of the labels file that names the picture')
    .option('--label-column <name>', 'column of the labels file that holds the label')
    .option('--split-column <name>', 'column of the labels file that holds the split')
    .option('--no-cache', 'decode every picture anew');
}

/** Adds the options that say how an audit finds label issues. */
export function addFindingOptions(command: Command): Command {
  const defaults = defaultAuditOptions('');
  return command
    .option('--folds <n>', 'folds of the cross-validation', wholeNumber(2), defaults.folds)
    .option('--split <a,b>', 'audit these splits alone (default: all)', nameList)
    .addOption(choiceOption('--filter-by <name>', 'how wrong labels are chosen', FILTER_BY, defaults.filterBy))
    .addOption(choiceOption('--rank-by <name>', 'how label quality is scored', RANK_BY, defaults.rankBy))
    .option('--adjust', 'score with probabilities adjusted by class thresholds', defaults.adjustPredProbs)
    .option('--frac-noise <x>', 'share of the estimated wrong labels to report', notNegative, defaults.fracNoise)
    .option(
      '--min-examples-per-class <n>',
      'report none in a class that would keep fewer',
      wholeNumber(0),
      defaults.minExamplesPerClass,
    )
    .option(
      '--pred-probs <file.npy>',
      "your own model's out-of-sample probabilities, one row per picture: skips training",
    );
}

/**
 * The options of an audit where some were said before: those that stand on the command line, over `earlier`, over the
 * defaults. So `check` and `compare` go on with the settings of the last audit unless they are told others.
 */
export function mergeOptions(
  command: Command,
  target: string,
  flags: AuditFlags,
  earlier: Partial<AuditOptions> = {},
): AuditOptions {
  const said = toOptions(target, flags);
  const newly = (name: string): boolean => command.getOptionValueSource(FLAG_OF[name] ?? name) === 'cli';
  const kept = Object.entries(earlier).filter(
    ([name]) => !newly(name) && !(newly('preset') && SET_BY_PRESET.has(name)),
  );
  const { out, cacheFolder, jobs } = said;
  return { ...said, ...(Object.fromEntries(kept) as Partial<AuditOptions>), target, out, cacheFolder, jobs };
}

/** What a preset said anew takes the place of, where it was said earlier. */
const SET_BY_PRESET: ReadonlySet<string> = new Set(['epochs', 'batchSize', 'learningRate', 'imageSize']);

/** Flags that are named otherwise than the option that they set. */
const FLAG_OF: Readonly<Record<string, string | undefined>> = {
  adjustPredProbs: 'adjust',
  predProbsFile: 'predProbs',
  splits: 'split',
};
