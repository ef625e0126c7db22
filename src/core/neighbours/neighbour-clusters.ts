import type { NeighbourGraph } from './neighbour-graph.ts';

export interface ClusterOptions {
  /** Rows at most so far apart hang together. Default 0.5. */
  readonly radius?: number;
  /** So many of them, the row itself among them, make it the core of a cluster. Default 5. */
  readonly least?: number;
}

/**
 * Clusters by DBSCAN on the neighbours that are known: rows that are near to the core of a cluster belong to it.
 * Source: Ester et al. 1996; only the k nearest of each row count, as in scikit-learn with a sparse matrix of distances.
 *
 * @returns for each row its cluster, numbered by their first rows; -1 where it is in none
 */
export function neighbourClusters(
  { n, k, indices, distances }: NeighbourGraph,
  { radius = 0.5, least = 5 }: ClusterOptions = {},
): Int32Array {
  const reach = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    let near = 0;
    while (near < k && distances[row * k + near] <= radius) near++;
    reach[row] = near;
  }
  const clusterOf = new Int32Array(n).fill(-1);
  const stack: number[] = [];
  let cluster = 0;
  for (let first = 0; first < n; first++) {
    if (clusterOf[first] >= 0 || reach[first] + 1 < least) continue;
    stack.push(first);
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (clusterOf[row] >= 0) continue;
      clusterOf[row] = cluster;
      if (reach[row] + 1 < least) continue;
      for (let at = row * k; at < row * k + reach[row]; at++) if (clusterOf[indices[at]] < 0) stack.push(indices[at]);
    }
    cluster++;
  }
  return clusterOf;
}
