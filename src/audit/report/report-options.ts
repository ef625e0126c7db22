import { FILTER_BY, RANK_BY } from '../../core/index.ts';
import { BACKENDS, MODELS, PRESETS } from '../../training/light.ts';
import { exactly, flag, list, optional, real, record, text, wholeFrom, type Shape } from './shape.ts';
import type { AuditReport } from './types.ts';

type Options = AuditReport['options'];

/** The compiler asks for each option here: what is not listed is not taken over from a report. */
const SHAPES: Readonly<Record<keyof Options, Shape>> = {
  target: text,
  imageColumn: optional(text),
  labelColumn: optional(text),
  splitColumn: optional(text),
  classes: optional(list(text)),
  splits: optional(list(text)),
  model: exactly(MODELS),
  preset: optional(exactly(PRESETS)),
  epochs: optional(wholeFrom(1, 1_000_000)),
  batchSize: optional(wholeFrom(1, 1_000_000)),
  learningRate: optional(real),
  imageSize: optional(wholeFrom(1, 4096)),
  channels: exactly([1, 3, 'auto']),
  trim: flag,
  folds: wholeFrom(1, 1_000_000),
  seed: wholeFrom(0, 2 ** 32 - 1),
  backend: exactly(BACKENDS),
  jobs: optional(wholeFrom(1, 1_000_000)),
  filterBy: exactly(FILTER_BY),
  rankBy: exactly(RANK_BY),
  adjustPredProbs: flag,
  fracNoise: real,
  minExamplesPerClass: wholeFrom(0, Number.MAX_SAFE_INTEGER),
  predProbsFile: optional(text),
};

export const optionsShape: Shape = record(SHAPES);

/**
 * The options of a report that may be used again. A report comes with the data set, from whoever made that: it must not
 * name the program that trains, say, or the folder that is written to.
 */
export function knownOptions(options: Options): Options {
  const known = Object.entries(options).filter(([name]) => Object.hasOwn(SHAPES, name));
  return Object.fromEntries(known) as unknown as Options;
}
