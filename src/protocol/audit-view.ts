// What the panel shows of an audit: plain data, each described once, by a schema.
import {
  flag,
  list,
  object,
  oneOf,
  optional,
  real,
  text,
  tuple,
  variants,
  wholeNumber,
  type Infer,
} from '../schema/index.ts';
import { trustFactsView } from './trust-views.ts';

export const decision = oneOf('open', 'relabelled', 'kept', 'removed', 'gone');

/**
 * What became of a picture. `open`: not decided yet; `gone`: no row or file of it is left, and no review took it out (as after
 * a checkout of a shorter file). Derived from the labels as they are now, and reviews.
 */
export type Decision = Infer<typeof decision>;

export const issueRow = object({
  /**
   * Its place in the report's ranking, worst first; of a picture that is not flagged: the number of the flagged ones and its
   * place in the data set. The same for as long as the report is shown.
   */
  id: wholeNumber,
  /** POSIX path relative to the data set's root. */
  path: text,
  split: optional(text),
  /** Label when it was audited. */
  given: text,
  suggested: text,
  /** In [0, 1] but for rounding; low is suspect. */
  quality: real,
  givenProbability: real,
  suggestedProbability: real,
  decision,
  /** Label as it is now; absent when the row or picture is gone. */
  current: optional(text),
});

/** One picture: flagged, or where all are shown any that was audited. */
export type IssueRow = Infer<typeof issueRow>;

export const issueUpdate = object({ id: wholeNumber, decision, current: optional(text) });
export type IssueUpdate = Infer<typeof issueUpdate>;

/** More than any panel asks for at once. */
const MOST_IDS = 1_000_000;
export const ids = list(wholeNumber, MOST_IDS);

export const browsedRows = object({
  /** `createdAt` of the audit that they are of. */
  createdAt: text,
  /** Where in the data set they begin; the flagged ones among them are left out. */
  from: wholeNumber,
  /** Where those begin that follow; absent where there are no more. */
  next: optional(wholeNumber),
  rows: list(issueRow),
  /** Those of them that the user put off. */
  unsure: optional(ids),
  /** Why there are none, in plain words. */
  problem: optional(text),
});

/** Pictures that are not flagged, in answer to `browse`. */
export type BrowsedRows = Infer<typeof browsedRows>;

const classRow = object({
  class: text,
  examples: wholeNumber,
  flagged: wholeNumber,
  labelIssues: wholeNumber,
  inverseLabelIssues: wholeNumber,
  labelNoise: real,
  inverseLabelNoise: real,
  labelQualityScore: real,
  /** Number of its pictures whose label the model predicts, and of all that it takes for this class. */
  right: optional(wholeNumber),
  predicted: optional(wholeNumber),
});
export type ClassRow = Infer<typeof classRow>;

const overlapRow = object({ classA: text, classB: text, numOverlapping: wholeNumber, jointProbability: real });
export type OverlapRow = Infer<typeof overlapRow>;

export const foldCurve = object({
  /** From 1. */
  fold: wholeNumber,
  /** Absent where nothing was held out. */
  heldOutAccuracy: optional(real),
  history: list(object({ epoch: wholeNumber, loss: real, accuracy: real })),
});
export type FoldCurve = Infer<typeof foldCurve>;

/** The cells of a K×K matrix of counts that are not 0, as `[row, column, count]`. */
export const countCells = list(tuple(wholeNumber, wholeNumber, real));
export type CountCells = Infer<typeof countCells>;

/** More keys than a keyboard has. */
const MOST_KEYS = 100;
export const classKeys = list(tuple(text, text), MOST_KEYS);

const annotatorRow = object({
  name: text,
  labelled: wholeNumber,
  /** Absent where no other annotator labelled its pictures. */
  quality: optional(real),
  agreement: real,
  worstClass: text,
});
export type AnnotatorRow = Infer<typeof annotatorRow>;

const annotatorsView = object({
  /** Pictures that some annotator labelled, those that several did, and those of them that they do not agree on. */
  pictures: wholeNumber,
  several: wholeNumber,
  disputed: wholeNumber,
  /** Pictures whose consensus is another class than the label that was audited. */
  other: wholeNumber,
  consensusQuality: real,
  /** Worst first. */
  table: list(annotatorRow),
});
/** Who labelled the pictures, where several did. */
export type AnnotatorsView = Infer<typeof annotatorsView>;

const trustEstimate = object({
  /** Number of wrong labels among all. */
  wrong: real,
  /** After so many of the ranking it is a good place to stop; absent where none is known. */
  stopAt: optional(wholeNumber),
  /** Number of wrong labels among the first so many of the ranking, as `[rank, wrong]`, ascending, up to the last that is listed. */
  curve: list(tuple(wholeNumber, real)),
});

/** What was trained, as facts: the page words them in its language. */
export const modelView = object({
  /** Of the network. */
  name: text,
  folds: optional(wholeNumber),
  epochs: optional(wholeNumber),
  /** Training ended within so many epochs, when it no longer got better. */
  isStoppedEarly: optional(flag),
  /** Of a comparison. */
  repeats: optional(wholeNumber),
  backend: text,
  seed: wholeNumber,
});
export type ModelView = Infer<typeof modelView>;

