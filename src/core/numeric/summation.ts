import type { ClassIndices } from '../types.ts';

/** Longer sums are added up in blocks of this many, one after the other. */
const BLOCK = 8192;
/** Up to this many are added up eight at a time; more are halved. */
const LEAF = 128;

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
  if (count <= LEAF) {
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
  const half = halfOf(count);
  return sumOfBlock(values, start, half, stride) + sumOfBlock(values, start + half * stride, count - half, stride);
}

/**
 * The `pairwiseSum` of `length` values of which only some are not 0, to the bit: adding 0 changes nothing.
 *
 * @param places where each of them would stand, ascending
 * @param values what stands there; those of `from` up to `to`, without it, are added
 */
export function sparseSum(places: Int32Array, values: Float64Array, from: number, to: number, length: number): number {
  let sum = 0;
  for (let e = from; e < to;) {
    const start = Math.floor(places[e] / BLOCK) * BLOCK;
    const count = Math.min(BLOCK, length - start);
    const end = firstFrom(places, e, to, start + count);
    sum += sparseSumOfBlock(places, values, e, end, start, count);
    e = end;
  }
  return sum;
}

/** The first of the places `from` … `to - 1` that is not before `place`; `to` where there is none. */
function firstFrom(places: Int32Array, from: number, to: number, place: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

const eight = new Float64Array(8);

function sparseSumOfBlock(
  places: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  start: number,
  count: number,
): number {
  if (from === to) return 0;
  if (count > LEAF) {
    const half = halfOf(count);
    const middle = firstFrom(places, from, to, start + half);
    return (
      sparseSumOfBlock(places, values, from, middle, start, half) +
      sparseSumOfBlock(places, values, middle, to, start + half, count - half)
    );
  }
  const whole = count < 8 ? 0 : count - (count % 8);
  let e = from;
  let sum = 0;
  if (whole > 0) {
    eight.fill(0);
    for (; e < to && places[e] - start < whole; e++) eight[(places[e] - start) & 7] += values[e];
    sum = eight[0] + eight[1] + (eight[2] + eight[3]) + (eight[4] + eight[5] + (eight[6] + eight[7]));
  }
  for (; e < to; e++) sum += values[e];
  return sum;
}

function halfOf(count: number): number {
  const half = Math.floor(count / 2);
  return half - (half % 8);
}

/** How a block's sum is put together: its leaves in order, and how many sums are added up in pairs after each. */
interface Plan {
  readonly leaves: Uint8Array;
  readonly joins: Uint8Array;
}

function planOf(count: number): Plan {
  const leaves: number[] = [];
  const joins: number[] = [];
  const add = (some: number): void => {
    if (some <= LEAF) {
      leaves.push(some);
      joins.push(0);
      return;
    }
    const half = halfOf(some);
    add(half);
    add(some - half);
    joins[joins.length - 1]++;
  };
  add(count);
  return { leaves: Uint8Array.from(leaves), joins: Uint8Array.from(joins) };
}

/** No block has sums of more levels waiting for their other half. */
const LEVELS = 16;

/**
 * For each class, the sum of its examples' values: the `pairwiseSum` of those values side by side, with room for one leaf
 * of each class.
 *
 * @param labels N class indices
 * @param values N values
 * @param counts number of examples of each class
 */
export function sumsByClass(labels: ClassIndices, values: Float64Array, counts: Float64Array): Float64Array {
  const k = counts.length;
  const starts = new Int32Array(k + 1);
  for (let c = 0; c < k; c++) starts[c + 1] = starts[c] + Math.min(counts[c], LEAF);
  const room = new Float64Array(starts[k]);
  const next = starts.slice(0, k);
  const ends = new Int32Array(k);
  const left = counts.slice();
  const full = planOf(BLOCK);
  const planFor = (c: number): Plan => (left[c] >= BLOCK ? full : planOf(left[c]));
  const plans = Array.from(left, (_, c) => planFor(c));
  const leaf = new Int32Array(k);
  const waiting = new Float64Array(k * LEVELS);
  const depths = new Int32Array(k);
  const sums = new Float64Array(k);
  for (let c = 0; c < k; c++) ends[c] = starts[c] + plans[c].leaves[0];

  const closeLeaf = (c: number): void => {
    const { leaves, joins } = plans[c];
    const at = leaf[c];
    let top = c * LEVELS + depths[c];
    let sum = sumOfBlock(room, starts[c], leaves[at], 1);
    for (let j = 0; j < joins[at]; j++) sum = waiting[--top] + sum;
    left[c] -= leaves[at];
    next[c] = starts[c];
    if (at + 1 < leaves.length) {
      waiting[top++] = sum;
      depths[c] = top - c * LEVELS;
      leaf[c] = at + 1;
    } else {
      sums[c] += sum;
      depths[c] = 0;
      leaf[c] = 0;
      if (left[c] < BLOCK) plans[c] = planFor(c);
    }
    ends[c] = starts[c] + plans[c].leaves[leaf[c]];
  };

  for (let i = 0; i < labels.length; i++) {
    const c = labels[i];
    room[next[c]++] = values[i];
    if (next[c] === ends[c]) closeLeaf(c);
  }
  return sums;
}
