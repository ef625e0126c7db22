import { calibrate, confidentJointOf, TINY } from './confident-joint.ts';
import { checkInputs, checkMatrix } from './inputs.ts';
import { pairwiseSum } from './summation.ts';
import type { CheckedInputs, Labels, PredProbs, SquareMatrix } from './types.ts';

/**
 * The joint distribution of given and true labels: entry (i, j) is the estimated share of all examples that are
 * labelled i and are really of class j.
 *
 * Source: Northcutt et al. 2021, section 3.1 (estimate of the joint).
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param confidentJoint K×K counts to calibrate instead of those of the data
 * @returns K×K in [0, 1], summing to 1
 * @throws {CoreInputError} as `checkInputs`; `bad-matrix`
 */
export function estimateJoint(labels: Labels, predProbs: PredProbs, confidentJoint?: SquareMatrix): SquareMatrix {
  const inputs = checkInputs(labels, predProbs);
  if (confidentJoint) checkMatrix('confidentJoint', confidentJoint, predProbs.k);
  return jointOf(inputs, confidentJoint);
}

/** `estimateJoint` of inputs that were checked. */
export function jointOf(inputs: CheckedInputs, confidentJoint?: SquareMatrix): SquareMatrix {
  const counts = confidentJoint
    ? calibrate(confidentJoint, inputs.labelCounts)
    : confidentJointOf(inputs, true).confidentJoint;
  return shareOf(counts);
}

/** A matrix of counts divided by its sum. */
export function shareOf({ data, k }: SquareMatrix): SquareMatrix {
  const total = Math.max(pairwiseSum(data, 0, k * k), TINY);
  return { data: data.map((count) => count / total), k };
}

/** Sum of the diagonal. */
export function trace({ data, k }: SquareMatrix): number {
  return pairwiseSum(data, 0, k, k + 1);
}
