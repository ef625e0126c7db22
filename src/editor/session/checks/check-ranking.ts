import type { CheckType } from '../../../audit/light.ts';

/** The pictures that a check has scored, worst first. Lists run parallel. */
export interface CheckRanking {
  /** Places in `report.paths`. */
  readonly order: Int32Array;
  /** In [0, 1], ascending; low is suspect. Of a set all its pictures have the set's. */
  readonly scores: Float32Array;
  /** For each picture the place of its set in `sets` of the check; absent where the check tells of single pictures. */
  readonly sets?: Int32Array;
}

/** Bars of a histogram of scores. */
export const BARS = 60;

/**
 * Ranks all pictures by their scores of a check.
 * @param scores one row for each picture, one column for each check; NaN where there is none
 */
export function rankByScores(scores: Float32Array, column: number, columns: number): CheckRanking {
  const known: number[] = [];
  for (let i = 0; i * columns < scores.length; i += 1) if (!Number.isNaN(scores[i * columns + column])) known.push(i);
  const order = Int32Array.from(known);
  order.sort((a, b) => scores[a * columns + column] - scores[b * columns + column] || a - b);
  return { order, scores: Float32Array.from(order, (i) => scores[i * columns + column]) };
}

/** The pictures that a report lists, where the scores of all are gone. */
export function rankListed({ pictures }: Pick<CheckType, 'pictures'>): CheckRanking {
  return {
    order: Int32Array.from(pictures, ({ index }) => index),
    scores: Float32Array.from(pictures, ({ score }) => score),
  };
}

/** The audited pictures of sets, set by set, the best of each first. One that stands in two sets counts to the first. */
export function rankSets(found: NonNullable<CheckType['sets']>): CheckRanking {
  const seen = new Set<number>();
  const order: number[] = [];
  const scores: number[] = [];
  const sets: number[] = [];
  // The report ranks them; a threshold cuts by their scores.
  const ranked = found.map((set, place) => ({ set, place })).sort((a, b) => a.set.score - b.set.score);
  for (const { set, place } of ranked) {
    for (const { index } of set.members) {
      if (index === undefined || seen.has(index)) continue;
      seen.add(index);
      order.push(index);
      scores.push(set.score);
      sets.push(place);
    }
  }
  return { order: Int32Array.from(order), scores: Float32Array.from(scores), sets: Int32Array.from(sets) };
}

/** How many scores are below a threshold. `scores` ascend. */
export function countBelow(scores: Float32Array, threshold: number): number {
  // In the scores' own precision: what is equal to a threshold is not below it.
  const limit = Math.fround(threshold);
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many scores stand in each of `BARS` bars of equal width from `low` to `high`; those beyond are in the outermost. */
export function histogramOf(scores: Float32Array, low: number, high: number): number[] {
  const bars = new Array<number>(BARS).fill(0);
  const width = (high - low) / BARS;
  for (const score of scores) bars[Math.min(BARS - 1, Math.max(0, Math.floor((score - low) / width)))] += 1;
  return bars;
}
