import { InputError } from '../../files/index.ts';

/** A mean with the ends of its 95% interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface PairedBootstrap {
  readonly baseline: Interval;
  readonly cleaned: Interval;
  /** Cleaned less baseline. */
  readonly difference: Interval;
  readonly resamples: number;
}

const MOST = 10_000;
const LEAST = 1_000;
/** Draws that a bootstrap may take in all: some seconds. */
const DRAWS = 3e8;
const OUTSIDE = 0.025;

/**
 * The 95% percentile intervals of two accuracies and of their difference (Efron and Tibshirani 1993, chapter 13), by
 * drawing test pictures and repeats with replacement. It is paired: both sides get the same draws, so that a picture that
 * is hard for both, or a seed that is lucky for both, says nothing about the difference.
 *
 * @param baseline for each repeat and test picture, 1 where the picture was judged right; repeats × n, row-major
 * @param cleaned the same of the other side, with the same repeats and pictures
 * @param seed of the draws
 */
export function pairedBootstrap(
  baseline: Uint8Array,
  cleaned: Uint8Array,
  { repeats, seed }: { readonly repeats: number; readonly seed: number },
): PairedBootstrap {
  const n = baseline.length / repeats;
  if (!Number.isInteger(n) || n === 0 || cleaned.length !== baseline.length) {
    throw new InputError('Both sides need the same repeats and test pictures, at least one of each.');
  }
  const resamples = Math.max(LEAST, Math.min(MOST, Math.floor(DRAWS / (n * (repeats + 1)))));
  const below = drawBelow(seed);
  const values = [new Float64Array(resamples), new Float64Array(resamples), new Float64Array(resamples)] as const;
  const times = new Float64Array(repeats);
  const sumBaseline = new Float64Array(n);
  const sumCleaned = new Float64Array(n);
  for (let b = 0; b < resamples; b++) {
    times.fill(0);
    for (let r = 0; r < repeats; r++) times[below(repeats)]++;
    sumBaseline.fill(0);
    sumCleaned.fill(0);
    for (let r = 0; r < repeats; r++) {
      if (times[r] === 0) continue;
      for (let i = 0; i < n; i++) {
        sumBaseline[i] += times[r] * baseline[r * n + i];
        sumCleaned[i] += times[r] * cleaned[r * n + i];
      }
    }
    let left = 0;
    let right = 0;
    for (let draw = 0; draw < n; draw++) {
      const i = below(n);
      left += sumBaseline[i];
      right += sumCleaned[i];
    }
    values[0][b] = left / (n * repeats);
    values[1][b] = right / (n * repeats);
    values[2][b] = (right - left) / (n * repeats);
  }
  const mean = (side: Uint8Array): number => side.reduce((sum, value) => sum + value, 0) / side.length;
  return {
    baseline: interval(values[0], mean(baseline)),
    cleaned: interval(values[1], mean(cleaned)),
    difference: interval(values[2], mean(cleaned) - mean(baseline)),
    resamples,
  };
}

function interval(values: Float64Array, mean: number): Interval {
  values.sort();
  return { mean, low: quantile(values, OUTSIDE), high: quantile(values, 1 - OUTSIDE) };
}

/** With linear interpolation between the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** A seeded source of whole numbers in [0, limit): mulberry32. */
function drawBelow(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
