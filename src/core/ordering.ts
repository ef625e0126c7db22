/** Indices of `scores` from lowest to highest; equal scores keep the order of `indices` (lower index first). */
export function sortedByScore(indices: Int32Array, scores: Float64Array): Int32Array {
  return Int32Array.from(indices).sort((a, b) => scores[a] - scores[b]);
}

/**
 * Marks the `count` lowest of `scores` (all of them when there are fewer), as the first `count` of a stable ascending
 * sort would be: among equal scores the earlier come first. Sorting plain numbers to find the cut-off is several times
 * faster than sorting indices with a comparator.
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
  const sorted = Float64Array.from(scores).sort();
  const cutoff = sorted[count - 1];
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
