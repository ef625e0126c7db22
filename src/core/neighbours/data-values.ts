import type { Labels } from '../types.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';

/** As Datalab has it: what is below does more harm than good. */
export const DATA_VALUE_THRESHOLD = 0.5;

/**
 * What each row is worth to its neighbours: its Shapley value where each row is classified by its k nearest, from [-1, 1]
 * brought into [0, 1]. In place of n × n values only their sums are kept, which are whole numbers.
 * Source: Jia et al. 2019, Theorem 1, with the terms of the k nearest as in cleanlab.
 *
 * @param near neighbours that are counted; at most the graph's
 */
export function dataValues({ n, k, indices }: NeighbourGraph, labels: Labels, near = k): Float64Array {
  const sums = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const start = row * k;
    let value = 0;
    let after = labels[indices[start + near - 1]] === labels[row] ? 1 : 0;
    for (let at = near - 2; at >= 0; at--) {
      const own = labels[indices[start + at]] === labels[row] ? 1 : 0;
      value += own - after;
      sums[indices[start + at]] += value;
      after = own;
    }
  }
  return sums.map((sum) => 0.5 * (sum / near / n + 1));
}
