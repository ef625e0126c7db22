import { behind, placeRaster, type PlacedRaster } from './looks-kernels.ts';
import type { Raster } from './raster.ts';

/** Weights are whole numbers of so many binary digits behind the point, as Pillow's are. */
const PRECISION = 22;

/** A filter that pixels are weighed by. */
interface Filter {
  /** Half its width, in pixels of the smaller of the two pictures. */
  readonly support: number;
  readonly at: (x: number) => number;
}

/** For each pixel of the result: the first pixel that it is made of, how many there are, and their weights. */
interface Weights {
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** `most` for each pixel of the result. */
  readonly values: Int32Array;
  readonly most: number;
}

/** Cubic filter of Keys with a = −0.5. */
function cubic(x: number): number {
  const at = Math.abs(x);
  if (at < 1) return (1.5 * at - 2.5) * at * at + 1;
  if (at < 2) return ((-0.5 * at + 2.5) * at - 4) * at + 2;
  return 0;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const FILTERS = {
  bicubic: { support: 2, at: cubic },
  lanczos: { support: 3, at: (x) => (-3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Readonly<Record<string, Filter>>;
export type FilterName = keyof typeof FILTERS;

/** Weights that are kept: most pictures of a data set have one of a few sizes. */
const MOST_KEPT = 16;
const kept = new Map<string, Weights>();

function weightsOf(from: number, to: number, filter: Filter): Weights {
  const key = `${from} ${to} ${filter.support}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = makeWeights(from, to, filter);
  kept.set(key, made);
  return made;
}

function makeWeights(from: number, to: number, filter: Filter): Weights {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = filter.support * stretch;
  const most = Math.ceil(support) * 2 + 1;
  const firsts = new Int32Array(to);
  const counts = new Int32Array(to);
  const values = new Int32Array(to * most);
  const exact = new Float64Array(most);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - first;
    let sum = 0;
    for (let x = 0; x < count; x++) sum += exact[x] = filter.at((x + first - centre + 0.5) * (1 / stretch));
    for (let x = 0; x < count; x++) {
      const weight = (sum === 0 ? exact[x] : exact[x] / sum) * (1 << PRECISION);
      values[i * most + x] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    firsts[i] = first;
    counts[i] = count;
  }
  return { firsts, counts, values, most };
}

/**
 * Resizes as Pillow's `Image.resize` does (bicubic by default, as wide as it shrinks; across, then down, rounded to 8 bits in
 * between), to the bit. Pillow 13 goes down first where that takes away more than twice as many rows as columns: so its
 * results say, on pictures of many shapes.
 *
 * @param width at least 1; `height` likewise
 */
export function pillowResize(picture: Raster, width: number, height: number, name: FilterName = 'bicubic'): Raster {
  return resizePlaced(placeRaster(picture), width, height, name);
}

/** The same of a picture that stands in the kernels' memory. */
export function resizePlaced(
  placed: PlacedRaster,
  width: number,
  height: number,
  name: FilterName = 'bicubic',
): Raster {
  const filter = FILTERS[name];
  const picture = placed.raster;
  if (picture.height - height > 2 * (picture.width - width)) {
    const down = height === picture.height ? placed : placeRaster(resizeDown(placed, height, filter));
    return width === picture.width ? down.raster : resizeAcross(down, width, filter);
  }
  const across = width === picture.width ? placed : placeRaster(resizeAcross(placed, width, filter));
  return height === picture.height ? across.raster : resizeDown(across, height, filter);
}

function resizeAcross(placed: PlacedRaster, width: number, filter: Filter): Raster {
  const picture = placed.raster;
  const weights = weightsOf(picture.width, width, filter);
  const data = new Uint8Array(width * picture.height * picture.channels);
  if (picture.channels === 1) acrossGrey(placed, width, weights, data);
  else acrossColour(placed, width, weights, data);
  return { width, height: picture.height, channels: picture.channels, data };
}

function acrossGrey(
  { raster: { width: from, height }, free: firstsAt, kernels }: PlacedRaster,
  width: number,
  { firsts, counts, values, most }: Weights,
  out: Uint8Array,
): void {
  const groupsMost = Math.ceil(most / AT_ONCE);
  const groupsAt = behind(firstsAt + 4 * width);
  const weightsAt = behind(groupsAt + 4 * width);
  const outAt = weightsAt + 4 * AT_ONCE * width * groupsMost;
  const { memory, acrossGreys } = kernels(outAt + out.length - firstsAt);
  new Int32Array(memory.buffer, firstsAt, width).set(firsts);
  const groups = new Int32Array(memory.buffer, groupsAt, width);
  const fours = new Int32Array(memory.buffer, weightsAt, AT_ONCE * width * groupsMost).fill(0);
  for (let x = 0; x < width; x++) {
    groups[x] = Math.ceil(counts[x] / AT_ONCE);
    const to = AT_ONCE * groupsMost * x;
    for (let w = 0; w < counts[x]; w++) fours[to + w] = values[x * most + w];
  }
  acrossGreys(0, height, from, width, firstsAt, groupsAt, weightsAt, groupsMost, outAt);
  out.set(new Uint8Array(memory.buffer, outAt, out.length));
}

/** Lower bits that the kernel takes apart from the rest of a weight, so that both fit into 16. */
const LOWER_BITS = 11;
const LOWER = (1 << LOWER_BITS) - 1;
/** Weights that the kernel takes at once, and the 16-bit numbers that it has them as. */
const AT_ONCE = 4;
const HALVES = 32;

function acrossColour(
  { raster: { width: from, height }, free: firstsAt, kernels }: PlacedRaster,
  width: number,
  weights: Weights,
  out: Uint8Array,
): void {
  const { firsts, counts, values, most } = weights;
  const groupsMost = Math.ceil(most / AT_ONCE);
  const groupsAt = behind(firstsAt + 4 * width);
  const weightsAt = behind(groupsAt + 4 * width);
  const outAt = behind(weightsAt + 2 * HALVES * width * groupsMost);
  const { memory, across } = kernels(outAt + out.length - firstsAt);
  new Int32Array(memory.buffer, firstsAt, width).set(firsts);
  const groups = new Int32Array(memory.buffer, groupsAt, width);
  const halves = new Int16Array(memory.buffer, weightsAt, HALVES * width * groupsMost).fill(0);
  for (let x = 0; x < width; x++) {
    groups[x] = Math.ceil(counts[x] / AT_ONCE);
    for (let w = 0; w < counts[x]; w++) {
      const weight = values[x * most + w];
      // The upper halves of two weights stand side by side, once for each channel; then the lower ones.
      let to = (x * groupsMost + (w >> 2)) * HALVES + (w & 2) * 8 + (w & 1);
      for (let channel = 0; channel < 3; channel++, to += 2) {
        halves[to] = weight >> LOWER_BITS;
        halves[to + 8] = weight & LOWER;
      }
    }
  }
  across(0, height, from, width, firstsAt, groupsAt, weightsAt, groupsMost, outAt);
  out.set(new Uint8Array(memory.buffer, outAt, out.length));
}

function resizeDown(
  { raster: { width, height: from, channels }, free: firstsAt, kernels }: PlacedRaster,
  height: number,
  filter: Filter,
): Raster {
  const { firsts, counts, values, most } = weightsOf(from, height, filter);
  const samples = width * channels;
  const out = new Uint8Array(samples * height);
  const countsAt = behind(firstsAt + 4 * height);
  const weightsAt = behind(countsAt + 4 * height);
  const outAt = behind(weightsAt + 4 * values.length);
  const { memory, down } = kernels(behind(outAt + out.length) - firstsAt);
  new Int32Array(memory.buffer, firstsAt, height).set(firsts);
  new Int32Array(memory.buffer, countsAt, height).set(counts);
  new Int32Array(memory.buffer, weightsAt, values.length).set(values);
  down(0, samples, height, firstsAt, countsAt, weightsAt, most, outAt);
  out.set(new Uint8Array(memory.buffer, outAt, out.length));
  return { width, height, channels, data: out };
}
