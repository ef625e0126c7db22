import { MULTI_LABEL_WAYS, PROBLEM_KINDS } from '../../../dataset/index.ts';
import {
  either,
  flag,
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
  tuple,
  wholeNumber,
  type Infer,
} from '../../../schema/index.ts';
import { BACKENDS } from '../../../training/light.ts';
import { annotatorsSchema } from './annotators-schema.ts';
import { checksSchema } from './checks-schema.ts';
import { countCells, countRows } from './count-cells.ts';
import {
  LABELS_ARRAY,
  LIST_FILES,
  MAP_ARRAY,
  PATHS_FILE,
  PICTURE_SCORES_ARRAY,
  PRED_PROBS_ARRAY,
} from '../report-files.ts';
import { optionsSchema } from './report-options.ts';
import { trustSchema, weakness } from './trust-schema.ts';

/** Version of `report.json`'s layout; raised when a reader of the old one would misread the new. */
export const SCHEMA_VERSION = 2;
/** The same of a report on sets of labels, whose labels no reader of 2 knows. */
export const SET_SCHEMA_VERSION = 3;

/** SHA-256, hexadecimal. */
const sha256 = refined(text, (value) => /^[0-9a-f]{64}$/.test(value), 'a SHA-256 of 64 hexadecimal digits');

const fold = object({
  fold: wholeNumber,
  trainSize: wholeNumber,
  testSize: wholeNumber,
  /** JSON has no NaN and no infinity, and writes null: an accuracy over no pictures, the loss of a training that failed. */
  heldOutAccuracy: orNull(probability),
  history: list(
    object({
      epoch: wholeNumber,
      loss: orNull(real),
      accuracy: orNull(real),
      validationLoss: optional(orNull(real)),
      validationAccuracy: optional(orNull(real)),
    }),
  ),
  seconds: real,
});

/** More pictures are not looked at around an issue. */
const MOST_NEAREST = 100;

export const issueSchema = object({
  /** Position among the audited pictures: row of pred_probs.npy and labels.npy, and place in `paths`. */
  index: wholeNumber,
  /** POSIX path relative to the data set's root. */
  path: text,
  /** 1-based data row of the labels file, where there is one. */
  row: optional(wholeNumber),
  /** Name of that labels file, where there are several. */
  file: optional(text),
  split: optional(text),
  /** Of several labels a picture: all of them, as `dataset.multiLabel` divides them; `(none)` for none. */
  givenLabel: text,
  /** The class that the model believes in; of several labels the whole set. */
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
  /**
   * Given labels of the five pictures that look most like it by their features, each with how many of them bear it, most
   * first. Only for the first 2,000 issues, and where features were judged.
   */
  nearest: optional(list(tuple(text, wholeNumber), MOST_NEAREST)),
  /** Those pictures themselves, nearest first: path and given label of each. */
  neighbours: optional(list(tuple(text, text), MOST_NEAREST)),
  /** Who said what: name and label of each annotator. */
  said: optional(list(tuple(text, text))),
  /** Of several labels a picture: which are missing (to be added) or wrong, and how probable that is; the surest first. */
  changes: optional(list(object({ class: text, add: flag, probability }))),
});

/** A label that is probably wrong. */
export type LabelIssue = Infer<typeof issueSchema>;

const repeatedPicture = object({
  /** Place in `paths`. */
  index: wholeNumber,
  /** 1-based data row, as it was audited. */
  row: wholeNumber,
  split: optional(text),
});

/** Which row of the labels file an audited picture is that stands in several of them. */
export type RepeatedPicture = Infer<typeof repeatedPicture>;

const classHealth = object({
  class: text,
  /** Number of examples with this label. */
  examples: wholeNumber,
  /** Number of them in the issues of this report. */
  flagged: wholeNumber,
  /** From the joint: estimated number of examples given this label that belong elsewhere. */
  labelIssues: wholeNumber,
  /** From the joint: estimated number of examples of this class that were given another label. */
  inverseLabelIssues: wholeNumber,
  labelNoise: probability,
  inverseLabelNoise: probability,
  labelQualityScore: probability,
  /** Number of the examples whose label the model predicts, out of sample. */
  right: optional(wholeNumber),
  /** Number of all pictures that the model takes for this class, out of sample. */
  predicted: optional(wholeNumber),
  /** What the model gives this class on average where it is the label. */
  usualProbability: optional(probability),
});
export type ClassHealth = Infer<typeof classHealth>;

