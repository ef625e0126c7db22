// Curves over the ranks of a ranking: kept at some ranks, a straight line between two of them.

/** Ranks at which the curves are kept: each of the first, then ever wider apart. */
export function knots(n: number): Int32Array {
  const ranks = [0];
  for (let rank = 1; rank < n; rank = Math.max(rank + 1, Math.round(rank * 1.05))) ranks.push(rank);
  ranks.push(n);
  return Int32Array.from(ranks);
}

/** The first knot that is at or behind a rank. */
export function knotAfter(ranks: ArrayLike<number>, rank: number): number {
  let [low, high] = [0, ranks.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranks[middle] < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Share of the planted errors among the first so many, as counted. */
export function cumulated(counts: Float64Array, total: number): Float64Array {
  let sum = 0;
  return counts.map((count) => (sum += count) / total);
}

/** The least concave curve above another that begins at 0. */
export function concave(ranks: Int32Array, counted: Float64Array): Float64Array {
  const share = counted.slice();
  const hull = [0];
  for (let knot = 1; knot < ranks.length; knot++) {
    while (hull.length > 1) {
      const [u, v] = [hull[hull.length - 2], hull[hull.length - 1]];
      if ((share[v] - share[u]) * (ranks[knot] - ranks[v]) > (share[knot] - share[v]) * (ranks[v] - ranks[u])) break;
      hull.pop();
    }
    hull.push(knot);
  }
  for (let h = 1; h < hull.length; h++) {
    const [u, v] = [hull[h - 1], hull[h]];
    const slope = (share[v] - share[u]) / (ranks[v] - ranks[u]);
    for (let knot = u + 1; knot < v; knot++) share[knot] = share[u] + slope * (ranks[knot] - ranks[u]);
  }
  return share;
}

/**
 * The value of a curve between its ranks, in a straight line; beyond its ends that of the end.
 * @param ranks ascending, at least one
 */
export function curveAt(ranks: ArrayLike<number>, values: ArrayLike<number>, count: number): number {
  const rank = Math.min(Math.max(ranks[0], count), ranks[ranks.length - 1]);
  const after = knotAfter(ranks, rank);
  if (after === 0) return values[0];
  const [left, right] = [ranks[after - 1], ranks[after]];
  return values[after - 1] + ((values[after] - values[after - 1]) * (rank - left)) / (right - left);
}
