import { roundPreservingRowTotals } from '../numeric/rounding.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { SquareMatrix } from '../types.ts';

/**
 * How many examples to prune of a given label: writes K numbers, one for each (estimated) true class; at the label's own
 * place stands how many to keep.
 */
export type PruneCounts = (given: number, column: Float64Array) => void;

/**
 * How many examples to prune, by given label: a row of the confident joint. The entry of the label itself, the examples
 * to keep, is raised to at least `minExamplesPerClass` at the expense of the others; those are then scaled by
 * `fracNoise`, and the label's own takes up what they lose.
 *
 * Source: Northcutt et al. 2021, section 3.2 (prune counts); the reference's `min_examples_per_class`, `frac_noise`.
 */
export function pruneCounts({ data, k }: SquareMatrix, minExamplesPerClass: number, fracNoise: number): PruneCounts {
  const lost = new Float64Array(k);
  return (given, column) => {
    const base = given * k;
    const diagonal = Math.max(data[base + given], minExamplesPerClass);
    let nonZero = 0;
    for (let j = 0; j < k; j++) if (data[base + j] !== 0) nonZero++;
    const lower = (diagonal - data[base + given]) / Math.max(nonZero - 1, 1);
    column.fill(0);
    lost.fill(0);
    for (let j = 0; j < k; j++) {
      if (j === given || data[base + j] === 0) continue;
      const count = Math.max(data[base + j] - lower, 0);
      column[j] = Math.trunc(count * fracNoise);
      lost[j] = count - count * fracNoise;
    }
    column[given] = Math.trunc(diagonal + pairwiseSum(lost, 0, k));
  };
}

/**
 * The same, with the examples to prune of each given label set by the caller and shared among the true classes in
 * proportion. Shares of a class of zero size, which nothing can be proportional to, become 0.
 *
 * @param numToRemovePerClass K numbers, at least 0
 * @param labelCounts number of examples of each label, length K
 */
export function fixedPruneCounts(
  counts: PruneCounts,
  numToRemovePerClass: ArrayLike<number>,
  labelCounts: Float64Array,
): PruneCounts {
  const k = labelCounts.length;
  const column = new Float64Array(k);
  const matrix = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    counts(j, column);
    for (let i = 0; i < k; i++) matrix[i * k + j] = column[i];
  }
  const rowSums = new Float64Array(k);
  for (let i = 0; i < k; i++) rowSums[i] = pairwiseSum(matrix, i * k, k);
  const shares = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const base = i * k;
    for (let j = 0; j < k; j++) shares[base + j] = matrix[base + j] / rowSums[j];
    const noise = pairwiseSum(shares, base, k) - shares[base + i];
    for (let j = 0; j < k; j++) shares[base + j] = (shares[base + j] * numToRemovePerClass[i]) / noise;
    shares[base + i] = labelCounts[i] - numToRemovePerClass[i];
  }
  roundPreservingRowTotals({ data: shares, k });
  return (label, target) => {
    for (let i = 0; i < k; i++) target[i] = shares[i * k + label];
  };
}
