import { number, TEXT, integer, type OptionTable } from './option.ts';

/** How the given and the cleaned labels are compared: options of `compare`. */
export const COMPARE_OPTIONS = {
  testSplit: {
    allowed: TEXT,
    flag: '--test-split <name>',
    about: 'the split to test on, which the cleaning must not touch',
    required: true,
  },
  trainSplit: {
    allowed: TEXT,
    flag: '--train-split <name>',
    about: 'the split to train on',
    otherwise: 'train, or else all that is not tested on',
  },
  against: {
    allowed: TEXT,
    flag: '--against <file>',
    about: 'a cleaned labels file, its paths relative to the data set; or else a plan:',
  },
  repeats: {
    allowed: integer(1, 1000),
    default: 3,
    flag: '--repeats <n>',
    about: 'how often each side is trained, with another seed each time',
    setting: {
      scope: 'resource',
      name: 'compareRepeats',
    },
  },
  earlyStopping: {
    allowed: number(0, 1, { above: true, below: true }),
    flag: '--early-stopping <share>',
    about: 'train up to --epochs, but stop by this share of the training rows, held out',
  },
  patience: {
    allowed: integer(1, 10_000),
    default: 5,
    flag: '--patience <n>',
    about: 'epochs without progress before an early stop',
  },
} as const satisfies OptionTable;
