import type { ClassIndices } from '../types.ts';

/** Length of the runs that are sorted by insertion before they are merged. */
const RUN = 16;

/** Indices of `scores` from lowest to highest; equal scores keep the order of `indices` (lower index first). */
export function sortedByScore(indices: Int32Array, scores: Float64Array): Int32Array {
  const n = indices.length;
  let from = { keys: new Float64Array(n), rows: indices.slice() };
  for (let i = 0; i < n; i++) from.keys[i] = scores[indices[i]];
  let to = { keys: new Float64Array(n), rows: new Int32Array(n) };
  for (let start = 0; start < n; start += RUN) sortRun(from.keys, from.rows, start, Math.min(start + RUN, n));
  for (let width = RUN; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      mergeRuns(from, to, start, Math.min(start + width, n), Math.min(start + 2 * width, n));
    }
    [from, to] = [to, from];
  }
  return from.rows;
}

interface Keyed {
  readonly keys: Float64Array;
  readonly rows: Int32Array;
}

function sortRun(keys: Float64Array, rows: Int32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const key = keys[i];
    const row = rows[i];
    let at = i;
    for (; at > start && keys[at - 1] > key; at--) {
      keys[at] = keys[at - 1];
      rows[at] = rows[at - 1];
    }
    keys[at] = key;
    rows[at] = row;
  }
}

function mergeRuns(from: Keyed, to: Keyed, start: number, middle: number, end: number): void {
  const { keys, rows } = from;
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const taken = right >= end || (left < middle && keys[left] <= keys[right]) ? left++ : right++;
    to.keys[at] = keys[taken];
    to.rows[at] = rows[taken];
  }
}

/**
 * Moves the `count` lowest of `length` keys to the front, equal keys by lower row, and the highest of those to the place
 * `count - 1`; `rows` move along.
 *
 * @param start where the keys begin
 * @param count at least 1, at most `length`
 */
export function lowestFirst(keys: Float64Array, rows: Int32Array, start: number, length: number, count: number): void {
  const rank = start + count - 1;
  let left = start;
  let right = start + length - 1;
  while (left < right) {
    const middle = left + ((right - left) >> 1);
    const pivot = keys[middle];
    const pivotRow = rows[middle];
    let i = left;
    let j = right;
    while (i <= j) {
      while (keys[i] < pivot || (keys[i] === pivot && rows[i] < pivotRow)) i++;
      while (keys[j] > pivot || (keys[j] === pivot && rows[j] > pivotRow)) j--;
      if (i > j) break;
      const key = keys[i];
      const row = rows[i];
      keys[i] = keys[j];
      rows[i++] = rows[j];
      keys[j] = key;
      rows[j--] = row;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
}

/**
 * Marks the `count` lowest of `scores` (all of them when there are fewer), as the first `count` of a stable ascending
 * sort would be: among equal scores the earlier come first. Only the cut-off is looked for, in linear time.
 *
 * @param mark called with the position of each of them, in ascending position
 */
export function forEachLowest(scores: Float64Array, count: number, mark: (position: number) => void): void {
  const n = scores.length;
  if (count >= n) {
    for (let i = 0; i < n; i++) mark(i);
    return;
  }
  if (count <= 0) return;
  const cutoff = nthLowest(Float64Array.from(scores), count - 1);
  let below = 0;
  for (let i = 0; i < n; i++) if (scores[i] < cutoff) below++;
  let ties = count - below;
  for (let i = 0; i < n; i++) {
    if (scores[i] < cutoff) mark(i);
    else if (scores[i] === cutoff && ties > 0) {
      ties--;
      mark(i);
    }
  }
}

/** The positions at which `mask` has one of `flags` set, ascending. */
export function indicesOf(mask: ClassIndices, flags = 0xff): Int32Array {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if ((mask[i] & flags) !== 0) count++;
  const indices = new Int32Array(count);
  let next = 0;
  for (let i = 0; i < mask.length; i++) if ((mask[i] & flags) !== 0) indices[next++] = i;
  return indices;
}

/** The value that would be at `rank` if `values` were sorted, by Hoare's selection; reorders `values`. */
function nthLowest(values: Float64Array, rank: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = median(values[left], values[(left + right) >> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swap = values[i];
      values[i++] = values[j];
      values[j--] = swap;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank];
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