const auditView = object({
  /** Name of the data set, for headings. */
  name: text,
  kind: oneOf('csv', 'folders'),
  createdAt: text,
  audited: wholeNumber,
  classes: list(text),
  /** What divides classes in given, suggested and current labels, where a picture has several; absent where each has one. */
  separator: optional(text),
  /** Keys that the user gave to classes, as `[class, key]`; the others have the next free ones. */
  classKeys: optional(classKeys),
  /** Ids of the open ones that the user put off. */
  unsure: optional(ids),
  splits: list(text),
  /** Those of them that nothing but a person's own hand changes. */
  testSplits: optional(list(text)),
  /** Those that are there to validate with. */
  validationSplits: optional(list(text)),
  /** What made the predictions; absent: the user's own model. */
  model: optional(modelView),
  accuracy: optional(real),
  /** Absent where the model is too weak to judge labels. */
  overallLabelHealthScore: optional(real),
  /** How far the list is to be trusted, where errors were planted; a weak model's health is not known. */
  trust: optional(
    object({ facts: trustFactsView, weak: flag, health: optional(real), estimate: optional(trustEstimate) }),
  ),
  issues: list(issueRow),
  /**
   * How many pictures are flagged in all, where `issues` holds only the first of the ranking: another state of the same
   * audit follows with all of them. Absent when `issues` holds them all.
   */
  issueCount: optional(wholeNumber),
  /** With `issueCount`: how many of the pictures that are not in `issues` are decided. */
  reviewedBeyond: optional(wholeNumber),
  classHealth: list(classRow),
  overlaps: list(overlapRow),
  annotators: optional(annotatorsView),
  /** Rows given label, columns (estimated) true label. */
  confidentJoint: countCells,
  folds: list(foldCurve),
  warnings: list(text),
  /** Pictures that were left out or contradict each other. */
  problems: list(object({ path: text, row: optional(wholeNumber), message: text })),
  /** The labels file has changed since the audit, by other hands than a review's. */
  stale: flag,
});

/** A finished audit, as the panel shows it. */
export type AuditView = Infer<typeof auditView>;

export const progressView = object({
  /** E.g. "Training fold 2 of 5, epoch 7 of 20". */
  stage: text,
  /** In [0, 1], of the whole run. */
  share: real,
  secondsLeft: optional(real),
});

/** How far a running audit is. */
export type ProgressView = Infer<typeof progressView>;

export const runView = variants('phase', {
  none: {},
  running: { progress: progressView },
  /** In plain words. */
  failed: { message: text },
});

/** More audited data sets than anyone chooses among. */
const MOST_DATASETS = 1000;

export const datasets = list(object({ key: text, name: text }), MOST_DATASETS);

/** An audited data set of the workspace: `name` tells it from the others. */
export type DatasetView = Infer<typeof datasets>[number];

/** Another audit of the data set that is shown. */
export type RunView = Infer<typeof runView>;

export const panelState = variants('phase', {
  empty: {},
  running: { name: text, progress: progressView },
  failed: { name: text, message: text },
  cancelled: { name: text },
  ready: { audit: auditView },
});
export type PanelState = Infer<typeof panelState>;

const similarPicture = object({ path: text, label: text, uri: text });

/** A picture to compare with. */
export type SimilarPicture = Infer<typeof similarPicture>;

/** The nearest pictures to one, in full size. */
export const similarPictures = object({
  id: wholeNumber,
  given: list(similarPicture),
  suggested: list(similarPicture),
  /** Whatever their class. */
  neighbours: optional(list(similarPicture)),
});
export type SimilarPictures = Infer<typeof similarPictures>;

const whyView = object({
  given: text,
  suggested: text,
  isDoubtful: flag,
  givenProbability: real,
  suggestedProbability: real,
  neverPredicted: flag,
  usualProbability: optional(real),
  nearest: optional(object({ total: wholeNumber, agreeing: wholeNumber, others: list(tuple(text, wholeNumber)) })),
});
/** Why a label was flagged, as facts: the page words them in its language. */
export type WhyView = Infer<typeof whyView>;

export const issueDetail = object({
  id: wholeNumber,
  /** Webview URI of the picture, large. Absent when the file is gone. */
  uri: optional(text),
  /** Of the picture's file: its size in pixels and bytes, when it was taken, and with what; as far as is known. */
  facts: optional(
    object({
      bytes: wholeNumber,
      width: optional(wholeNumber),
      height: optional(wholeNumber),
      taken: optional(text),
      camera: optional(text),
    }),
  ),
  /** What the labels file's other columns say of it: names and values, as text. */
  columns: optional(list(tuple(text, text))),
  /** Who said what: annotators and their labels. */
  said: optional(list(tuple(text, text))),
  why: whyView,
  /** Every class with its probability, most probable first. */
  probabilities: list(object({ class: text, probability: real })),
  /** Nearest confidently labelled examples of the given and of the suggested class, up to three each. */
  similarGiven: list(similarPicture),
  similarSuggested: list(similarPicture),
  /** The nearest pictures, whatever their class, with their given labels. */
  neighbours: optional(list(similarPicture)),
});

/** Everything about one flagged picture that the grid does not hold. */
export type IssueDetail = Infer<typeof issueDetail>;
