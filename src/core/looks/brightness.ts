import { behind, looksKernels } from './looks-kernels.ts';
import type { Raster } from './pillow-resize.ts';

/** Brightness of 1, squared, in thousandths of a squared grey level. */
const WHITE = 1000 * 255 * 255;
/** Colours are counted by the upper bits of their brightness first: few enough bins to stay in the processor's cache. */
const LOWER_BITS = 14;
const LOWER = 1 << LOWER_BITS;

/**
 * Quantiles of the brightness of a picture's pixels, sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 255, between neighbours
 * interpolated as NumPy's `percentile` does. Exact.
 *
 * @param shares each in [0, 1]
 * @returns for each share the brightness, in [0, 1]
 */
export function brightnessQuantiles(picture: Raster, shares: readonly number[]): number[] {
  const last = picture.width * picture.height - 1;
  const places = shares.map((share) => share * last);
  const ranks = places.flatMap((at) => [Math.floor(at), Math.min(last, Math.floor(at) + 1)]);
  const found = picture.channels === 1 ? greysAt(picture.data, ranks) : coloursAt(picture.data, last + 1, ranks);
  return places.map((at, i) => found[2 * i] + (found[2 * i + 1] - found[2 * i]) * (at - Math.floor(at)));
}

/** The brightness of the pixels of some ranks, the darkest being the first; of grey ones. */
function greysAt(data: Uint8Array, ranks: readonly number[]): number[] {
  const counts = new Uint32Array(256);
  for (const grey of data) counts[grey]++;
  return ranks.map((rank) => binOf(counts, rank).bin / 255);
}

/** The same of colours: by their upper bits, then within the bins that are wanted by the lower ones. */
function coloursAt(data: Uint8Array, pixels: number, ranks: readonly number[]): number[] {
  const bins = (WHITE >> LOWER_BITS) + 1;
  const squared = behind(data.length);
  const countsAt = behind(squared + 4 * pixels);
  const fineAt = behind(countsAt + 4 * bins);
  const { memory, countColours, countWithin } = looksKernels(fineAt + 4 * LOWER);
  new Uint8Array(memory.buffer).set(data);
  const counts = new Uint32Array(memory.buffer, countsAt, bins).fill(0);
  countColours(0, pixels, squared, LOWER_BITS, countsAt);
  const fine = new Uint32Array(memory.buffer, fineAt, LOWER);
  let counted = -1;
  return ranks.map((rank) => {
    const { bin, before } = binOf(counts, rank);
    if (bin !== counted) {
      fine.fill(0);
      countWithin(squared, pixels, bin << LOWER_BITS, LOWER_BITS, fineAt);
      counted = bin;
    }
    return Math.sqrt(((bin << LOWER_BITS) + binOf(fine, rank - before).bin) / WHITE);
  });
}

/** The bin of a histogram that holds the value of a rank, and how many values stand in those before it. */
function binOf(counts: Uint32Array, rank: number): { readonly bin: number; readonly before: number } {
  let before = 0;
  let bin = 0;
  while (before + counts[bin] <= rank) before += counts[bin++];
  return { bin, before };
}
