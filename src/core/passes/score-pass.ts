import { CoreInputError } from '../errors.ts';
import { forEachRun, type RowBlock, type RowFacts } from './rows.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { RankBy } from '../types.ts';

/** Scores every label. */
export interface ScorePass {
  readonly kind: 'score';
  readonly facts: RowFacts;
  readonly method: RankBy;
  /** K thresholds: score adjusted probabilities. */
  readonly thresholds?: Float64Array;
  readonly offRows: Int32Array;
  /** N numbers to fill in. */
  readonly scores: Float64Array;
}

/** Scores and self-confidence are kept from 0 by this when they divide. */
const CLIPPING_LOWER_BOUND = 1e-6;
/** Rounding of a float32 softmax: the entropy of what strays from [0, 1] by no more is that of the bound. */
const ENTROPY_TOLERANCE = 2.5e-7;

type ScoreRow = (data: RowBlock['data'], base: number, label: number, row: number) => number;

/** Scores a block's rows. Throws `CoreInputError` as `labelQualityScores`. */
export function scoreBlock(block: RowBlock, pass: ScorePass): void {
  const { labels } = pass.facts;
  const scoreRow = scorerOf(pass, block.k);
  forEachRun(block, pass.offRows, ({ data, start, n, k }) => {
    for (let r = 0; r < n; r++) pass.scores[start + r] = scoreRow(data, r * k, labels[start + r], start + r);
  });
}

function scorerOf({ method, thresholds }: ScorePass, k: number): ScoreRow {
  if (method === 'confidence_weighted_entropy') return confidenceWeightedEntropy(k);
  if (thresholds) return adjusted(k, thresholds, method);
  if (method === 'normalized_margin') {
    return (data, base, label) => (data[base + label] - largestOther(data, base, k, label) + 1) / 2;
  }
  if (method === 'pairwise_margin') {
    return (data, base, label) => pairwiseMargin(data[base + label], largestOther(data, base, k, label));
  }
  return (data, base, label) => data[base + label];
}

function largestOther(data: Float32Array | Float64Array, base: number, k: number, label: number): number {
  let other = -Infinity;
  for (let j = 0; j < label; j++) if (data[base + j] > other) other = data[base + j];
  for (let j = label + 1; j < k; j++) if (data[base + j] > other) other = data[base + j];
  return other;
}

/** Adjusted probabilities may stray below 0: the score stays in [0, 1]. Of nothing against nothing, neither wins. */
function pairwiseMargin(own: number, other: number): number {
  const [mine, theirs] = [Math.max(0, own), Math.max(0, other)];
  return mine + theirs > 0 ? mine / (mine + theirs) : 0.5;
}

function adjusted(k: number, thresholds: Float64Array, method: RankBy): ScoreRow {
  let largest = -Infinity;
  for (const threshold of thresholds) largest = Math.max(largest, threshold);
  const moved = new Float64Array(k);
  return (data, base, label) => {
    for (let j = 0; j < k; j++) moved[j] = data[base + j] - thresholds[j] + largest;
    const sum = pairwiseSum(moved, 0, k);
    const own = moved[label] / sum;
    if (method === 'self_confidence') return own;
    const other = largestOther(moved, 0, k, label) / sum;
    return method === 'pairwise_margin' ? pairwiseMargin(own, other) : (own - other + 1) / 2;
  };
}

function confidenceWeightedEntropy(k: number): ScoreRow {
  const logClasses = Math.log(k);
  const terms = new Float64Array(k);
  return (data, base, label, row) => {
    for (let j = 0; j < k; j++) {
      const p = data[base + j];
      terms[j] = 0;
      if (p > 0 && p < 1) terms[j] = p * Math.log(p);
      else if (p < -ENTROPY_TOLERANCE || p > 1 + ENTROPY_TOLERANCE) {
        throw new CoreInputError(
          'probability-out-of-range',
          `Row ${row}, column ${j}: probability ${p} is not in [0, 1], as entropy needs. Clip it, or use another method.`,
          { row, column: j, value: p },
        );
      }
    }
    const weighted = -pairwiseSum(terms, 0, k) / logClasses / Math.max(data[base + label], CLIPPING_LOWER_BOUND);
    return Math.log(weighted + 1) / Math.max(weighted, CLIPPING_LOWER_BOUND);
  };
}
