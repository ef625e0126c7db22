import { CoreInputError, requireOneOf } from './errors.ts';
import { checkInputs } from './inputs.ts';
import { sortedByScore } from './ordering.ts';
import { pairwiseSum } from './summation.ts';
import { thresholdsOf } from './thresholds.ts';
import { RANK_BY, type CheckedInputs, type Labels, type PredProbs, type RankBy } from './types.ts';

export interface LabelQualityOptions {
  /** Default `self_confidence`. */
  readonly method?: RankBy;
  /** Subtract each class's confident threshold from its probabilities first. Default false. */
  readonly adjustPredProbs?: boolean;
}

/** Scores and self-confidence are kept from 0 by this when they divide. */
const CLIPPING_LOWER_BOUND = 1e-6;
/** Rounding of a float32 softmax: the entropy of what strays from [0, 1] by no more is that of the bound. */
const ENTROPY_TOLERANCE = 2.5e-7;

/**
 * How much each label is to be trusted, from 0 (surely wrong) to 1 (surely right).
 *
 * `self_confidence` is the probability p of the given label; `normalized_margin` is (p − max of the others + 1) / 2;
 * `confidence_weighted_entropy` is the normalised entropy divided by p, mapped into [0, 1] by log(x + 1) / x.
 * Adjusted probabilities are p − threshold + the largest threshold, each row normalised; not defined for
 * `confidence_weighted_entropy`.
 *
 * Source: Kuan and Mueller 2022 (scores, adjusted probabilities).
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @returns N scores
 * @throws {CoreInputError} as `checkInputs`; `bad-option`; `probability-out-of-range` for
 *   `confidence_weighted_entropy` where a value strays from [0, 1] by more than float32 rounding
 */
export function labelQualityScores(
  labels: Labels,
  predProbs: PredProbs,
  options: LabelQualityOptions = {},
): Float64Array {
  const { method = 'self_confidence', adjustPredProbs = false } = options;
  checkScoring(method, adjustPredProbs);
  const inputs = checkInputs(labels, predProbs);
  return qualityOf(inputs, method, adjustPredProbs ? thresholdsOf(inputs) : undefined);
}

/** @throws {CoreInputError} `bad-option` for an unknown method, or one that cannot be adjusted */
export function checkScoring(method: RankBy, adjustPredProbs: boolean): void {
  requireOneOf('method', method, RANK_BY);
  if (adjustPredProbs && method === 'confidence_weighted_entropy') {
    throw new CoreInputError(
      'bad-option',
      'adjustPredProbs does not go with confidence_weighted_entropy; use self_confidence or normalized_margin.',
      { value: method },
    );
  }
}

/** `labelQualityScores` of inputs that were checked; with `thresholds`, of adjusted probabilities. */
export function qualityOf(
  { labels, predProbs }: Pick<CheckedInputs, 'labels' | 'predProbs'>,
  method: RankBy,
  thresholds?: Float64Array,
): Float64Array {
  const scores = new Float64Array(labels.length);
  switch (method) {
    case 'self_confidence':
    case 'normalized_margin':
      if (thresholds) adjusted(labels, predProbs, thresholds, method, scores);
      else if (method === 'self_confidence') selfConfidence(labels, predProbs, scores);
      else normalizedMargin(labels, predProbs, scores);
      break;
    case 'confidence_weighted_entropy':
      confidenceWeightedEntropy(labels, predProbs, scores);
      break;
  }
  return scores;
}

function selfConfidence(labels: Labels, { data, k }: PredProbs, scores: Float64Array): void {
  for (let i = 0; i < labels.length; i++) scores[i] = data[i * k + labels[i]];
}

function normalizedMargin(labels: Labels, { data, k }: PredProbs, scores: Float64Array): void {
  for (let i = 0; i < labels.length; i++) {
    const base = i * k;
    let other = -Infinity;
    for (let j = 0; j < k; j++) if (j !== labels[i] && data[base + j] > other) other = data[base + j];
    scores[i] = (data[base + labels[i]] - other + 1) / 2;
  }
}

function adjusted(
  labels: Labels,
  { data, k }: PredProbs,
  thresholds: Float64Array,
  method: RankBy,
  scores: Float64Array,
): void {
  let largest = -Infinity;
  for (const threshold of thresholds) largest = Math.max(largest, threshold);
  const row = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    const base = i * k;
    for (let j = 0; j < k; j++) row[j] = data[base + j] - thresholds[j] + largest;
    const sum = pairwiseSum(row, 0, k);
    const own = row[labels[i]] / sum;
    if (method === 'self_confidence') {
      scores[i] = own;
      continue;
    }
    let other = -Infinity;
    for (let j = 0; j < k; j++) if (j !== labels[i] && row[j] > other) other = row[j];
    scores[i] = (own - other / sum + 1) / 2;
  }
}

function confidenceWeightedEntropy(labels: Labels, { data, k }: PredProbs, scores: Float64Array): void {
  const logClasses = Math.log(k);
  const terms = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    const base = i * k;
    for (let j = 0; j < k; j++) {
      const p = data[base + j];
      terms[j] = 0;
      if (p > 0 && p < 1) terms[j] = p * Math.log(p);
      else if (p < -ENTROPY_TOLERANCE || p > 1 + ENTROPY_TOLERANCE) {
        throw new CoreInputError(
          'probability-out-of-range',
          `Row ${i}, column ${j}: probability ${p} is not in [0, 1], as entropy needs. Clip it, or use another method.`,
          { row: i, column: j, value: p },
        );
      }
    }
    const weighted = -pairwiseSum(terms, 0, k) / logClasses / Math.max(data[base + labels[i]], CLIPPING_LOWER_BOUND);
    scores[i] = Math.log(weighted + 1) / Math.max(weighted, CLIPPING_LOWER_BOUND);
  }
}

/**
 * The examples with the lowest scores, worst first; equal scores in order of index.
 *
 * @param scores N label quality scores
 * @param top how many; all of them when there are fewer. Default 10
 */
export function findTopIssues(scores: Float64Array, top = 10): Int32Array {
  const indices = Int32Array.from({ length: scores.length }, (_, i) => i);
  return sortedByScore(indices, scores).slice(0, Math.max(0, top));
}
