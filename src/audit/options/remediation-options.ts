import { FLAG, NAMES, number, integer, type OptionTable } from './option.ts';

/** What to change: options of `fix` and `compare`. */
export const REMEDIATION_OPTIONS = {
  prune: { allowed: FLAG, flag: '--prune', about: 'take the pictures out' },
  relabel: {
    allowed: FLAG,
    flag: '--relabel',
    about: 'give them the label that the model suggests (--reviewed: the label that a person gave)',
  },
  all: { allowed: FLAG, flag: '--all', about: 'every flagged label' },
  worst: {
    allowed: number(0, 1, { above: true, percent: true }),
    flag: '--worst <share>',
    about: 'the worst share of the flagged labels, such as 10%',
  },
  below: {
    allowed: number(0, 1),
    flag: '--below <quality>',
    about: 'the flagged labels of a quality below this',
  },
  reviewed: {
    allowed: FLAG,
    flag: '--reviewed',
    about: 'the labels that people found wrong: the decisions in reviews.csv',
  },
  minConfidence: {
    allowed: number(0, 1),
    flag: '--min-confidence <p>',
    about: 'relabel only where the suggestion is at least as probable',
    otherwise: '0.5',
  },
  keepPerClass: {
    allowed: integer(0, Number.MAX_SAFE_INTEGER),
    flag: '--keep-per-class <n>',
    about: 'leave no class with fewer pictures than this',
    otherwise: '1',
  },
  split: {
    allowed: NAMES,
    flag: '--split <a,b>',
    about: 'change these splits alone',
    otherwise: 'all but test splits',
  },
} as const satisfies OptionTable;
