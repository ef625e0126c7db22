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
  /** Rows that hang together by such pairs; sets by their first row. */
  readonly sets: readonly DuplicateSet[];
  /** The score that a row must stay below to be flagged. */
  readonly threshold: number;
  /** The median distance from the nearest row. */
  readonly scale: number;
}

export interface DuplicateSet {
  /** Ascending; at least two. */
  readonly rows: readonly number[];
  /** Score of the pair that is farthest apart, of those by which the set hangs together. */
  readonly score: number;
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
  const farthest = new Float64Array(n);
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
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      parents[high] = low;
      farthest[low] = Math.max(farthest[low], farthest[high], distances[at]);
    }
  }
  const { members, starts } = listsOf(
    parents.map((_, row) => rootOf(row)),
    n,
  );
  const scoreOf = (distance: number): number => (distance <= CLOSE ? 0 : 1 - Math.exp(-distance / scale));
  const sets: DuplicateSet[] = [];
  for (let root = 0; root < n; root++) {
    const rows = Array.from(members.subarray(starts[root], starts[root + 1]));
    if (rows.length > 1) sets.push({ rows, score: scoreOf(farthest[root]) });
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
  return { scores: nearest.map(scoreOf), mask, of, sets, threshold: 1 - Math.exp(-share), scale };
}
