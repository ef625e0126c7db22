import { listsOf } from './distinct-rows.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';
import { median } from './quantiles.ts';

/** Rows that are far closer to each other than rows are to their nearest as a rule. */
export interface NearDuplicates {
  /** In [0, 1], low is suspect: by the distance from the nearest row, in medians of all such distances. */
  readonly scores: Float64Array;
  /** 1 for rows that are near a duplicate. */
  readonly mask: Uint8Array;
  /** The rows that each flagged row is a near duplicate of, ascending. */
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** Rows that hang together by such pairs, ascending, sets by their first row. */
  readonly sets: readonly (readonly number[])[];
  /** The median distance from the nearest row. */
  readonly scale: number;
}

/** As Datalab has it. */
export const NEAR_DUPLICATE_THRESHOLD = 0.13;
const TINY_SCALE = 1e-6;
/** As far as that apart, rows score as equal ones. */
const CLOSE = 1e-8;

/**
 * Finds rows that are closer to each other than `share` of the median distance from the nearest row, and scores each row by how
 * close its nearest one is.
 */
export function nearDuplicates(
  { n, k, indices, distances }: NeighbourGraph,
  share = NEAR_DUPLICATE_THRESHOLD,
): NearDuplicates {
  const nearest = Float64Array.from({ length: n }, (_, row) => distances[row * k]);
  const scale = Math.max(median(nearest), TINY_SCALE);
  const limit = share * scale;
  const near = new Map<number, Set<number>>();
  const note = (row: number, other: number): void => {
    const others = near.get(row);
    if (others) others.add(other);
    else near.set(row, new Set([other]));
  };
  const parents = Int32Array.from({ length: n }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]];
    return root;
  };
  for (let row = 0; row < n; row++) {
    for (let at = row * k; at < (row + 1) * k && distances[at] < limit; at++) {
      const other = indices[at];
      note(row, other);
      note(other, row);
      const [a, b] = [rootOf(row), rootOf(other)];
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const { members, starts } = listsOf(
    parents.map((_, row) => rootOf(row)),
    n,
  );
  const sets: number[][] = [];
  for (let root = 0; root < n; root++) {
    if (starts[root + 1] - starts[root] > 1) sets.push(Array.from(members.subarray(starts[root], starts[root + 1])));
  }
  const mask = new Uint8Array(n);
  const of = new Map<number, readonly number[]>();
  for (let row = 0; row < n; row++) {
    const others = near.get(row);
    if (others === undefined) continue;
    mask[row] = 1;
    of.set(
      row,
      [...others].sort((a, b) => a - b),
    );
  }
  const scores = nearest.map((distance) => (distance <= CLOSE ? 0 : 1 - Math.exp(-distance / scale)));
  return { scores, mask, of, sets, scale };
}