const classOverlap = object({ classA: text, classB: text, numOverlapping: wholeNumber, jointProbability: probability });
export type ClassOverlap = Infer<typeof classOverlap>;

/** What one of the warnings says, as facts: other languages are worded from them. Reports made before there was such have none. */
export const warningFact = object({
  /** Its place among the warnings. */
  at: wholeNumber,
  kind: text,
  names: optional(list(text)),
  numbers: optional(list(real)),
});

export const problemSchema = object({
  kind: oneOf(...PROBLEM_KINDS),
  path: text,
  row: optional(wholeNumber),
  /** Name of that labels file, where there are several. */
  file: optional(text),
  message: text,
  others: optional(list(text)),
  moreOthers: optional(wholeNumber),
});

export const environmentSchema = object({
  version: text,
  node: text,
  platform: text,
  /** `provided`: the probabilities came from the user's own model. */
  backend: oneOf(...BACKENDS.filter((name) => name !== 'auto'), 'provided'),
  /** Where that is `webgpu`: the graphics adapter's name and its driver's. */
  adapter: optional(text),
  tfjs: optional(text),
  seed: wholeNumber,
  jobs: optional(wholeNumber),
});

/** What `--model auto` chose, and by what. */
const chosenSchema = object({
  model: oneOf('features', 'small-cnn'),
  logLoss: object({ features: real, network: real }),
  pictures: wholeNumber,
  seconds: real,
});

/** A file of the user's own that an audit took: `check` tells by it whether it is still the same. */
const givenFile = object({
  role: oneOf('predProbs', 'predProbsPaths', 'features', 'featuresPaths'),
  /** In bytes. */
  size: wholeNumber,
  sha256,
  /** When it was changed last, in milliseconds since 1970, where that is enough to know it by. */
  changedAt: optional(real),
});

/** A training's settings, by name. */
export const settingsSchema = mapOf(either(text, real));

/** What is the same in every layout. */
const fields = {
  createdAt: text,
  dataset: object({
    root: text,
    kind: oneOf('csv', 'folders'),
    /** Relative to the root. */
    labelsFile: optional(text),
    /** SHA-256 of the labels file when it was read. */
    labelsFileHash: optional(text),
    /** How it is written, where it is no table and no JSON lines that hold labels as words: `coco`, `one-hot`, or `indices`. */
    layout: optional(text),
    /**
     * All labels files, by name, each with how the paths of its rows were completed; absent where there is one, whose
     * rows name their pictures as they lie.
     */
    labelsFiles: optional(list(object({ name: text, hash: optional(text), imagePatterns: optional(list(text)) }))),
    classes: list(text),
    /** Present where pictures have several labels each: how the file says so, and what divides them in the labels of issues. */
    multiLabel: optional(
      object({ way: oneOf(...MULTI_LABEL_WAYS), separator: refined(text, (value) => value !== '', 'a separator') }),
    ),
    examples: wholeNumber,
    /** Examples that were audited; the others are among the problems. */
    audited: wholeNumber,
    splits: mapOf(wholeNumber),
  }),
  options: optionsSchema,
  given: optional(list(givenFile)),
  environment: environmentSchema,
  crossValidation: optional(object({ accuracy: probability, folds: list(fold), settings: settingsSchema })),
  chosen: optional(chosenSchema),
  trust: optional(trustSchema),
  /** Why the model is too weak to judge labels, where no errors were planted for `trust`. */
  weak: optional(weakness),
  checks: optional(checksSchema),
  /** Where several people labelled the pictures; reports made before there was such have none. */
  annotators: optional(annotatorsSchema),
  /** What map.npy was made from: one row for each of `paths`, principal components, the largest first. */
  map: optional(object({ of: oneOf('features', 'probabilities') })),
  /** Ranked, worst first. */
  issues: list(issueSchema),
  /** Labels that were flagged again, but that a review says are right: not among the issues. */
  reviewed: optional(list(issueSchema)),
  /**
   * Of an audit of two rounds: where the first took a picture for another class than the last did. `right` and `predicted` of
   * the classes, and suggestions, are the first's.
   */
  firstRound: optional(
    object({
      /** Rows of pred_probs.npy, ascending. */
      rows: list(wholeNumber),
      /** For each of them the first round's class: place in `dataset.classes`. */
      classes: list(wholeNumber),
    }),
  ),
  health: object({
    /** As the confident joint has it; null where the model is too weak to judge labels (reports of old have a number there, too). */
    overallLabelHealthScore: orNull(probability),
    numIssues: wholeNumber,
    classes: list(classHealth),
    /** Pairs with a joint probability above 0, the most mixed up first; at most `MOST_OVERLAPS`. */
    overlaps: list(classOverlap),
    /** Of several labels a picture: which class most often lacks where it belongs (to be added), or is wrongly given; most first. */
    common: optional(list(object({ class: text, add: flag, examples: wholeNumber, share: probability }))),
  }),
  problems: list(problemSchema),
  warnings: list(text),
  warningFacts: optional(list(warningFact)),
  /** Seconds by stage. */
  timings: mapOf(real),
};

