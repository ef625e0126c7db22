import { CoreInputError } from './errors.ts';
import { checkInputs, checkMatrix, countLabels } from './inputs.ts';
import { pairwiseSum } from './summation.ts';
import { roundPreservingRowTotals } from './rounding.ts';
import { COMPARISON_TOLERANCE, thresholdsOf } from './thresholds.ts';
import type { CheckedInputs, Labels, PredProbs, SquareMatrix } from './types.ts';

/** Divisors are kept from 0 by this. */
export const TINY = 1e-100;

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
  readonly warnings: readonly string[];
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
  const inputs = checkInputs(labels, predProbs);
  const { k } = predProbs;
  const given = options.thresholds;
  if (given) {
    for (let j = 0; j < k; j++) {
      if (given.length !== k || !Number.isFinite(given[j])) {
        throw new CoreInputError(
          'bad-option',
          `thresholds must be ${k} finite numbers, one per class; there are ${given.length}, and class ${j} has ${given[j]}.`,
          { row: j, value: given[j] },
        );
      }
    }
  }
  return { ...confidentJointOf(inputs, options.calibrate ?? true, given), warnings: inputs.warnings };
}

/** `computeConfidentJoint` of inputs that were checked. */
export function confidentJointOf(
  inputs: CheckedInputs,
  calibrated: boolean,
  thresholds: ArrayLike<number> = thresholdsOf(inputs),
): Omit<ConfidentJoint, 'warnings'> {
  const { labels, predProbs, labelCounts } = inputs;
  const { data, n, k } = predProbs;
  const reach = new Float64Array(k);
  for (let j = 0; j < k; j++) reach[j] = thresholds[j] - COMPARISON_TOLERANCE;
  const counts = new Float64Array(k * k);
  const offDiagonal = new Int32Array(n);
  let found = 0;
  for (let i = 0; i < n; i++) {
    const base = i * k;
    let reached = 0;
    let firstReached = -1;
    let best = 0;
    let bestValue = data[base];
    for (let j = 0; j < k; j++) {
      const p = data[base + j];
      if (p > bestValue) {
        bestValue = p;
        best = j;
      }
      if (p >= reach[j]) {
        if (reached === 0) firstReached = j;
        reached++;
      }
    }
    if (reached === 0) continue;
    const believed = reached > 1 ? best : firstReached;
    counts[labels[i] * k + believed]++;
    if (believed !== labels[i]) offDiagonal[found++] = i;
  }
  for (let j = 0; j < k; j++) counts[j * k + j] = Math.max(counts[j * k + j], 1);
  const joint: SquareMatrix = { data: counts, k };
  return {
    confidentJoint: calibrated ? calibrate(joint, labelCounts) : joint,
    offDiagonalIndices: offDiagonal.slice(0, found),
  };
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
  return calibrate(confidentJoint, countLabels(labels, confidentJoint.k));
}

/** `calibrateConfidentJoint` by the number of examples of each label. */
export function calibrate({ data, k }: SquareMatrix, labelCounts: Float64Array): SquareMatrix {
  // Laid out by columns while it is summed: the reference adds up in that order, which decides how halves round.
  const scaled = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const rowSum = Math.max(pairwiseSum(data, i * k, k), TINY);
    for (let j = 0; j < k; j++) scaled[j * k + i] = (data[i * k + j] / rowSum) * labelCounts[i];
  }
  const total = Math.max(pairwiseSum(scaled, 0, k * k), TINY);
  const examples = pairwiseSum(labelCounts, 0, k);
  const calibrated = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) calibrated[i * k + j] = (scaled[j * k + i] / total) * examples;
  }
  return roundPreservingRowTotals({ data: calibrated, k });
}
