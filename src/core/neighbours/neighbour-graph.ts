import { CoreInputError } from '../errors.ts';
import { approximateNearest } from './approximate-nearest.ts';
import { distinctRows, type DistinctRows } from './distinct-rows.ts';
import { measuredRows, type MeasuredRows, type Metric } from './measured-rows.ts';
import type { ComparedRows } from './nearest-rows.ts';
import { exactNearest, SPARE, type NearestSets } from './nearest-sets.ts';
import { similarLists } from './similar-lists.ts';

/** For each row the k rows that are nearest to it, the row itself left out. */
export interface NeighbourGraph {
  readonly n: number;
  readonly k: number;
  readonly metric: Metric;
  /** n × k rows, nearest first; of equally near ones the lower comes first. */
  readonly indices: Int32Array;
  /** n × k distances: 1 less the cosine, in [0, 2], or Euclidean. Rows that hold the same numbers are 0 apart. */
  readonly distances: Float64Array;
}

/** Neighbours that are looked for, as Datalab has it. */
export const NEIGHBOURS = 10;
/** Of more rows not all are compared with all. */
export const MOST_EXACT = 50_000;

/**
 * Finds the nearest rows of each row, exactly up to `mostExact` rows that differ, beyond them nearly so: cosine distance for more than three columns, else Euclidean, in float64. A row
 * of zeros has no direction and is 1 away from every row but its like.
 *
 * @yields the share that is done, after some milliseconds of work each
 * @throws {CoreInputError} `too-few-rows` where there are not more than k, and what `measuredRows` throws
 */
export function* neighbourGraph(
  rows: ComparedRows,
  k = NEIGHBOURS,
  mostExact = MOST_EXACT,
): Generator<number, NeighbourGraph> {
  const { n } = rows;
  if (n <= k) {
    throw new CoreInputError('too-few-rows', `${k} neighbours need more than ${k} rows; there are ${n}.`, { value: n });
  }
  const measured = measuredRows(rows);
  const distinct = distinctRows(rows);
  const { firsts } = distinct;
  // At most one set of rows has no direction.
  const nullSet = measured.metric === 'cosine' ? firsts.findIndex((row) => measured.isNull(row)) : -1;
  const sets = Int32Array.from(firsts.keys()).filter((set) => set !== nullSet);
  const found = yield* nearestOf(
    measured,
    sets.map((set) => firsts[set]),
    k,
    mostExact,
  );
  return expand({ measured, distinct, nullSet, sets, found, n, k });
}

function* nearestOf(
  measured: MeasuredRows,
  rows: Int32Array,
  k: number,
  mostExact: number,
): Generator<number, NearestSets> {
  if (rows.length > mostExact) return yield* approximateNearest(measured, rows, k);
  const lists = similarLists(rows.length, measured.k, k + SPARE);
  const row = new Float64Array(measured.k);
  rows.forEach((at, place) => {
    measured.centred(at, row);
    lists.fill(place, row);
  });
  return yield* exactNearest(measured, rows, lists, k);
}

interface Found {
  readonly measured: MeasuredRows;
  readonly distinct: DistinctRows;
  /** The set of rows without direction; -1 where there is none. */
  readonly nullSet: number;
  /** The other sets, which `found` has places of. */
  readonly sets: Int32Array;
  readonly found: NearestSets;
  readonly n: number;
  readonly k: number;
}

/** From sets of equal rows to rows: its like first, then all rows of the nearest sets. */
function expand({ measured, distinct, nullSet, sets, found, n, k }: Found): NeighbourGraph {
  const { members, starts } = distinct;
  const indices = new Int32Array(n * k);
  const distances = new Float64Array(n * k);
  const write = (set: number, others: readonly Neighbour[]): void => {
    for (let at = starts[set]; at < starts[set + 1]; at++) {
      const row = members[at];
      let filled = 0;
      for (let like = starts[set]; like < starts[set + 1] && filled < k; like++) {
        if (members[like] !== row) indices[row * k + filled++] = members[like];
      }
      for (let other = 0; filled < k; other++, filled++) {
        indices[row * k + filled] = others[other].row;
        distances[row * k + filled] = others[other].distance;
      }
    }
  };
  const nullRows = nullSet < 0 ? [] : firstOf(members.subarray(starts[nullSet], starts[nullSet + 1]), k, 1);
  sets.forEach((set, place) => {
    const others: Neighbour[] = [];
    for (let at = place * k; at < (place + 1) * k && found.near[at] >= 0; at++) {
      const near = sets[found.near[at]];
      const distance = measured.distance(found.halves[at]);
      others.push(...firstOf(members.subarray(starts[near], starts[near + 1]), k, distance));
    }
    others.push(...nullRows);
    others.sort((a, b) => a.distance - b.distance || a.row - b.row);
    write(set, others);
  });
  if (nullSet >= 0) {
    const others: Neighbour[] = [];
    for (let row = 0; row < n && others.length < k; row++) {
      if (!measured.isNull(row)) others.push({ row, distance: 1 });
    }
    write(nullSet, others);
  }
  return { n, k, metric: measured.metric, indices, distances };
}

interface Neighbour {
  readonly row: number;
  readonly distance: number;
}

function firstOf(rows: Int32Array, k: number, distance: number): Neighbour[] {
  return Array.from(rows.subarray(0, k), (row) => ({ row, distance }));
}