/** What is known of each audited picture, where it stands in the report itself. */
const pictures = {
  /** Paths of the audited pictures: row i of pred_probs.npy and labels.npy is paths[i]. */
  paths: list(text),
  /**
   * Those of them whose picture stands in several rows of the labels file: which row each is. The same picture is audited
   * once in each split, so `paths` may name it several times.
   */
  repeated: optional(list(repeatedPicture)),
  /** For each of them what it held: first 16 digits of its file's SHA-256; null where it could not be read. */
  contents: optional(list(orNull(text))),
};

/** Of a thousand classes half a million pairs may have something in common; the confident joint has them all. */
export const MOST_OVERLAPS = 10_000;

/**
 * `report.json`. What is long stands in files of its own beside it, whose hashes are among its `files`: the audited
 * pictures in paths.csv, and all issues, reviewed labels and problems where there are more than the report lists.
 */
export const storedReportSchema = object({
  schemaVersion: oneOf(SCHEMA_VERSION, SET_SCHEMA_VERSION),
  ...fields,
  ...pictures,
  paths: optional(pictures.paths),
  /** SHA-256 of the files that were written with the report, by name: those of another audit are not its own. */
  files: optional(
    object({
      [LABELS_ARRAY]: optional(sha256),
      [PRED_PROBS_ARRAY]: optional(sha256),
      [PATHS_FILE]: optional(sha256),
      [PICTURE_SCORES_ARRAY]: optional(sha256),
      [MAP_ARRAY]: optional(sha256),
      [LIST_FILES.issues]: optional(sha256),
      [LIST_FILES.reviewed]: optional(sha256),
      [LIST_FILES.problems]: optional(sha256),
    }),
  ),
  /** How many there are in all, where the report lists only the first. */
  counts: optional(object({ issues: wholeNumber, reviewed: wholeNumber, problems: wholeNumber })),
  /** K×K counts: rows given label, columns (estimated) true label. */
  confidentJoint: countCells,
});
export type StoredReport = Infer<typeof storedReportSchema>;

/** Layout 1: everything in one file, and the confident joint as nested rows. */
export const reportSchemaV1 = object({
  schemaVersion: oneOf(1),
  ...fields,
  ...pictures,
  /** SHA-256 of the arrays' files that were written with the report. */
  arrays: optional(object({ labels: sha256, predProbs: sha256 })),
  confidentJoint: countRows,
});

/** Everything that one audit found, whole; plain JSON, written so that a stranger can read it. */
export type AuditReport = Omit<StoredReport, 'counts' | 'paths'> & {
  /** Paths of the audited pictures: row i of pred_probs.npy and labels.npy is paths[i]. */
  readonly paths: readonly string[];
};
