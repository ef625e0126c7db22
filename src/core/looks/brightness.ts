import type { Raster } from './pillow-resize.ts';

/** Brightness of 1, squared, in thousandths of a squared grey level. */
const WHITE = 1000 * 255 * 255;
/** Colours are counted by the upper bits of their brightness first, then by these lower ones. */
const LOWER_BITS = 10;
const LOWER = (1 << LOWER_BITS) - 1;

/**
 * Quantiles of the brightness of a picture's pixels, sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 255, between neighbours
 * interpolated as NumPy's `percentile` does. Exact, and of a memory that does not grow with the picture.
 *
 * @param shares each in [0, 1]
 * @returns for each share the brightness, in [0, 1]
 */
export function brightnessQuantiles(picture: Raster, shares: readonly number[]): number[] {
  const last = picture.width * picture.height - 1;
  const places = shares.map((share) => share * last);
  const ranks = places.flatMap((at) => [Math.floor(at), Math.min(last, Math.floor(at) + 1)]);
  const found = picture.channels === 1 ? greysAt(picture.data, ranks) : coloursAt(picture.data, ranks);
  return places.map((at, i) => found[2 * i] + (found[2 * i + 1] - found[2 * i]) * (at - Math.floor(at)));
}

/** The brightness of the pixels of some ranks, the darkest being the first; of grey ones. */
function greysAt(data: Uint8Array, ranks: readonly number[]): number[] {
  const counts = new Uint32Array(256);
  for (const grey of data) counts[grey]++;
  return ranks.map((rank) => binOf(counts, rank).bin / 255);
}

/** The same of colours, in two passes. */
function coloursAt(data: Uint8Array, ranks: readonly number[]): number[] {
  const counts = new Uint32Array((WHITE >> LOWER_BITS) + 1);
  for (let at = 0; at < data.length; at += 3) counts[squaredBrightness(data, at) >> LOWER_BITS]++;
  const coarse = ranks.map((rank) => binOf(counts, rank));
  const wanted = [...new Set(coarse.map(({ bin }) => bin))];
  /** For each bin where its fine counts stand, plus 1. */
  const slots = new Uint8Array(counts.length);
  wanted.forEach((bin, slot) => (slots[bin] = slot + 1));
  const fine = wanted.map(() => new Uint32Array(LOWER + 1));
  for (let at = 0; at < data.length; at += 3) {
    const key = squaredBrightness(data, at);
    const slot = slots[key >> LOWER_BITS];
    if (slot > 0) fine[slot - 1][key & LOWER]++;
  }
  return coarse.map(({ bin, before }, i) => {
    const lower = binOf(fine[slots[bin] - 1], ranks[i] - before).bin;
    return Math.sqrt(((bin << LOWER_BITS) + lower) / WHITE);
  });
}

/** What each value of red, green and blue adds to the squared brightness, in thousandths. */
const [RED, GREEN, BLUE] = [241, 691, 68].map((weight) => Int32Array.from({ length: 256 }, (_, x) => weight * x * x));

const squaredBrightness = (data: Uint8Array, at: number): number =>
  (RED[data[at]] + GREEN[data[at + 1]] + BLUE[data[at + 2]]) | 0;

/** The bin of a histogram that holds the value of a rank, and how many values stand in those before it. */
function binOf(counts: Uint32Array, rank: number): { readonly bin: number; readonly before: number } {
  let before = 0;
  let bin = 0;
  while (before + counts[bin] <= rank) before += counts[bin++];
  return { bin, before };
}
