import { inMemory, jointCounts, type Analysis, type Counts } from '../passes/analysis.ts';
import { CoreInputError } from '../errors.ts';
import { checkMatrix, countLabels } from '../passes/inputs.ts';
import { indicesOf } from '../numeric/ordering.ts';
import type { Steps } from '../passes/passes.ts';
import { roundSparseRows } from '../numeric/rounding.ts';
import { denseOf, rowSum, sparseOf, sumByColumns, withoutZeros, type SparseMatrix } from '../numeric/sparse-matrix.ts';
import { OFF_DIAGONAL } from '../passes/rows.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import { TINY } from '../tolerances.ts';
import type { Labels, PredProbs, SquareMatrix } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

export interface ConfidentJointOptions {
  /** Scale the counts so that each row sums to the number of examples with that label. Default true. */
  readonly calibrate?: boolean;
  /** K thresholds to use instead of `confidentThresholds`; finite numbers. */
  readonly thresholds?: ArrayLike<number>;
}

export interface ConfidentJoint {
  /** K×K whole numbers: rows are given labels, columns are the classes that the model is confident of. */
  readonly confidentJoint: SquareMatrix;
  /** Examples counted off the diagonal (confidently of another class than their label), ascending. */
  readonly offDiagonalIndices: Int32Array;
  readonly warnings: readonly CoreWarning[];
}

/**
 * Counts the examples with given label i that are confidently of class j: those whose probability of j reaches j's
 * threshold, j being the most probable where several do. Every diagonal entry is at least 1 before calibration.
 *
 * Source: Northcutt et al. 2021, section 3.1 (confident joint, thresholds, calibration).
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @throws {CoreInputError} as `checkInputs`; `bad-option` when `thresholds` are not K finite numbers
 */
export function computeConfidentJoint(
  labels: Labels,
  predProbs: PredProbs,
  options: ConfidentJointOptions = {},
): ConfidentJoint {
  return inMemory(labels, predProbs, function* (analysis): Steps<ConfidentJoint> {
    const { k, facts, labelCounts, warnings } = analysis;
    const { thresholds } = options;
    if (thresholds) checkThresholds(thresholds, k);
    const joint = yield* jointCounts(analysis, thresholds);
    return {
      confidentJoint:
        (options.calibrate ?? true)
          ? denseOf(calibrate(joint, labelCounts))
          : { data: Float64Array.from(joint.data), k },
      offDiagonalIndices: indicesOf(facts.marks, OFF_DIAGONAL),
      warnings,
    };
  });
}

function checkThresholds(thresholds: ArrayLike<number>, k: number): void {
  for (let j = 0; j < k; j++) {
    if (thresholds.length === k && Number.isFinite(thresholds[j])) continue;
    throw new CoreInputError(
      'bad-option',
      `thresholds must be ${k} finite numbers, one per class; there are ${thresholds.length}, and class ${j} has ${thresholds[j]}.`,
      { row: j, value: thresholds[j] },
    );
  }
}

/** The calibrated confident joint of what was scanned. */
export function* confidentJointOf(analysis: Analysis): Steps<SparseMatrix> {
  const { known } = analysis;
  if (known.calibrated) return known.calibrated;
  const calibrated = calibrate(yield* jointCounts(analysis), analysis.labelCounts);
  known.calibrated = calibrated;
  return calibrated;
}

/**
 * Scales a confident joint so that row i sums to the number of examples labelled i, rounded to whole examples.
 *
 * Source: Northcutt et al. 2021, section 3.1 (calibration of the joint, before the division by N).
 *
 * @param confidentJoint K×K counts, finite and at least 0
 * @param labels N class indices in [0, K)
 * @throws {CoreInputError} `bad-matrix`, `label-out-of-range`
 */
export function calibrateConfidentJoint(confidentJoint: SquareMatrix, labels: Labels): SquareMatrix {
  checkMatrix('confidentJoint', confidentJoint, confidentJoint.k);
  return denseOf(calibrate(confidentJoint, countLabels(labels, confidentJoint.k)));
}

/** `calibrateConfidentJoint` by the number of examples of each label. */
export function calibrate(counts: SquareMatrix | Counts, labelCounts: Float64Array): SparseMatrix {
  const joint = sparseOf(counts);
  const { k, starts, values } = joint;
  for (let i = 0; i < k; i++) {
    const total = Math.max(rowSum(joint, i), TINY);
    for (let e = starts[i]; e < starts[i + 1]; e++) values[e] = (values[e] / total) * labelCounts[i];
  }
  // Added up by columns, as the reference does it: that decides how halves round.
  const total = Math.max(sumByColumns(joint), TINY);
  const examples = pairwiseSum(labelCounts, 0, k);
  for (let e = 0; e < values.length; e++) values[e] = (values[e] / total) * examples;
  roundSparseRows(joint);
  return withoutZeros(joint);
}
