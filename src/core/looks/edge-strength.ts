import { pillowResize, type Raster } from './pillow-resize.ts';

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
export function smallGrey(picture: Raster): Raster {
  const ratio = Math.max(picture.width, picture.height) / SIDE;
  const shrunk = (side: number): number => (ratio > 1 ? Math.max(Math.floor(side / ratio), 1) : side);
  return toGrey(pillowResize(picture, shrunk(picture.width), shrunk(picture.height)));
}

/**
 * Measures edges as CleanVision 0.3.7 does, through Pillow's FIND_EDGES.
 *
 * @param small see `smallGrey`
 */
export function edgeStrength(small: Raster): EdgeStrength {
  const counts = new Float64Array(256);
  for (const grey of small.data) counts[grey]++;
  return { edges: deviation(findEdges(small)), histogram: deviation(counts) };
}

/** Grey as Pillow's `convert('L')` makes it (ITU-R BT.601). */
function toGrey(picture: Raster): Raster {
  const { width, height, data } = picture;
  if (picture.channels === 1) return picture;
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] = (19595 * data[at] + 38470 * data[at + 1] + 7471 * data[at + 2] + 32768) >> 16;
  }
  return { width, height, channels: 1, data: grey };
}

/** Eight times each pixel less its eight neighbours, from 0 to 255. Those at the border stay as they are, as Pillow has it. */
function findEdges({ width, height, data }: Raster): Uint8ClampedArray {
  const edges = new Uint8ClampedArray(data);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const [above, below] = [at - width, at + width];
      const around =
        data[above - 1] + data[above] + data[above + 1] + data[at - 1] + data[at + 1] + data[below - 1] + data[below];
      edges[at] = 8 * data[at] - around - data[below + 1];
    }
  }
  return edges;
}

function deviation(values: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}
