import { roundPreservingRowTotals } from './rounding.ts';
import { pairwiseSum } from './summation.ts';
import type { SquareMatrix } from './types.ts';

/**
 * How many examples to prune: row = (estimated) true class, column = given label, the transpose of a confident joint.
 * Each diagonal entry, the examples of a label to keep, is raised to at least `minExamplesPerClass` at the expense of the
 * column's other entries; those are then scaled by `fracNoise`, and the diagonal takes up what they lose.
 *
 * Source: Northcutt et al. 2021, section 3.2 (prune counts); the reference's `min_examples_per_class`, `frac_noise`.
 */
export function pruneCounts(
  confidentJoint: SquareMatrix,
  minExamplesPerClass: number,
  fracNoise: number,
): SquareMatrix {
  const { data, k } = confidentJoint;
  const counts = new Float64Array(k * k);
  const column = new Float64Array(k);
  for (let given = 0; given < k; given++) {
    const base = given * k;
    const diagonal = Math.max(data[base + given], minExamplesPerClass);
    let nonZero = 0;
    for (let j = 0; j < k; j++) if (data[base + j] !== 0) nonZero++;
    const lower = (diagonal - data[base + given]) / Math.max(nonZero - 1, 1);
    column.fill(0);
    for (let j = 0; j < k; j++) {
      if (j === given || data[base + j] === 0) continue;
      const count = Math.max(data[base + j] - lower, 0);
      counts[j * k + given] = Math.trunc(count * fracNoise);
      column[j] = count - count * fracNoise;
    }
    counts[given * k + given] = Math.trunc(diagonal + pairwiseSum(column, 0, k));
  }
  return { data: counts, k };
}

/**
 * The same matrix, with the examples to prune of each given label set by the caller and shared among the true classes in
 * proportion. Shares of a class of zero size, which nothing can be proportional to, become 0.
 *
 * @param numToRemovePerClass K numbers, at least 0
 * @param labelCounts number of examples of each label, length K
 */
export function fixedPruneCounts(
  counts: SquareMatrix,
  numToRemovePerClass: ArrayLike<number>,
  labelCounts: Float64Array,
): SquareMatrix {
  const { data, k } = counts;
  const rowSums = new Float64Array(k);
  for (let i = 0; i < k; i++) rowSums[i] = pairwiseSum(data, i * k, k);
  const shares = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const base = i * k;
    for (let j = 0; j < k; j++) shares[base + j] = data[base + j] / rowSums[j];
    const noise = pairwiseSum(shares, base, k) - shares[base + i];
    for (let j = 0; j < k; j++) shares[base + j] = (shares[base + j] * numToRemovePerClass[i]) / noise;
    shares[base + i] = labelCounts[i] - numToRemovePerClass[i];
  }
  const fixed: SquareMatrix = { data: shares, k };
  roundPreservingRowTotals(fixed);
  return fixed;
}
