import { sumsByClass } from '../numeric/summation.ts';
import { COMPARISON_TOLERANCE } from '../tolerances.ts';
import type { ClassIndices } from '../types.ts';

/** No threshold is lower, so that `p >= threshold - 1e-6` never holds for p = 0. */
export const THRESHOLD_LOWER_BOUND = 2 * COMPARISON_TOLERANCE;
/** Threshold of a class that no example bears: no probability reaches it. */
const UNREACHABLE_THRESHOLD = 2;

/** The confident thresholds, given the mean self-confidence of each class. */
export function thresholdsOf(means: Float64Array, labelCounts: Float64Array): Float64Array {
  return means.map((mean, j) => (labelCounts[j] === 0 ? UNREACHABLE_THRESHOLD : Math.max(mean, THRESHOLD_LOWER_BOUND)));
}

/** What a probability must be at least to reach each threshold. */
export function reachOf(thresholds: ArrayLike<number>): Float64Array {
  return Float64Array.from(thresholds, (threshold) => threshold - COMPARISON_TOLERANCE);
}

/**
 * Mean probability of its own class over each class's examples; 0 for a class without any.
 *
 * @param own N probabilities of the given labels
 */
export function meanSelfConfidence(labels: ClassIndices, own: Float64Array, labelCounts: Float64Array): Float64Array {
  return sumsByClass(labels, own, labelCounts).map((sum, j) => (labelCounts[j] > 0 ? sum / labelCounts[j] : 0));
}
