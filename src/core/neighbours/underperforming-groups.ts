import { pairwiseSum } from '../numeric/summation.ts';
import type { Labels, PredProbs } from '../types.ts';

/** Clusters of rows, and how well the model knows their labels. */
export interface UnderperformingGroups {
  /** In [0, 1], low is suspect: the ratio of the row's cluster, 1 outside of clusters. */
  readonly scores: Float64Array;
  /** 1 for rows of clusters with a ratio below the threshold. */
  readonly mask: Uint8Array;
  /** Of each cluster that is large enough: the mean probability of the given labels, by that of all such rows; at most 1. */
  readonly ratios: ReadonlyMap<number, number>;
  /** The cluster of the lowest ratio; undefined where there is none. */
  readonly worst?: number;
}

/** As Datalab has it. */
export const UNDERPERFORMING_THRESHOLD = 0.1;
/** Smaller clusters are not judged. */
const LEAST_ROWS = 5;

/**
 * Finds the clusters in which the model is worst.
 *
 * @param clusterOf cluster of each row, from 0 on; below 0 where it is in none
 */
export function underperformingGroups(
  labels: Labels,
  { data, k }: PredProbs,
  clusterOf: Int32Array,
  threshold = UNDERPERFORMING_THRESHOLD,
): UnderperformingGroups {
  const clusters = clusterOf.reduce((most, cluster) => Math.max(most, cluster), -1) + 1;
  const sizes = new Int32Array(clusters);
  for (const cluster of clusterOf) if (cluster >= 0) sizes[cluster]++;
  const own = Float64Array.from(labels, (label, row) => data[row * k + label]);
  const meanOf = (isIn: (row: number) => boolean): number => {
    const some = own.filter((_, row) => isIn(row));
    return pairwiseSum(some, 0, some.length) / some.length;
  };
  const isLarge = Array.from(sizes, (size) => size >= LEAST_ROWS);
  const mean = meanOf((row) => clusterOf[row] >= 0 && isLarge[clusterOf[row]]);
  const rowsOf = Array.from({ length: clusters }, (): number[] => []);
  clusterOf.forEach((cluster, row) => {
    if (cluster >= 0) rowsOf[cluster].push(row);
  });
  const ratios = new Map<number, number>();
  let worst: number | undefined;
  rowsOf.forEach((rows, cluster) => {
    if (!isLarge[cluster]) return;
    const some = Float64Array.from(rows, (row) => own[row]);
    const ratio = Math.min(1, pairwiseSum(some, 0, some.length) / some.length / mean);
    ratios.set(cluster, ratio);
    if (worst === undefined || ratio < (ratios.get(worst) ?? 1)) worst = cluster;
  });
  const ratioOf = (cluster: number): number => ratios.get(cluster) ?? 1;
  return {
    scores: Float64Array.from(clusterOf, ratioOf),
    mask: Uint8Array.from(clusterOf, (cluster) => Number(ratioOf(cluster) < threshold)),
    ratios,
    ...(worst === undefined ? {} : { worst }),
  };
}
