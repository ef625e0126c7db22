import { roundPreservingRowTotals } from '../numeric/rounding.ts';
import { entryOf, type SparseMatrix } from '../numeric/sparse-matrix.ts';
import { pairwiseSum, sparseSum } from '../numeric/summation.ts';

/** How many of a label's examples to prune. */
export interface Pruned {
  /** How many to keep. */
  readonly kept: number;
  /** The (estimated) true classes of those to prune, ascending, and how many of each: at least 1. */
  readonly others: readonly number[];
  readonly counts: readonly number[];
}

/** How many examples to prune of a given label. */
export type PruneCounts = (given: number) => Pruned;

/**
 * How many examples to prune, by given label: a row of the confident joint. The entry of the label itself, the examples
 * to keep, is raised to at least `minExamplesPerClass` at the expense of the others; those are then scaled by
 * `fracNoise`, and the label's own takes up what they lose.
 *
 * Source: Northcutt et al. 2021, section 3.2 (prune counts); the reference's `min_examples_per_class`, `frac_noise`.
 */
export function pruneCounts(joint: SparseMatrix, minExamplesPerClass: number, fracNoise: number): PruneCounts {
  const { k, starts, columns, values } = joint;
  const lost = new Float64Array(values.length);
  return (given) => {
    const [from, to] = [starts[given], starts[given + 1]];
    const own = entryOf(joint, given, given);
    const diagonal = Math.max(own, minExamplesPerClass);
    const lower = (diagonal - own) / Math.max(to - from - 1, 1);
    const others: number[] = [];
    const counts: number[] = [];
    for (let e = from; e < to; e++) {
      lost[e] = 0;
      if (columns[e] === given) continue;
      const count = Math.max(values[e] - lower, 0);
      const pruned = Math.trunc(count * fracNoise);
      lost[e] = count - count * fracNoise;
      if (pruned < 1) continue;
      others.push(columns[e]);
      counts.push(pruned);
    }
    return { kept: Math.trunc(diagonal + sparseSum(columns, lost, from, to, k)), others, counts };
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
  const matrix = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const pruned = counts(j);
    pruned.others.forEach((i, o) => {
      matrix[i * k + j] = pruned.counts[o];
    });
    matrix[j * k + j] = pruned.kept;
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
  return (label) => {
    const others = Array.from(labelCounts.keys()).filter((i) => i !== label && shares[i * k + label] > 0);
    return { kept: shares[label * k + label], others, counts: others.map((i) => shares[i * k + label]) };
  };
}
