import { checkInputs } from './inputs.ts';
import { pairwiseSum } from './summation.ts';
import type { CheckedInputs, Labels, PredProbs } from './types.ts';

/** Tolerance of every comparison of a probability with a threshold or with another probability. */
export const COMPARISON_TOLERANCE = 1e-6;
/** No threshold is lower, so that `p >= threshold - 1e-6` never holds for p = 0. */
export const THRESHOLD_LOWER_BOUND = 2 * COMPARISON_TOLERANCE;
/** Threshold of a class that no example bears: no probability reaches it. */
export const UNREACHABLE_THRESHOLD = 2;

/**
 * The self-confidence that an example needs before it counts as confidently of a class: the mean probability of class j
 * over the examples labelled j. A class without examples gets 2, which nothing reaches.
 *
 * Source: Northcutt et al. 2021, section 3.1 (thresholds t_j).
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @returns K thresholds in [2e-6, 1], or 2
 * @throws {CoreInputError} as `checkInputs`
 */
export function confidentThresholds(labels: Labels, predProbs: PredProbs): Float64Array {
  return thresholdsOf(checkInputs(labels, predProbs));
}

/** `confidentThresholds` of inputs that were checked. */
export function thresholdsOf({ labels, predProbs, labelCounts }: CheckedInputs): Float64Array {
  const thresholds = meanSelfConfidence(labels, predProbs, labelCounts);
  for (let j = 0; j < thresholds.length; j++) {
    thresholds[j] = labelCounts[j] === 0 ? UNREACHABLE_THRESHOLD : Math.max(thresholds[j], THRESHOLD_LOWER_BOUND);
  }
  return thresholds;
}

/** Mean probability of its own class over each class's examples; 0 for a class without any. */
export function meanSelfConfidence(labels: Labels, predProbs: PredProbs, labelCounts: Float64Array): Float64Array {
  const { data, n, k } = predProbs;
  const starts = new Int32Array(k + 1);
  for (let j = 0; j < k; j++) starts[j + 1] = starts[j] + labelCounts[j];
  const next = starts.slice();
  const byClass = new Float64Array(n);
  for (let i = 0; i < n; i++) byClass[next[labels[i]]++] = data[i * k + labels[i]];
  const means = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    if (labelCounts[j] > 0) means[j] = pairwiseSum(byClass, starts[j], labelCounts[j]) / labelCounts[j];
  }
  return means;
}
