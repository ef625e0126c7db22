import { FILTER_BY, RANK_BY } from '../../core/index.ts';
import { choice, FLAG, NAMES, number, TEXT, integer, type OptionTable } from './option.ts';

/** How an audit finds label issues: options of `audit` and `check`. */
export const FINDING_OPTIONS = {
  folds: {
    allowed: integer(2, 1000),
    flag: '--folds <n>',
    about: 'folds of the cross-validation',
    otherwise: '5, or on features 10 unless the preset is fast',
    trains: true,
    setting: {
      scope: 'resource',
    },
  },
  splits: {
    allowed: NAMES,
    flag: '--split <a,b>',
    about: 'audit these splits alone',
    otherwise: 'all',
    trains: true,
  },
  filterBy: {
    allowed: choice(FILTER_BY),
    default: 'prune_by_noise_rate',
    flag: '--filter-by <name>',
    about: 'how wrong labels are chosen',
    setting: {
      scope: 'resource',
    },
  },
  targetPrecision: {
    allowed: number(0, 1, { above: true, percent: true }),
    flag: '--target-precision <share>',
    about: 'list so many of the worst labels that this share of them is wrong, as planted errors estimate',
    otherwise: '--filter-by decides',
    inOldReports: false,
    setting: {
      scope: 'resource',
    },
  },
  rankBy: {
    allowed: choice(RANK_BY),
    default: 'self_confidence',
    flag: '--rank-by <name>',
    about: 'how label quality is scored',
    setting: {
      scope: 'resource',
    },
  },
  adjustPredProbs: {
    allowed: FLAG,
    default: false,
    flag: '--adjust',
    about: 'score with probabilities adjusted by class thresholds',
  },
  calibrate: {
    allowed: FLAG,
    default: false,
    flag: '--calibrate',
    about: 'say how far to trust the list of a network too, by training it again on planted errors',
    inOldReports: false,
    setting: { scope: 'resource' },
  },
  fracNoise: {
    allowed: number(0, Number.MAX_VALUE),
    default: 1,
    flag: '--frac-noise <x>',
    about: 'share of the estimated wrong labels to report',
  },
  minExamplesPerClass: {
    allowed: integer(0, Number.MAX_SAFE_INTEGER),
    default: 1,
    flag: '--min-examples-per-class <n>',
    about: 'report none in a class that would keep fewer',
  },
  predProbsFile: {
    allowed: TEXT,
    flag: '--pred-probs <file>',
    about:
      "your own model's out-of-sample probabilities, one row per picture (.npy, or .csv with paths): skips training",
    trains: true,
  },
  predProbsPaths: {
    allowed: TEXT,
    flag: '--pred-probs-paths <file>',
    about: 'which picture each of its rows is: paths as .txt, .csv or .json',
    otherwise: 'X.paths.txt, .csv or .json, or paths.txt, .csv or .json beside X.npy, if there is one',
    trains: true,
    inOldReports: false,
  },
  force: {
    allowed: FLAG,
    default: false,
    flag: '--force',
    about: 'take rows and columns of --pred-probs and --features in the assumed order, also where another one fits',
    inOldReports: false,
  },
} as const satisfies OptionTable;
