import { FEATURES_OPTIONS } from './features-options.ts';
import { FINDING_OPTIONS } from './finding-options.ts';
import { FLAG, integer, TEXT, type OptionTable } from './option.ts';
import { TRAINING_OPTIONS } from './training-options.ts';

const { predProbsFile, predProbsPaths, folds, force } = FINDING_OPTIONS;
const { featuresFile, featuresPaths, groupColumn, seed } = TRAINING_OPTIONS;

/** Which pictures to label next: options of `next`. */
export const NEXT_OPTIONS = {
  count: {
    allowed: integer(1, 1_000_000),
    default: 50,
    flag: '--count <n>',
    about: 'how many pictures to choose',
  },
  isDiverse: {
    allowed: FLAG,
    default: true,
    flag: '--no-diverse',
    about: 'rank by worth alone, though pictures may be alike',
  },
  unlabelledPredProbs: {
    allowed: TEXT,
    flag: '--unlabelled-pred-probs <file.npy>',
    about: "with --pred-probs: the same model's probabilities of the pictures without a label, one row each",
  },
  unlabelledPaths: {
    allowed: TEXT,
    flag: '--unlabelled-pred-probs-paths <file>',
    about: 'which picture each of its rows is: paths as .txt, .csv or .json',
    otherwise: 'found as for --pred-probs-paths; else the order of the labels file',
  },
  ...{ predProbsFile, predProbsPaths, featuresFile, featuresPaths, groupColumn, folds, seed, force },
  ...FEATURES_OPTIONS,
} as const satisfies OptionTable;
