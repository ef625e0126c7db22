import { FILTER_BY, RANK_BY } from '../../core/index.ts';
import {
  flag,
  list,
  object,
  oneOf,
  optional,
  real,
  text,
  wholeFrom,
  type Infer,
  type Schema,
} from '../../schema/index.ts';
import { BACKENDS, MODELS, PRESETS } from '../../training/light.ts';
import type { AuditOptions } from '../options/audit-options.ts';

/** The options of an audit but for the places of this machine, which say nothing about the audit. */
type Options = Omit<AuditOptions, 'out' | 'cacheFolder' | 'workerFile'>;

/**
 * The options of a report that may be used again: what is not listed is not taken over. A report comes with the data set,
 * from whoever made that: it must not name the program that trains, say, or the folder that is written to.
 */
const OPTIONS = {
  target: text,
  imageColumn: optional(text),
  labelColumn: optional(text),
  splitColumn: optional(text),
  classes: optional(list(text)),
  splits: optional(list(text)),
  model: oneOf(...MODELS),
  preset: optional(oneOf(...PRESETS)),
  epochs: optional(wholeFrom(1, 1_000_000)),
  batchSize: optional(wholeFrom(1, 1_000_000)),
  learningRate: optional(real),
  imageSize: optional(wholeFrom(1, 4096)),
  channels: oneOf(1, 3, 'auto'),
  trim: flag,
  folds: wholeFrom(1, 1_000_000),
  seed: wholeFrom(0, 2 ** 32 - 1),
  backend: oneOf(...BACKENDS),
  jobs: optional(wholeFrom(1, 1_000_000)),
  filterBy: oneOf(...FILTER_BY),
  rankBy: oneOf(...RANK_BY),
  adjustPredProbs: flag,
  fracNoise: real,
  minExamplesPerClass: wholeFrom(0, Number.MAX_SAFE_INTEGER),
  predProbsFile: optional(text),
  // The compiler asks for each option here.
} satisfies { readonly [Name in keyof Required<Options>]: Schema<Options[Name]> };

export const optionsSchema = object(OPTIONS);

export type ReportOptions = Infer<typeof optionsSchema>;
