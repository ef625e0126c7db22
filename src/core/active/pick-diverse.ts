import { CoreInputError } from '../errors.ts';
import { findTopIssues } from '../quality/label-quality.ts';
import type { PredProbs } from '../types.ts';

export interface PickOptions {
  /** How many to pick, at least 1; all where there are fewer. */
  readonly count: number;
  /**
   * Only so many of the lowest scores are compared with each other. Default ten times `count`, and at least 1,000: that
   * bounds the time, and what scores higher would not be picked for its looks alone.
   */
  readonly among?: number;
}

/** Numbers that describe each example, row by row; rows of one direction look alike. */
export type FeatureRows = PredProbs;

/**
 * Picks examples to label that are worth much and differ: first the lowest score, then again and again the one whose worth
 * times distance to the nearest already picked is greatest (greedy k-centre, weighted by score). Worth is 1 for the lowest
 * score compared and falls to 0 for the highest; distance is 1 − cosine. The same input gives the same order; on ties the
 * lower score, then the lower index comes first.
 *
 * Sources: Sener and Savarese 2018 (core sets by k-centre); Goh and Mueller 2023 (scores).
 *
 * @param scores u active learning scores, low = label next
 * @param features u rows of any length
 * @returns at most `count` indices, in the order in which to label them
 * @throws {CoreInputError} `shape-mismatch`; `bad-option`; `feature-not-finite`
 */
export function pickDiverse(scores: Float64Array, features: FeatureRows, options: PickOptions): Int32Array {
  const { count, among = Math.max(10 * count, 1000) } = options;
  const { n, k } = features;
  if (n !== scores.length) {
    throw new CoreInputError('shape-mismatch', `There are ${scores.length} scores but ${n} rows of features.`, {
      value: n,
    });
  }
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new CoreInputError('bad-option', `count is ${count}; give a whole number from 1.`, { value: count });
  }
  const compared = findTopIssues(scores, Math.max(among, count));
  const wanted = Math.min(count, compared.length);
  if (wanted === 0) return new Int32Array(0);
  const rows = unitRows(features, compared);
  const highest = scores[compared[compared.length - 1]];
  const range = highest - scores[compared[0]];
  const worth = Float64Array.from(compared, (row) => (range > 0 ? (highest - scores[row]) / range : 1));
  const distances = new Float64Array(compared.length).fill(Infinity);
  const isPicked = new Uint8Array(compared.length);
  const picked = new Int32Array(wanted);
  for (let at = 0, next = 0; at < wanted; at++) {
    picked[at] = compared[next];
    isPicked[next] = 1;
    let best = -1;
    let most = -1;
    for (let other = 0; other < compared.length; other++) {
      if (isPicked[other] === 1) continue;
      let cosine = 0;
      for (let j = 0; j < k; j++) cosine += rows[next * k + j] * rows[other * k + j];
      const distance = Math.max(0, 1 - cosine);
      if (distance < distances[other]) distances[other] = distance;
      const gain = worth[other] * distances[other];
      if (gain > most) {
        most = gain;
        best = other;
      }
    }
    next = best;
  }
  return picked;
}

/** The chosen rows, each of length 1; a row of zeros stays one. */
function unitRows({ data, k }: FeatureRows, chosen: Int32Array): Float32Array {
  const unit = new Float32Array(chosen.length * k);
  for (let at = 0; at < chosen.length; at++) {
    const base = chosen[at] * k;
    let squares = 0;
    for (let j = 0; j < k; j++) squares += data[base + j] * data[base + j];
    if (!Number.isFinite(squares)) {
      throw new CoreInputError('feature-not-finite', `Row ${chosen[at]} of the features is not finite.`, {
        row: chosen[at],
      });
    }
    const length = Math.sqrt(squares) || 1;
    for (let j = 0; j < k; j++) unit[at * k + j] = data[base + j] / length;
  }
  return unit;
}
