import { sortedByScore } from './ordering.ts';
import type { ClassIndices } from '../types.ts';

/** So few are sorted by insertion. */
const FEW = 24;
const MOST_BUCKETS = 2 ** 14;

/**
 * The rows whose mark has a flag set, from lowest to highest score; equal scores in order of row. They are dealt into
 * buckets of nearly equal scores, which takes no memory beside the result.
 *
 * @param marks N marks
 * @param scores N scores
 */
export function rankedRows(marks: ClassIndices, flag: number, scores: Float64Array): Int32Array {
  const { count, lowest, highest } = spanOf(marks, flag, scores);
  const rows = new Int32Array(count);
  const buckets = Math.min(MOST_BUCKETS, Math.max(1, count >> 2));
  const scale = highest > lowest ? (buckets - 1) / spread(highest - lowest) : 0;
  const ends = new Int32Array(buckets);
  countBuckets(marks, flag, scores, lowest, scale, ends);
  let before = 0;
  for (let b = 0; b < buckets; b++) {
    const size = ends[b];
    ends[b] = before;
    before += size;
  }
  deal(marks, flag, scores, lowest, scale, ends, rows);
  let start = 0;
  for (let b = 0; b < buckets; b++) {
    const end = ends[b];
    if (end - start > FEW) rows.set(sortedByScore(rows.subarray(start, end), scores), start);
    else if (end - start > 1) sortFew(rows, start, end, scores);
    start = end;
  }
  return rows;
}

/** Most of the worst scores lie close together near 0: their fourth roots do not. It never changes their order. */
const spread = (distance: number): number => Math.sqrt(Math.sqrt(distance));

interface Span {
  readonly count: number;
  readonly lowest: number;
  readonly highest: number;
}

function spanOf(marks: ClassIndices, flag: number, scores: Float64Array): Span {
  let count = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < marks.length; i++) {
    if ((marks[i] & flag) === 0) continue;
    count++;
    const score = scores[i];
    if (score < lowest) lowest = score;
    if (score > highest) highest = score;
  }
  return { count, lowest, highest };
}

function countBuckets(
  marks: ClassIndices,
  flag: number,
  scores: Float64Array,
  lowest: number,
  factor: number,
  sizes: Int32Array,
): void {
  for (let i = 0; i < marks.length; i++)
    if ((marks[i] & flag) !== 0) sizes[(spread(scores[i] - lowest) * factor) | 0]++;
}

/** Puts each row into its bucket, ascending; `next` moves from each bucket's start to its end. */
function deal(
  marks: ClassIndices,
  flag: number,
  scores: Float64Array,
  lowest: number,
  factor: number,
  next: Int32Array,
  rows: Int32Array,
): void {
  for (let i = 0; i < marks.length; i++) {
    if ((marks[i] & flag) !== 0) rows[next[(spread(scores[i] - lowest) * factor) | 0]++] = i;
  }
}

function sortFew(rows: Int32Array, start: number, end: number, scores: Float64Array): void {
  for (let i = start + 1; i < end; i++) {
    const row = rows[i];
    const score = scores[row];
    let at = i;
    for (; at > start && scores[rows[at - 1]] > score; at--) rows[at] = rows[at - 1];
    rows[at] = row;
  }
}
