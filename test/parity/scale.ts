import type { PredProbs } from '../../src/core/types.ts';

/**
 * The seeded arrays of ../shared/golden/scale/generate.py, bit for bit: 64-bit wrap-around integers as pairs of 32-bit
 * halves (BigInt is a hundred times slower), then one float64 division per entry.
 */
let high = 0;
let low = 0;

/** (high, low) *= (mHigh, mLow), modulo 2^64. */
function multiply(mHigh: number, mLow: number): void {
  const a0 = low & 0xffff;
  const a1 = low >>> 16;
  const b0 = mLow & 0xffff;
  const b1 = mLow >>> 16;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carry = a1 * b1 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
  high = (Math.imul(low, mHigh) + Math.imul(high, mLow) + (carry | 0)) >>> 0;
  low = ((p00 & 0xffff) | (middle << 16)) >>> 0;
}

function add(bHigh: number, bLow: number): void {
  const sum = low + bLow;
  high = (high + bHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  low = sum >>> 0;
}

function xorShiftRight(bits: number): void {
  low = (low ^ ((low >>> bits) | (high << (32 - bits)))) >>> 0;
  high = (high ^ (high >>> bits)) >>> 0;
}

/** One round of splitmix64 on (high, low). */
function splitMix(): void {
  add(0x9e3779b9, 0x7f4a7c15);
  xorShiftRight(30);
  multiply(0xbf58476d, 0x1ce4e5b9);
  xorShiftRight(27);
  multiply(0x94d049bb, 0x133111eb);
  xorShiftRight(31);
}

interface Stream {
  readonly high: number;
  readonly low: number;
}

function stream(id: number): Stream {
  high = 0;
  low = id;
  splitMix();
  return { high, low };
}

/** Leaves entry `counter` of a stream in (high, low). */
function draw(from: Stream, counter: number): void {
  high = from.high;
  low = from.low;
  add(0, counter);
  splitMix();
}

const remainder = (k: number): number => ((high % k) * (4294967296 % k) + (low % k)) % k;
const top20 = (): number => high >>> 12;

export interface ScaleSet {
  readonly labels: Int32Array;
  readonly predProbs: PredProbs;
}

/** N labels, 10% redrawn, and probabilities of a model that is wrong on 5%. */
export function generateScaleSet(n: number, k: number, type: 'float32' | 'float64'): ScaleSet {
  return generateScaleRows(0, n, k, type);
}

/** `n` rows of such a set from row `first` on; a set of any size begins with the same rows. */
export function generateScaleRows(first: number, n: number, k: number, type: 'float32' | 'float64'): ScaleSet {
  const streams = [0, 1, 2, 3, 4, 5, 6, 7].map(stream);
  const labels = new Int32Array(n);
  const data = type === 'float32' ? new Float32Array(n * k) : new Float64Array(n * k);
  const weights = new Float64Array(k);
  for (let row = 0; row < n; row++) {
    const i = first + row;
    draw(streams[1], i);
    const truth = remainder(k);
    draw(streams[2], i);
    const confidence = top20();
    draw(streams[3], i);
    const labelRedrawn = top20() < 104857;
    draw(streams[4], i);
    labels[row] = labelRedrawn ? remainder(k) : truth;
    draw(streams[5], i);
    const beliefRedrawn = top20() < 52428;
    draw(streams[6], i);
    const believed = beliefRedrawn ? remainder(k) : truth;
    let sum = 0;
    for (let j = 0; j < k; j++) {
      draw(streams[7], i * k + j);
      const u = top20();
      const a = Math.floor((u * u) / 1048576);
      weights[j] = Math.floor((a * a) / 1048576) + 1;
      sum += weights[j];
    }
    const extra = 2 * k * confidence;
    weights[believed] += extra;
    sum += extra;
    for (let j = 0; j < k; j++) data[row * k + j] = weights[j] / sum;
  }
  return { labels, predProbs: { data, n, k } };
}
