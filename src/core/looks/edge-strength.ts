import { channelCounts } from './channel-counts.ts';
import { placeRaster, type PlacedRaster } from './looks-kernels.ts';
import { resizePlaced } from './pillow-resize.ts';
import type { Raster } from './raster.ts';

/** Longer side that pictures are shrunk to before their edges are measured, in pixels. */
const SIDE = 64;

/** What tells a blurred picture from a sharp one. */
export interface EdgeStrength {
  /** Standard deviation of the edges, in grey levels. */
  readonly edges: number;
  /** Standard deviation of the 256 counts of the histogram of greys. */
  readonly histogram: number;
}

/** A picture as CleanVision 0.3.7 looks for its edges: shrunk to a longer side of 64 pixels, grey. */
export function smallGrey(placed: PlacedRaster): Raster {
  const { width, height } = placed.raster;
  const ratio = Math.max(width, height) / SIDE;
  const shrunk = (side: number): number => (ratio > 1 ? Math.max(Math.floor(side / ratio), 1) : side);
  return toGrey(resizePlaced(placed, shrunk(width), shrunk(height)));
}

/**
 * Measures edges as CleanVision 0.3.7 does, through Pillow's FIND_EDGES: eight times each pixel less its eight neighbours, from 0 to
 * 255; those at the border stay as they are.
 *
 * @param small see `smallGrey`
 */
export function edgeStrength(small: Raster): EdgeStrength {
  const { width, height, data } = small;
  const placed = placeRaster(small);
  const counts = channelCounts(placed);
  const { free, kernels } = placed;
  const { memory, sumEdges } = kernels(SUMS);
  sumEdges(0, width, height, free);
  const [sum, squares] = new Uint32Array(memory.buffer, free, 2);
  return { edges: deviationOf(sum, squares, data.length), histogram: deviation(counts) };
}

/** Bytes of two sums. */
const SUMS = 8;
/** Bytes behind what kernels write, which they may write, too. */
const SLACK = 16;

/** Grey as Pillow's `convert('L')` makes it (ITU-R BT.601). */
function toGrey(picture: Raster): Raster {
  const { width, height } = picture;
  if (picture.channels === 1) return picture;
  const { free, kernels } = placeRaster(picture);
  const { memory, toGreys } = kernels(width * height + SLACK);
  toGreys(0, width * height, free);
  return { width, height, channels: 1, data: new Uint8Array(memory.buffer, free, width * height).slice() };
}

function deviation(values: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  return deviationOf(sum, squares, values.length);
}

function deviationOf(sum: number, squares: number, many: number): number {
  const mean = sum / many;
  return Math.sqrt(Math.max(0, squares / many - mean * mean));
}
