import { cellsOf } from './cells.ts';
import { listsOf } from './distinct-rows.ts';
import type { MeasuredRows } from './measured-rows.ts';
import { emptySets, nearestList, SPARE, type NearestSets } from './nearest-sets.ts';
import { PANEL, similarLists } from './similar-lists.ts';

/** Cells that each row names as near. */
const PROBES = 12;
/** Pairs of cells are compared that so large a share of their rows name. */
const LEAST_VOTES = 0.1;
/** Times that the neighbours of neighbours are looked at. */
const ROUNDS = 2;
const AT_ONCE = 64;

/**
 * Finds nearest rows without comparing all: those of near cells are compared (an inverted file; Jégou et al. 2011), then the
 * neighbours of each row's neighbours (Dong et al. 2011). Most lists are right, and some miss a row or two.
 *
 * @param rows the row of each place
 * @yields the share that is done
 */
export function* approximateNearest(
  measured: MeasuredRows,
  rows: Int32Array,
  k: number,
): Generator<number, NearestSets> {
  const { length: n } = rows;
  const { k: d } = measured;
  const read = (place: number, into: Float64Array): void => {
    measured.centred(rows[place], into);
  };
  const cells = cellsOf(n, d, read, PROBES);
  let dealt = cells.next();
  for (; dealt.done !== true; dealt = cells.next()) yield 0.1 * dealt.value;
  const { count, nearest } = dealt.value;
  const own = Int32Array.from(rows, (_, place) => nearest[place * PROBES]);
  const { members, starts } = listsOf(own, count);
  // Each cell begins with a panel of its own.
  const firsts = new Int32Array(count + 1);
  for (let cell = 0; cell < count; cell++) {
    firsts[cell + 1] = firsts[cell] + Math.ceil((starts[cell + 1] - starts[cell]) / PANEL);
  }
  const lists = similarLists(firsts[count] * PANEL, d, k + SPARE);
  const rowAt = new Int32Array(firsts[count] * PANEL);
  const row = new Float64Array(d);
  for (let cell = 0; cell < count; cell++) {
    for (let at = starts[cell]; at < starts[cell + 1]; at++) {
      const place = firsts[cell] * PANEL + at - starts[cell];
      rowAt[place] = members[at];
      read(members[at], row);
      lists.fill(place, row);
    }
  }
  for (let cell = 0; cell < count; cell++) {
    lists.compare(firsts[cell], firsts[cell + 1], firsts[cell], firsts[cell + 1]);
    for (const other of namedBy(cell, { count, nearest, own, members, starts })) {
      lists.compare(firsts[cell], firsts[cell + 1], firsts[other], firsts[other + 1]);
    }
    yield 0.1 + (0.5 * cell) / count;
  }
  let sets = emptySets(n, k);
  const m = k + SPARE;
  for (let place = 0; place < rowAt.length; place++) {
    if (lists.half[place] > 1e38) continue;
    const list = nearestList(sets, rowAt[place]);
    for (let at = place * m; at < (place + 1) * m && lists.found[at] >= 0; at++) {
      const other = rowAt[lists.found[at]];
      list.put(other, measured.halfSquared(rows[rowAt[place]], rows[other], list.most()));
    }
    if (place % AT_ONCE === 0) yield 0.6;
  }
  for (let round = 0; round < ROUNDS; round++) sets = yield* betterBy(sets, measured, rows, members, round);
  return sets;
}

interface Dealt {
  readonly count: number;
  readonly nearest: Int32Array;
  readonly own: Int32Array;
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

/** The later cells that are compared with one: rows of it, or they, name the other as near. */
function namedBy(cell: number, { count, nearest, members, starts }: Dealt): number[] {
  const votes = new Map<number, number>();
  for (let at = starts[cell]; at < starts[cell + 1]; at++) {
    for (let probe = 1; probe < PROBES; probe++) {
      const other = nearest[members[at] * PROBES + probe];
      votes.set(other, (votes.get(other) ?? 0) + 1);
    }
  }
  const size = starts[cell + 1] - starts[cell];
  return [...votes]
    .filter(([other, named]) => other > cell && other < count && named >= LEAST_VOTES * size)
    .map(([other]) => other);
}

/**
 * Looks whether rows near to those of a list, or to which the row is near, are nearer than the last of it.
 *
 * @param order places, cell by cell: what is near to one is near to the next, and so still in the processor's caches
 */
function* betterBy(
  sets: NearestSets,
  measured: MeasuredRows,
  rows: Int32Array,
  order: Int32Array,
  round: number,
): Generator<number, NearestSets> {
  const { k, near, halves } = sets;
  const n = rows.length;
  const better: NearestSets = { k, near: near.slice(), halves: halves.slice() };
  const seen = new Int32Array(n).fill(-1);
  const { members, starts } = reversed(sets, n);
  for (let at = 0; at < n; at++) {
    if (at % AT_ONCE === 0) yield 0.6 + (0.4 * (round + at / n)) / ROUNDS;
    const place = order[at];
    const list = nearestList(better, place);
    seen[place] = place;
    for (let at = place * k; at < (place + 1) * k && near[at] >= 0; at++) seen[near[at]] = place;
    const look = (other: number): void => {
      if (seen[other] === place) return;
      seen[other] = place;
      list.put(other, measured.halfSquared(rows[place], rows[other], list.most()));
    };
    const lookAround = (of: number): void => {
      look(of);
      for (let at = of * k; at < (of + 1) * k && near[at] >= 0; at++) look(near[at]);
    };
    for (let at = place * k; at < (place + 1) * k && near[at] >= 0; at++) lookAround(near[at]);
    const end = Math.min(starts[place + 1], starts[place] + k);
    for (let at = starts[place]; at < end; at++) lookAround(members[at]);
  }
  return better;
}

/** For each place those in whose lists it stands. */
function reversed({ k, near }: NearestSets, n: number): { members: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(n + 1);
  for (const other of near) if (other >= 0) starts[other + 1]++;
  for (let place = 0; place < n; place++) starts[place + 1] += starts[place];
  const next = starts.slice(0, n);
  const members = new Int32Array(starts[n]);
  near.forEach((other, at) => {
    if (other >= 0) members[next[other]++] = Math.floor(at / k);
  });
  return { members, starts };
}
