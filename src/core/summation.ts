/** Longer sums are added up in blocks of this many, one after the other. */
const BLOCK = 8192;

/**
 * Sum of `count` float64 values, `stride` apart, added pairwise within blocks of 8,192. The error stays near one
 * rounding, and the order of additions is that of numpy 1.24, with which the reference results were made: confident
 * joints are rounded to whole examples, and a total that is one rounding off puts exact halves on the other side.
 */
export function pairwiseSum(values: ArrayLike<number>, start: number, count: number, stride = 1): number {
  let sum = 0;
  for (let at = 0; at < count; at += BLOCK) {
    sum += sumOfBlock(values, start + at * stride, Math.min(BLOCK, count - at), stride);
  }
  return sum;
}

function sumOfBlock(values: ArrayLike<number>, start: number, count: number, stride: number): number {
  if (count < 8) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[start + i * stride];
    return sum;
  }
  if (count <= 128) {
    const step = 8 * stride;
    let at = start;
    let r0 = values[at];
    let r1 = values[at + stride];
    let r2 = values[at + 2 * stride];
    let r3 = values[at + 3 * stride];
    let r4 = values[at + 4 * stride];
    let r5 = values[at + 5 * stride];
    let r6 = values[at + 6 * stride];
    let r7 = values[at + 7 * stride];
    const whole = count - (count % 8);
    for (let i = 8; i < whole; i += 8) {
      at += step;
      r0 += values[at];
      r1 += values[at + stride];
      r2 += values[at + 2 * stride];
      r3 += values[at + 3 * stride];
      r4 += values[at + 4 * stride];
      r5 += values[at + 5 * stride];
      r6 += values[at + 6 * stride];
      r7 += values[at + 7 * stride];
    }
    let sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
    for (let i = whole; i < count; i++) sum += values[start + i * stride];
    return sum;
  }
  let half = Math.floor(count / 2);
  half -= half % 8;
  return sumOfBlock(values, start, half, stride) + sumOfBlock(values, start + half * stride, count - half, stride);
}

/**
 * For each class, the sum of its examples' values: the `pairwiseSum` of those values side by side, without the room that
 * would take.
 *
 * @param labels N class indices
 * @param values N values
 * @param counts number of examples of each class
 */
export function sumsByClass(labels: Int32Array, values: Float64Array, counts: Float64Array): Float64Array {
  const k = counts.length;
  const starts = new Int32Array(k + 1);
  for (let c = 0; c < k; c++) starts[c + 1] = starts[c] + Math.min(counts[c], BLOCK);
  const room = new Float64Array(starts[k]);
  const next = starts.slice(0, k);
  const sums = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i];
    room[next[c]++] = values[i];
    if (next[c] < starts[c + 1] || starts[c + 1] - starts[c] < BLOCK) continue;
    sums[c] += sumOfBlock(room, starts[c], BLOCK, 1);
    next[c] = starts[c];
  }
  for (let c = 0; c < k; c++) if (next[c] > starts[c]) sums[c] += sumOfBlock(room, starts[c], next[c] - starts[c], 1);
  return sums;
}
