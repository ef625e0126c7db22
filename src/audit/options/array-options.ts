import { FINDING_OPTIONS } from './finding-options.ts';
import { FLAG, NAMES, TEXT, integer, type OptionTable } from './option.ts';

const { filterBy, rankBy, fracNoise, minExamplesPerClass, adjustPredProbs } = FINDING_OPTIONS;

/** Options of all commands on arrays. */
export const ARRAY_OPTIONS = {
  labels: {
    allowed: TEXT,
    required: true,
    flag: '--labels <file.npy>',
    about: 'given labels: one class index per example',
  },
  predProbs: {
    allowed: TEXT,
    required: true,
    flag: '--pred-probs <file.npy>',
    about: 'out-of-sample probabilities: one row per example, one column per class',
  },
  memory: {
    allowed: integer(0, 2 ** 33),
    flag: '--memory <MB>',
    about: 'probabilities to hold in memory at most; a larger file is read in pieces',
    otherwise: 'by the free memory',
  },
  classNames: {
    allowed: NAMES,
    flag: '--class-names <a,b,c>',
    about: 'names of the classes, in the order of the columns; see --classes of audit',
  },
  force: {
    allowed: FLAG,
    default: false,
    flag: '--force',
    about: 'take rows and columns as they are, also where another order fits',
  },
  json: { allowed: FLAG, default: false, flag: '--json', about: 'print JSON' },
} as const satisfies OptionTable;

/** Options of `issues`. */
export const ISSUES_OPTIONS = { filterBy, rankBy, fracNoise, minExamplesPerClass, adjustPredProbs } as const;

/** Options of `scores`. */
export const SCORES_OPTIONS = { method: { ...rankBy, flag: '--method <name>' }, adjustPredProbs } as const;

/** Options of `health`. */
export const HEALTH_OPTIONS = {} as const satisfies OptionTable;
