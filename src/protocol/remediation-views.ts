// What the Fix and Compare tabs show: plain data, each described once, by a schema.
import {
  type Infer,
  list,
  object,
  oneOf,
  optional,
  orNull,
  real,
  refined,
  text,
  unit,
  variants,
  wholeNumber,
} from '../schema/index.ts';
import { countCells, foldCurve, modelView } from './audit-view.ts';

/** More splits than any data set has. */
const MOST_SPLITS = 1000;

export const fixChoice = object({
  action: oneOf('prune', 'relabel'),
  by: oneOf('all', 'worst', 'below', 'reviewed'),
  /** For `worst`: in (0, 1]. */
  share: refined(unit, (value) => value > 0, 'a share above 0'),
  /** For `below`: label quality, in [0, 1]. */
  threshold: unit,
  /** For `relabel`: least probability of the suggestion, in [0, 1]. */
  minConfidence: unit,
  /** No class is left with fewer pictures. */
  minExamplesPerClass: wholeNumber,
  /** Splits that may be changed; null: all but test splits. */
  splits: orNull(list(text, MOST_SPLITS)),
});

/** Which flagged labels Fix Labels takes, and what it does with them. */
export type FixChoice = Infer<typeof fixChoice>;

export const fixPlanView = object({
  choice: fixChoice,
  /** Flagged (or reviewed) pictures in the splits, before the choice among them. */
  considered: wholeNumber,
  changes: wholeNumber,
  /** Pictures that would be taken but for this reason. */
  heldBack: list(object({ reason: text, pictures: wholeNumber })),
  /** By class: pictures now, those that go or get another label, those that come from other classes. */
  classes: list(object({ class: text, before: wholeNumber, out: wholeNumber, in: wholeNumber, after: wholeNumber })),
  /** Splits that may be changed. */
  splits: list(text),
  /** The first of the pictures that it changes: as many as are looked at. `to` is absent where they go. */
  pictures: list(object({ id: wholeNumber, path: text, from: text, to: optional(text), probability: optional(real) })),
});

/** What a choice would change, worked out by the host. */
export type FixPlanView = Infer<typeof fixPlanView>;

const interval = object({ mean: real, low: real, high: real });

/** A mean with its 95% interval. */
export type IntervalView = Infer<typeof interval>;

const comparedSide = object({
  trainPictures: wholeNumber,
  accuracy: interval,
  /** Accuracy of each repeat. */
  runs: list(real),
  /** Counts over all repeats: rows given label of the test pictures, columns predicted label. */
  confusion: countCells,
  /** One per repeat; `fold` is the repeat. */
  curves: list(foldCurve),
});

/** One side of a comparison. */
export type ComparedSideView = Infer<typeof comparedSide>;

/** Where cleaned rows come from: a file, or a plan for flagged labels. */
const cleaningView = variants('kind', {
  file: { name: text },
  plan: {
    action: oneOf('prune', 'relabel'),
    by: oneOf('all', 'worst', 'below', 'reviewed'),
    share: optional(real),
    threshold: optional(real),
    minConfidence: optional(real),
  },
});
export type CleaningView = Infer<typeof cleaningView>;

export const comparisonView = object({
  createdAt: text,
  classes: list(text),
  testSplit: text,
  scored: wholeNumber,
  /** Test pictures that stand in the training rows too, and are left out. */
  alsoInTraining: wholeNumber,
  cleaning: cleaningView,
  changes: object({ removed: wholeNumber, relabelled: wholeNumber, added: wholeNumber }),
  model: modelView,
  baseline: comparedSide,
  cleaned: comparedSide,
  /** Cleaned less baseline. */
  difference: interval,
  /** Which labels are better. */
  verdict: oneOf('cleaned', 'given', 'none'),
  perClass: list(object({ class: text, testPictures: wholeNumber, baseline: orNull(real), cleaned: orNull(real) })),
  classesBetter: wholeNumber,
  classesWorse: wholeNumber,
  warnings: list(text),
});

/** The same model trained on the given and on the cleaned labels, tested on the same untouched pictures. */
export type ComparisonView = Infer<typeof comparisonView>;
