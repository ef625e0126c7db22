import { channelCounts } from './channel-counts.ts';
import { behind, type LooksKernels, type PlacedRaster } from './looks-kernels.ts';

/** Brightness of 1, squared, in thousandths of a squared grey level. */
const WHITE = 1000 * 255 * 255;
/** About so many pixels tell roughly where a rank is to be found. */
const SAMPLED = 4096;
/** They are counted by the upper bits of their brightness. */
const LOWER_BITS = 14;
/** And how far that may be off, in standard deviations of a random draw. */
const SPREAD = 4;

/**
 * Two quantiles of the brightness of a picture's pixels, sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 255, between neighbours
 * interpolated as NumPy's `percentile` does. Exact.
 *
 * @param shares each in [0, 1], the lower one first
 * @returns for each share the brightness, in [0, 1]
 */
export function brightnessQuantiles(placed: PlacedRaster, shares: readonly [number, number]): [number, number] {
  const { width, height, channels } = placed.raster;
  const last = width * height - 1;
  const [low, high] = shares.map((share): Ranked => {
    const at = share * last;
    return { share, ranks: [Math.floor(at), Math.min(last, Math.floor(at) + 1)], between: at - Math.floor(at) };
  });
  return channels === 1 ? greyQuantiles(placed, [low, high]) : colourQuantiles(placed, [low, high]);
}

/** What is looked for: two neighbours by rank, the darkest pixel being the first, and where between them. */
interface Ranked {
  readonly share: number;
  readonly ranks: readonly [number, number];
  readonly between: number;
}

const interpolated = (low: number, high: number, between: number): number => low + (high - low) * between;

function greyQuantiles(placed: PlacedRaster, wanted: readonly [Ranked, Ranked]): [number, number] {
  const counts = channelCounts(placed);
  const of = ({ ranks: [low, high], between }: Ranked): number =>
    interpolated(binOf(counts, low) / 255, binOf(counts, high) / 255, between);
  return [of(wanted[0]), of(wanted[1])];
}

/** The bin of a histogram that holds the value of a rank, and how many values stand in those before it. */
function placeOf(counts: Uint32Array, rank: number): { readonly bin: number; readonly before: number } {
  let before = 0;
  let bin = 0;
  while (before + counts[bin] <= rank) before += counts[bin++];
  return { bin, before };
}

const binOf = (counts: Uint32Array, rank: number): number => placeOf(counts, rank).bin;

/** A range of brightnesses, squared: from the first on, below the second. */
type Range = readonly [from: number, to: number];
const ALL: Range = [0, WHITE + 1];

/** Of colours: only those are sorted that lie where a sample says that they may be the ones. */
function colourQuantiles(placed: PlacedRaster, wanted: readonly [Ranked, Ranked]): [number, number] {
  const [low, high] = roughly(placed, wanted);
  // Ranges that meet are one.
  const isApart = low[1] <= high[0];
  const found = isApart ? quantilesIn(placed, wanted, low, high) : undefined;
  // A sample may be misled, by a pattern that repeats itself for one.
  return found ?? quantilesIn(placed, wanted, ALL, [ALL[1], ALL[1]])!;
}

/** Where the ranks are found, most probably. */
function roughly(
  { raster: { width, height }, free, kernels }: PlacedRaster,
  wanted: readonly [Ranked, Ranked],
): Range[] {
  const pixels = width * height;
  const every = Math.max(1, Math.floor(pixels / SAMPLED));
  const bins = (WHITE >> LOWER_BITS) + 1;
  const { memory, countSome } = kernels(4 * bins);
  const counts = new Uint32Array(memory.buffer, free, bins).fill(0);
  countSome(0, pixels, every, LOWER_BITS, free);
  const sampled = Math.ceil(pixels / every);
  return wanted.map(({ share }): Range => {
    const margin = SPREAD * Math.sqrt(sampled * share * (1 - share)) + 2;
    const from = Math.floor(share * sampled - margin);
    const to = Math.ceil(share * sampled + margin);
    return [
      from < 0 ? 0 : binOf(counts, from) << LOWER_BITS,
      to >= sampled ? ALL[1] : (binOf(counts, to) + 1) << LOWER_BITS,
    ];
  });
}

/** Numbers are sorted by the upper half of their bits first, then by the rest: so many bins are enough for all. */
const MOST_BINS = 1 << 13;
/** Bytes of what kernels say before the numbers themselves. */
const HEADING = 12;

/** The quantiles, undefined where the ranges, of which the second begins where the first ends or above, don't hold them. */
function quantilesIn(
  { raster: { width, height }, free, kernels }: PlacedRaster,
  wanted: readonly [Ranked, Ranked],
  low: Range,
  high: Range,
): [number, number] | undefined {
  const pixels = width * height;
  const numbersAt = free + HEADING;
  // One number more may be written than is kept.
  const countsAt = behind(numbersAt + 4 * (pixels + 1));
  const own = kernels(countsAt + 4 * MOST_BINS - free);
  own.sortOut(0, pixels, ...low, ...high, free);
  const [belowLow, belowHigh, many] = new Int32Array(own.memory.buffer, free, 3);
  const numbers = { at: numbersAt, many, countsAt };
  const of = ({ ranks, between }: Ranked, range: Range, below: number): number | undefined => {
    const found = nthOf(own, numbers, range, [ranks[0] - below, ranks[1] - below]);
    return found && interpolated(Math.sqrt(found[0] / WHITE), Math.sqrt(found[1] / WHITE), between);
  };
  const dim = of(wanted[0], low, belowLow);
  const isOne = high[0] === high[1];
  const bright = of(wanted[1], isOne ? low : high, isOne ? belowLow : belowHigh);
  return dim === undefined || bright === undefined ? undefined : [dim, bright];
}

/** Where the kernels have some numbers, and room to count them. */
interface Numbers {
  readonly at: number;
  readonly many: number;
  readonly countsAt: number;
}

/** The numbers of two ranks, of those within a range, the least being the first; undefined where there are not as many. */
function nthOf(
  { memory, countNumbers }: LooksKernels,
  { at, many, countsAt }: Numbers,
  [from, to]: Range,
  ranks: readonly [number, number],
): [number, number] | undefined {
  const all = 32 - Math.clz32(to - from - 1);
  const bits = all >> 1;
  const counts = new Uint32Array(memory.buffer, countsAt, 1 << (all - bits));
  const count = (first: number, end: number, lower: number): void => {
    counts.fill(0);
    countNumbers(at, many, first, end, lower, countsAt);
  };
  count(from, to, bits);
  if (ranks[0] < 0 || !isWithin(counts, ranks[1])) return undefined;
  const [one, next] = [placeOf(counts, ranks[0]), placeOf(counts, ranks[1])];
  const first = from + (one.bin << bits);
  count(first, first + (1 << bits), 0);
  const lower = first + placeOf(counts, ranks[0] - one.before).bin;
  if (next.bin === one.bin) return [lower, first + placeOf(counts, ranks[1] - one.before).bin];
  const second = from + (next.bin << bits);
  count(second, second + (1 << bits), 0);
  return [lower, second + placeOf(counts, ranks[1] - next.before).bin];
}

/** Whether a histogram counts more values than a rank. */
function isWithin(counts: Uint32Array, rank: number): boolean {
  let sum = 0;
  for (let bin = 0; bin < counts.length && sum <= rank; bin++) sum += counts[bin];
  return rank < sum;
}
