import {
  list,
  object,
  oneOf,
  optional,
  orNull,
  probability,
  real,
  text,
  variants,
  wholeNumber,
  type Infer,
} from '../../schema/index.ts';
import { REMEDIATION_ACTIONS, REMEDIATION_CHOICES } from '../remediation/plan.ts';
import { countCells, countRows } from '../report/schema/count-cells.ts';
import { environmentSchema, settingsSchema, warningFact } from '../report/schema/report-schema.ts';

/** Version of `compare.json`'s layout; raised when a reader of the old one would misread the new. */
export const COMPARISON_SCHEMA_VERSION = 2;
/** Name of the file in the report folder that holds the last comparison. */
export const COMPARISON_FILE = 'compare.json';

const interval = object({ mean: real, low: real, high: real });

const run = object({
  seed: wholeNumber,
  /** On the scored test pictures. */
  accuracy: probability,
  /** JSON has no NaN and no infinity, and writes null: the loss of a training that failed. */
  history: list(
    object({
      epoch: wholeNumber,
      loss: orNull(real),
      accuracy: orNull(real),
      validationLoss: optional(orNull(real)),
      validationAccuracy: optional(orNull(real)),
    }),
  ),
  /** With early stopping: the epoch whose model judged. */
  bestEpoch: optional(wholeNumber),
  seconds: real,
});

const sideFields = {
  trainPictures: wholeNumber,
  /** Mean over the repeats, with its 95% interval. */
  accuracy: interval,
  /** Standard deviation over the repeats; 0 where there is one. */
  spread: real,
  runs: list(run),
};

const side = object({
  ...sideFields,
  /** Counts over all repeats: rows given label of the test pictures, columns predicted label. */
  confusion: countCells,
});

/** Layout 1 has the confusion as nested rows. */
const sideV1 = object({ ...sideFields, confusion: countRows });

/** What training on one side's rows gave. */
export type ComparedSide = Infer<typeof side>;

const comparedClass = object({
  class: text,
  testPictures: wholeNumber,
  /** Mean accuracy over the repeats; null where the class has no test pictures. */
  baseline: orNull(probability),
  cleaned: orNull(probability),
});
export type ComparedClass = Infer<typeof comparedClass>;

/** What a comparison keeps of the plan that cleaned the rows. */
const plan = object({
  by: oneOf(...REMEDIATION_CHOICES),
  action: oneOf(...REMEDIATION_ACTIONS),
  share: optional(real),
  threshold: optional(real),
  minConfidence: optional(real),
  minExamplesPerClass: optional(wholeNumber),
  splits: optional(list(text)),
  considered: wholeNumber,
  changes: list(
    object({
      path: text,
      split: optional(text),
      from: text,
      /** Absent: the picture goes. */
      to: optional(text),
      labelQuality: optional(probability),
      probability: optional(probability),
    }),
  ),
});

const fields = {
  createdAt: text,
  dataset: object({ root: text, labelsFile: optional(text), classes: list(text) }),
  split: object({
    test: text,
    /** Absent: every picture that is not in the test split. */
    train: optional(text),
  }),
  test: object({
    /** Pictures that were scored. */
    scored: wholeNumber,
    /** Test pictures that also stand in the training rows, byte for byte; not scored. */
    alsoInTraining: wholeNumber,
  }),
  /** Where the cleaned rows come from. */
  cleaning: variants('kind', { plan: { plan }, file: { file: text } }),
  /** What is different between the two sides' training rows. */
  changes: object({ removed: wholeNumber, relabelled: wholeNumber, added: wholeNumber }),
  settings: settingsSchema,
  repeats: wholeNumber,
  earlyStopping: optional(object({ share: real, patience: wholeNumber })),
  environment: environmentSchema,
  /** Cleaned less baseline, with its 95% interval by a paired bootstrap over test pictures and repeats. */
  difference: interval,
  resamples: wholeNumber,
  /** In the order of the classes. */
  classes: list(comparedClass),
  classesBetter: wholeNumber,
  classesWorse: wholeNumber,
  warnings: list(text),
  warningFacts: optional(list(warningFact)),
  seconds: real,
};

export const comparisonSchema = object({
  schemaVersion: oneOf(COMPARISON_SCHEMA_VERSION),
  ...fields,
  baseline: side,
  cleaned: side,
});
export const comparisonSchemaV1 = object({ schemaVersion: oneOf(1), ...fields, baseline: sideV1, cleaned: sideV1 });

/** The same model trained on the given and on the cleaned rows, and tested on the same untouched ones. Plain JSON. */
export type Comparison = Infer<typeof comparisonSchema>;
