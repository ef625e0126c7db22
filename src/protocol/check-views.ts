// What the panel shows of the checks of pictures and of the data set: plain data, each described once, by a schema.
import { flag, list, object, oneOf, optional, real, text, tuple, wholeNumber, type Infer } from '../schema/index.ts';
import { ids, issueRow } from './audit-view.ts';

/** More findings of a data set as a whole than any check has: one for each class, at most. */
const MOST_FINDINGS = 10_000;
/** A report holds no more sets of a check. */
const MOST_SETS = 1000;

const finding = object({
  ofClass: optional(text),
  property: optional(text),
  score: real,
  pictures: optional(wholeNumber),
});

export const checkSummary = object({
  /** As the report names it, e.g. `near_duplicates`. */
  name: text,
  /** Flagged pictures by the audit's threshold. */
  flagged: wholeNumber,
  /** Scores below are flagged. */
  threshold: real,
  /** The threshold that the user has chosen, where it is another. */
  chosen: optional(real),
  /** Number of sets, of checks that find pictures which show the same. */
  sets: optional(wholeNumber),
  /** Of checks of the data set as a whole; in [0, 1], low is suspect. */
  whole: optional(real),
  findings: optional(list(finding, MOST_FINDINGS)),
});

/** A check in the switch between what the panel lists. */
export type CheckSummary = Infer<typeof checkSummary>;

export const checkSummaries = list(checkSummary, 100);

const setView = object({
  /** Ids of its audited pictures, the best first. */
  ids,
  /** Its pictures that were not audited. */
  others: list(object({ path: text, split: optional(text), row: optional(wholeNumber) })),
  by: oneOf('pixels', 'features'),
  score: real,
});
export type CheckSet = Infer<typeof setView>;

export const checkPage = object({
  /** `createdAt` of the audit that it is of. */
  createdAt: text,
  name: text,
  threshold: real,
  /** How many pictures the threshold flags. */
  flagged: wholeNumber,
  /** How many were scored. */
  scored: wholeNumber,
  /** More are flagged than can be told one by one: none is listed. */
  many: flag,
  /** Place of the first row among those that are flagged, worst first. */
  from: wholeNumber,
  rows: list(issueRow),
  /** Those of them that the user put off. */
  unsure: optional(ids),
  /** With the first rows: the sets that they are of. */
  sets: optional(list(setView, MOST_SETS)),
  /** With the first rows: how many scores stand in each bar, and from where to where; absent where all scores are alike. */
  histogram: optional(object({ bars: list(wholeNumber, 1000), range: tuple(real, real) })),
  /** Why nothing can be listed, in plain words. */
  problem: optional(text),
});

/** Pictures that a check flags, in answer to `check`. */
export type CheckPage = Infer<typeof checkPage>;

/** What can be done about what a check found. */
export const findingAction = oneOf('keep', 'remove', 'keepBest', 'removeFromTrain');
export type FindingAction = Infer<typeof findingAction>;
