import { FINDING_OPTIONS } from './finding-options.ts';
import { choice, FLAG, TEXT, type OptionTable } from './option.ts';

/** How one label is made of several. */
export const CONSENSUS_BY = ['crowdlab', 'majority', 'dawid-skene'] as const;
export type ConsensusBy = (typeof CONSENSUS_BY)[number];

const { folds, splits, predProbsFile, predProbsPaths, force } = FINDING_OPTIONS;

/** How one label is made of those of several annotators: options of `consensus`. */
export const CONSENSUS_OPTIONS = {
  method: {
    allowed: choice(CONSENSUS_BY),
    default: 'crowdlab',
    flag: '--method <name>',
    about: 'crowdlab: annotators and model together; majority and dawid-skene need no model',
  },
  write: {
    allowed: FLAG,
    default: false,
    flag: '--write',
    about: 'write the consensus into the labels file, in a column of its own; rows of test splits stay as they are',
  },
  column: {
    allowed: TEXT,
    default: 'consensus',
    flag: '--column <name>',
    about: 'name of that column',
  },
  out: {
    allowed: TEXT,
    flag: '--out <file>',
    about: 'write to a new file instead',
  },
  ...{ predProbsFile, predProbsPaths, folds, splits, force },
} as const satisfies OptionTable;
