import type { PlacedRaster } from './looks-kernels.ts';

/** Tables that the kernel counts into. */
const TABLES = 4;
/** Values of a byte. */
const VALUES = 256;

/** How often each value occurs: 256 counts for each channel, one channel after the other. */
export function channelCounts({ raster: { channels, data }, free, kernels }: PlacedRaster): Uint32Array {
  const bins = VALUES * channels;
  const { memory, countValues } = kernels(TABLES * 4 * bins);
  new Uint32Array(memory.buffer, free, TABLES * bins).fill(0);
  countValues(0, data.length, channels, free);
  return new Uint32Array(memory.buffer, free, bins).slice();
}

/** Most counts are below this: their parts of an entropy are kept from one picture to the next of the same size. */
const KEPT = 4096;
const kept = { length: 0, parts: new Float64Array(KEPT) };

/** Entropy of the histograms of all channels laid end to end, in bits. */
export function entropy(placed: PlacedRaster): number {
  const { length } = placed.raster.data;
  const counts = channelCounts(placed);
  const { parts } = kept;
  if (kept.length !== length) {
    kept.length = length;
    parts.fill(0);
  }
  let bits = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i];
    if (n === 0) continue;
    let part = n < KEPT ? parts[n] : 0;
    if (part === 0) {
      part = (n / length) * Math.log2(n / length);
      if (n < KEPT) parts[n] = part;
    }
    bits -= part;
  }
  return bits;
}
