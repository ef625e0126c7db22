import { CoreInputError } from '../errors.ts';
import { checkSets, oneClass, type LabelSets } from './label-sets.ts';
import { labelQualityScores, type LabelQualityOptions } from '../quality/label-quality.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { PredProbs } from '../types.ts';

/** How the qualities of an example's classes become one. */
export type Aggregation =
  | {
      readonly method: 'exponential_moving_average';
      /** Weight of each worse score against all better ones, in [0, 1]; 2 / (K + 1) where not told. */
      readonly alpha?: number;
    }
  | {
      readonly method: 'softmin';
      /** Above 0; low: the worst counts alone. Default 0.1. */
      readonly temperature?: number;
    };

/** The reference's default. */
export const DEFAULT_AGGREGATION: Aggregation = { method: 'exponential_moving_average', alpha: 0.8 };

/**
 * How much each entry of the label sets is to be trusted: that a class is given, or that it is not.
 *
 * @returns n×K scores in [0, 1], row-major; low = suspect
 * @throws {CoreInputError} as `checkSets` and `labelQualityScores`
 */
export function entryQualityScores(
  sets: LabelSets,
  predProbs: PredProbs,
  options: LabelQualityOptions = {},
): Float64Array {
  checkSets(sets, predProbs);
  const { n, k } = sets;
  const scores = new Float64Array(n * k);
  for (let c = 0; c < k; c++) {
    const { labels, predProbs: binary } = oneClass(sets, predProbs, c);
    const own = labelQualityScores(labels, binary, options);
    for (let i = 0; i < n; i++) scores[i * k + c] = own[i];
  }
  return scores;
}

/**
 * How much each example's label set is to be trusted: its entries' qualities, best to worst, in an exponential moving
 * average, which the worst entries rule; or their soft minimum.
 *
 * Source: Thyagarajan, Snorrason, Northcutt and Mueller 2022 (multi-label quality).
 *
 * @returns n scores; low = suspect
 * @throws {CoreInputError} as `entryQualityScores`; `bad-option` for alpha or temperature
 */
export function setQualityScores(
  sets: LabelSets,
  predProbs: PredProbs,
  options: LabelQualityOptions = {},
  aggregation: Aggregation = DEFAULT_AGGREGATION,
): Float64Array {
  const aggregate = aggregatorOf(aggregation, sets.k);
  const entries = entryQualityScores(sets, predProbs, options);
  const scores = new Float64Array(sets.n);
  for (let i = 0; i < sets.n; i++) scores[i] = aggregate(entries.subarray(i * sets.k, (i + 1) * sets.k));
  return scores;
}

function aggregatorOf(aggregation: Aggregation, k: number): (entries: Float64Array) => number {
  if (aggregation.method === 'softmin') {
    const { temperature = 0.1 } = aggregation;
    if (!(temperature > 0)) refuse('temperature', temperature, 'above 0');
    return (entries) => softmin(entries, temperature);
  }
  const { alpha = 2 / (k + 1) } = aggregation;
  if (!(alpha >= 0 && alpha <= 1)) refuse('alpha', alpha, 'in [0, 1]');
  return (entries) => {
    const sorted = entries.slice().sort();
    let average = sorted[k - 1];
    for (let c = k - 2; c >= 0; c--) average = alpha * sorted[c] + (1 - alpha) * average;
    return average;
  };
}

function softmin(entries: Float64Array, temperature: number): number {
  const lowest = entries.reduce((least, entry) => Math.min(least, entry), Infinity);
  const weights = entries.map((entry) => Math.exp((lowest - entry) / temperature));
  const total = pairwiseSum(weights, 0, weights.length);
  return weights.reduce((sum, weight, c) => sum + (entries[c] * weight) / total, 0);
}

function refuse(name: string, value: number, range: string): never {
  throw new CoreInputError('bad-option', `${name} is ${value}; give a number ${range}.`, { value });
}
