/** Indices of `scores` from lowest to highest; equal scores keep the order of `indices` (lower index first). */
export function sortedByScore(indices: Int32Array, scores: Float64Array): Int32Array {
  return Int32Array.from(indices).sort((a, b) => scores[a] - scores[b]);
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

/** The positions at which `mask` is non-zero, ascending. */
export function indicesOf(mask: Uint8Array): Int32Array {
  let count = 0;
  for (const flag of mask) if (flag !== 0) count++;
  const indices = new Int32Array(count);
  let next = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) indices[next++] = i;
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
