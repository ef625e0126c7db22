import { scanned } from '../passes/analysis.ts';
import type { Labels, PredProbs } from '../types.ts';

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
  return scanned(labels, predProbs).thresholds;
}
