import { PROBLEM_KINDS } from '../../dataset/index.ts';
import {
  either,
  list,
  mapOf,
  object,
  oneOf,
  optional,
  orNull,
  probability,
  real,
  refined,
  text,
  whole,
  type Infer,
} from '../../schema/index.ts';
import { BACKENDS } from '../../training/light.ts';
import { optionsSchema } from './report-options.ts';

/** Version of `report.json`'s layout; raised when a reader of the old one would misread the new. */
export const SCHEMA_VERSION = 1;

/** SHA-256, hexadecimal. */
const sha256 = refined(text, (value) => /^[0-9a-f]{64}$/.test(value), 'a SHA-256 of 64 hexadecimal digits');

const fold = object({
  fold: whole,
  trainSize: whole,
  testSize: whole,
  /** JSON has no NaN and no infinity, and writes null: an accuracy over no pictures, the loss of a training that failed. */
  heldOutAccuracy: orNull(probability),
  history: list(
    object({
      epoch: whole,
      loss: orNull(real),
      accuracy: orNull(real),
      validationLoss: optional(orNull(real)),
      validationAccuracy: optional(orNull(real)),
    }),
  ),
  seconds: real,
});

const labelIssue = object({
  /** Position among the audited pictures: row of pred_probs.npy and labels.npy, and place in `paths`. */
  index: whole,
  /** POSIX path relative to the data set's root. */
  path: text,
  /** 1-based data row of the labels file, where there is one. */
  row: optional(whole),
  split: optional(text),
  givenLabel: text,
  /** The class that the model believes in. */
  suggestedLabel: text,
  /** In [0, 1]; low is suspect. */
  labelQuality: probability,
  givenProbability: probability,
  suggestedProbability: probability,
  /**
   * Paths of up to three confidently labelled pictures of the given and of the suggested class that look most like it,
   * nearest first. Only for the first 2,000 issues.
   */
  similar: optional(object({ given: list(text), suggested: list(text) })),
});

/** A label that is probably wrong. */
export type LabelIssue = Infer<typeof labelIssue>;

const repeatedPicture = object({
  /** Place in `paths`. */
  index: whole,
  /** 1-based data row, as it was audited. */
  row: whole,
  split: optional(text),
});

/** Which row of the labels file an audited picture is that stands in several of them. */
export type RepeatedPicture = Infer<typeof repeatedPicture>;

const classHealth = object({
  class: text,
  /** Number of examples that bear this label. */
  examples: whole,
  /** Number of them in the issues of this report. */
  flagged: whole,
  /** From the joint: estimated number of examples given this label that belong elsewhere. */
  labelIssues: whole,
  /** From the joint: estimated number of examples of this class that were given another label. */
  inverseLabelIssues: whole,
  labelNoise: probability,
  inverseLabelNoise: probability,
  labelQualityScore: probability,
});
export type ClassHealth = Infer<typeof classHealth>;

const classOverlap = object({ classA: text, classB: text, numOverlapping: whole, jointProbability: probability });
export type ClassOverlap = Infer<typeof classOverlap>;

const problem = object({
  kind: oneOf(...PROBLEM_KINDS),
  path: text,
  row: optional(whole),
  message: text,
  others: optional(list(text)),
});

export const environmentSchema = object({
  version: text,
  node: text,
  platform: text,
  /** `provided`: the probabilities came from the user's own model. */
  backend: oneOf(...BACKENDS.filter((name) => name !== 'auto'), 'provided'),
  tfjs: optional(text),
  seed: whole,
  jobs: optional(whole),
});

/** A training's settings, by name. */
export const settingsSchema = mapOf(either(text, real));

export const reportSchema = object({
  schemaVersion: oneOf(SCHEMA_VERSION),
  createdAt: text,
  dataset: object({
    root: text,
    kind: oneOf('csv', 'folders'),
    /** Relative to the root. */
    labelsFile: optional(text),
    /** SHA-256 of the labels file when it was read. */
    labelsFileHash: optional(text),
    classes: list(text),
    examples: whole,
    /** Examples that were audited; the others are among the problems. */
    audited: whole,
    splits: mapOf(whole),
  }),
  options: optionsSchema,
  environment: environmentSchema,
  crossValidation: optional(object({ accuracy: probability, folds: list(fold), settings: settingsSchema })),
  /** Paths of the audited pictures: row i of pred_probs.npy and labels.npy is paths[i]. */
  paths: list(text),
  /**
   * Those of them whose picture stands in several rows of the labels file: which row each is. The same picture is audited
   * once in each split, so `paths` may name it several times.
   */
  repeated: optional(list(repeatedPicture)),
  /** For each of them what it held: first 16 digits of its file's SHA-256; null where it could not be read. */
  contents: optional(list(orNull(text))),
  /** SHA-256 of the arrays' files that were written with the report: those of another audit are not its own. */
  arrays: optional(object({ labels: sha256, predProbs: sha256 })),
  /** Ranked, worst first. */
  issues: list(labelIssue),
  /** Labels that were flagged again, but that a review says are right: not among the issues. */
  reviewed: optional(list(labelIssue)),
  health: object({
    overallLabelHealthScore: probability,
    numIssues: whole,
    classes: list(classHealth),
    /** Pairs with a joint probability above 0, the most mixed up first. */
    overlaps: list(classOverlap),
  }),
  /** K×K counts: rows given label, columns (estimated) true label. */
  confidentJoint: list(list(real)),
  problems: list(problem),
  warnings: list(text),
  /** Seconds by stage. */
  timings: mapOf(real),
});

/** Everything that one audit found; plain JSON, written so that a stranger can read it. */
export type AuditReport = Infer<typeof reportSchema>;
