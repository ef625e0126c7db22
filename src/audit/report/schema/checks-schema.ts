import { CHECK_NAMES } from '../../options/picture-checks.ts';
import {
  list,
  object,
  oneOf,
  optional,
  probability,
  real,
  text,
  tuple,
  wholeNumber,
  type Infer,
} from '../../../schema/index.ts';

/** A picture of a set. Of a leak only one of two may have been audited, so that it is named in full. */
const setMember = object({
  /** Place in `paths`, where it was audited. */
  index: optional(wholeNumber),
  /** POSIX path relative to the data set's root. */
  path: text,
  /** 1-based data row of the labels file, where there is one. */
  row: optional(wholeNumber),
  /** Name of that labels file, where there are several. */
  file: optional(text),
  split: optional(text),
  label: optional(text),
});
export type SetMember = Infer<typeof setMember>;

/** Pictures that show the same. */
const pictureSet = object({
  /** The best of them first: the one that is proposed to stay. */
  members: list(setMember),
  /** The same by their pixels' hashes, or by the distance of their features. */
  by: oneOf('pixels', 'features'),
  /** Distance of the two that are least alike, of those that hold the set together, in [0, 1]; 0 is equal. */
  score: probability,
});
export type PictureSet = Infer<typeof pictureSet>;

/** How many pictures of one split also stand in another. */
const leak = object({
  /** The split that is spoiled, from which nothing is to go: the test set, if one of the two is. */
  split: text,
  /** The one that they are proposed to go from. */
  other: text,
  pictures: wholeNumber,
});
export type Leak = Infer<typeof leak>;

/** What a check of the whole data set says of one class, of one group, or of one property of pictures. */
const finding = object({
  /** A class of `dataset.classes`. */
  class: optional(text),
  /** A check of pictures whose scores give the class away. */
  property: optional(text),
  /** In [0, 1], low is suspect. */
  score: probability,
  /** Pictures that it speaks of. */
  pictures: optional(wholeNumber),
});
export type Finding = Infer<typeof finding>;

const checkType = object({
  name: oneOf(...CHECK_NAMES),
  /** Scores below are flagged. */
  threshold: real,
  /** Of `odd_size`: sizes from the first to the second are usual; a size is the square root of an area in pixels. */
  usual: optional(tuple(real, real)),
  /** Number of flagged pictures. */
  flagged: wholeNumber,
  /**
   * The flagged pictures, worst first, at most 1,000; none where more than a tenth of all are flagged. `index` is the
   * place in `paths`, the score is in [0, 1], low is suspect.
   */
  pictures: list(object({ index: wholeNumber, score: real })),
  /** Of duplicates and leaks: which pictures show the same, the worst set first, at most 1,000. */
  sets: optional(list(pictureSet)),
  /** Number of sets in all. */
  setCount: optional(wholeNumber),
  /** Of leaks: between which splits, the test set's first. */
  leaks: optional(list(leak)),
  /** Of checks that judge the data set as a whole: in [0, 1], low is suspect; a p-value where the check is a test. */
  score: optional(probability),
  /** What such a check found, worst first. */
  findings: optional(list(finding)),
});
export type CheckType = Infer<typeof checkType>;

/** Why a check that was asked for was not made. */
const notMade = object({
  name: oneOf(...CHECK_NAMES),
  reason: oneOf(
    'no-features',
    'no-probabilities',
    'no-picture-scores',
    'no-order',
    'too-few-pictures',
    'too-many-pictures',
    'one-split',
  ),
});
export type NotMade = Infer<typeof notMade>;

/** What else is wrong with the data set than its labels: with pictures, with the features of all, with how it is dealt. */
export const checksSchema = object({
  /** Pictures that were looked at. */
  pictures: wholeNumber,
  /** One for each check, in the order of the columns of picture_scores.npy. */
  types: list(checkType),
  notMade: optional(list(notMade)),
  seconds: real,
});
export type Checks = Infer<typeof checksSchema>;
