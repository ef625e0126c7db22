import { inMemory, type Analysis } from '../passes/analysis.ts';
import { calibrate, confidentJointOf } from './confident-joint.ts';
import { CoreInputError } from '../errors.ts';
import { checkMatrix } from '../passes/inputs.ts';
import type { Steps } from '../passes/passes.ts';
import { denseOf, sumByRows, type SparseMatrix } from '../numeric/sparse-matrix.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import { TINY } from '../tolerances.ts';
import type { Labels, PredProbs, SquareMatrix } from '../types.ts';

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
  return inMemory(labels, predProbs, (analysis) => jointOf(analysis, confidentJoint));
}

/** `estimateJoint` of what was scanned. */
export function* jointOf(analysis: Analysis, confidentJoint?: SquareMatrix): Steps<SquareMatrix> {
  if (confidentJoint) checkMatrix('confidentJoint', confidentJoint, analysis.k);
  return denseOf(
    sharesOf(confidentJoint ? calibrate(confidentJoint, analysis.labelCounts) : yield* confidentJointOf(analysis)),
  );
}

/** A matrix of counts divided by its sum. */
export function sharesOf(counts: SparseMatrix): SparseMatrix {
  const total = Math.max(sumByRows(counts), TINY);
  return { ...counts, values: counts.values.map((count) => count / total) };
}

/** Sum of the diagonal. */
export function trace({ data, k }: SquareMatrix): number {
  return pairwiseSum(data, 0, k, k + 1);
}

/** @throws {CoreInputError} `bad-matrix`; `bad-option` unless `numExamples` is a whole number from 1 */
export function checkJoint(joint: SquareMatrix, numExamples: number): void {
  checkMatrix('joint', joint, joint.k);
  if (!(Number.isInteger(numExamples) && numExamples >= 1)) {
    throw new CoreInputError('bad-option', `numExamples is ${numExamples}; give the number of examples, at least 1.`, {
      value: numExamples,
    });
  }
}
