import type { MeasuredRows } from './measured-rows.ts';
import type { SimilarLists } from './similar-lists.ts';

/** The nearest of some rows that all differ, and half the squared lengths of the differences; nearest first. */
export interface NearestSets {
  readonly k: number;
  /** k for each: places among those rows; -1 where there are fewer. Of equally near ones the lower comes first. */
  readonly near: Int32Array;
  readonly halves: Float64Array;
}

/** A list of the k nearest, which is filled in any order. */
export interface NearestList {
  readonly put: (place: number, half: number) => void;
  /** What the last of k places is away; Infinity while there are fewer. */
  readonly most: () => number;
}

/** The list of one row, in the arrays of all. */
export function nearestList({ k, near, halves }: NearestSets, of: number): NearestList {
  const start = of * k;
  const last = start + k - 1;
  return {
    most: () => halves[last],
    put: (place, half) => {
      if (half > halves[last] || (half === halves[last] && near[last] >= 0 && near[last] < place)) return;
      let at = last;
      for (; at > start; at--) {
        const before = halves[at - 1];
        if (before < half || (before === half && near[at - 1] < place && near[at - 1] >= 0)) break;
        halves[at] = before;
        near[at] = near[at - 1];
      }
      halves[at] = half;
      near[at] = place;
    },
  };
}

export function emptySets(rows: number, k: number): NearestSets {
  return { k, near: new Int32Array(rows * k).fill(-1), halves: new Float64Array(rows * k).fill(Infinity) };
}

/** So many rows more than are asked for are found in single precision, and then measured in double precision. */
export const SPARE = 6;
/** Rows whose nearest are measured before the caller is asked for its turn. */
const AT_ONCE = 256;

/**
 * Measures what was found in single precision. A row for which rounding may have left out one that is nearer than the last
 * of its list is compared with all others in double precision, so that the lists are exact.
 *
 * @param rows the row of each place
 * @yields the share that is done
 */
export function* exactNearest(
  measured: MeasuredRows,
  rows: Int32Array,
  lists: SimilarLists,
  k: number,
): Generator<number, NearestSets> {
  for (let from = 0; from < lists.panels; from += lists.block) {
    for (let with_ = from; with_ < lists.panels; with_ += lists.block) {
      const ends = [from + lists.block, with_ + lists.block].map((end) => Math.min(end, lists.panels));
      lists.compare(from, ends[0], with_, ends[1]);
      yield 1 - (1 - from / lists.panels) ** 2;
    }
  }
  const sets = emptySets(rows.length, k);
  const m = lists.found.length / (lists.panels * 8);
  // Twice what rounding can do to a sum of so many products, as a share of the largest of them.
  const rounding = 2 * (measured.k + 8) * 2 ** -24;
  for (let place = 0; place < rows.length; place++) {
    if (place % AT_ONCE === 0) yield 1;
    const list = nearestList(sets, place);
    for (let at = place * m, end = at + m; at < end && lists.found[at] >= 0; at++) {
      const other = lists.found[at];
      list.put(other, measured.halfSquared(rows[place], rows[other], list.most()));
    }
    const last = place * m + m - 1;
    if (lists.found[last] < 0) continue;
    const half = lists.half[place];
    const left = half - lists.similarities[last];
    if (list.most() < Math.min(left * (1 - 4 * rounding), left - 24 * rounding * half)) continue;
    sets.near.fill(-1, place * k, place * k + k);
    sets.halves.fill(Infinity, place * k, place * k + k);
    for (let other = 0; other < rows.length; other++) {
      if (other !== place) list.put(other, measured.halfSquared(rows[place], rows[other], list.most()));
    }
  }
  return sets;
}
