import { behind, ownLooksKernels } from './looks-kernels.ts';
import { axisOf, CUT_UNITS, ORIENTATIONS, SIDE, WHOLE, type Cut } from './low-frequencies.ts';
import { pillowResize } from './pillow-resize.ts';
import type { Raster } from './raster.ts';

/** So many of the lowest frequencies make a hash, across and down. */
const WAVES = 8;

/** A twentieth of a side. */
const TWENTIETH = CUT_UNITS / 20;
const HALF = TWENTIETH / 2;

/** The whole picture, and what is left of one that was cropped by 5% at corners, at one side, or all around, and by 10%. */
export const CUTS: readonly Cut[] = [
  WHOLE,
  [TWENTIETH, 0, TWENTIETH, 0],
  [TWENTIETH, 0, 0, TWENTIETH],
  [0, TWENTIETH, TWENTIETH, 0],
  [0, TWENTIETH, 0, TWENTIETH],
  [HALF, HALF, HALF, HALF],
  [TWENTIETH, 0, 0, 0],
  [0, TWENTIETH, 0, 0],
  [0, 0, TWENTIETH, 0],
  [0, 0, 0, TWENTIETH],
  [TWENTIETH, TWENTIETH, TWENTIETH, TWENTIETH],
];

/** The ways in which sides are cut, each once. */
const WAYS = CUTS.flatMap(([above, below, left, right]) => [[above, below] as const, [left, right] as const]).filter(
  (way, i, all) => all.findIndex((one) => isSame(one, way)) === i,
);

function isSame(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/** What a picture is compared with others by. */
export interface PictureHashes {
  /** Perceptual hash of each orientation, the first 32 bits first. The first two numbers are CleanVision's hash. */
  readonly oriented: Uint32Array;
  /** Perceptual hash of each of the `CUTS`, likewise. */
  readonly cut: Uint32Array;
  /** 32 × 32 greys, each brightness in its rank's place: how dark or pale the picture is no longer counts. */
  readonly square: Uint8Array;
  /** It shows something: one of one colour is like every other such. */
  readonly isPlain: boolean;
}

/** Standard deviation of greys below which there is nothing to compare. */
const LEAST_DEVIATION = 2;

/**
 * Makes the hashes of a picture. A hash has a bit for each of 64 low frequencies, set where it is above their median, as
 * `imagehash.phash` and CleanVision have it. These shrink the picture at once; from one that was shrunk before, to 64
 * pixels, now and then one bit pair differs.
 *
 * @param grey see `smallGrey`
 */
export function hashPicture(grey: Raster): PictureHashes {
  const { data } = pillowResize(grey, SIDE, SIDE, 'lanczos');
  const { square, hash, hashes } = (hasher ??= makeHasher());
  square.set(data);
  hash();
  const counts = countsOf(data);
  return {
    oriented: hashes.slice(0, 2 * ORIENTATIONS),
    cut: hashes.slice(2 * ORIENTATIONS),
    square: equalised(data, counts),
    isPlain: deviation(counts) < LEAST_DEVIATION,
  };
}

/** Kernels that make hashes, with a memory of their own: what hashes are made by stays in it from one picture to the next. */
interface Hasher {
  /** The square to make them of. */
  readonly square: Uint8Array;
  readonly hash: () => void;
  /** Those of the square's orientations, then of its cuts. */
  readonly hashes: Uint32Array;
}

let hasher: Hasher | undefined;

function makeHasher(): Hasher {
  // The kernels' memory: the square, tables, room, hashes.
  const { axes, cuts, factors } = makeTables();
  const cutsAt = SIDE * SIDE;
  const factorsAt = behind(cutsAt + cuts.byteLength);
  const axesAt = factorsAt + factors.byteLength;
  const roomAt = axesAt + axes.byteLength;
  const hashesAt = roomAt + 8 * (SIDE * SIDE + WAYS.length * WAVES * SIDE + 2 * WAVES * WAVES);
  const many = 2 * (ORIENTATIONS + CUTS.length);
  const { memory, hash } = ownLooksKernels(hashesAt + 4 * many);
  const { buffer } = memory;
  new Int32Array(buffer, cutsAt).set(cuts);
  new Float64Array(buffer, factorsAt).set(factors);
  new Float64Array(buffer, axesAt).set(axes);
  return {
    square: new Uint8Array(buffer, 0, SIDE * SIDE),
    hash: () => {
      hash(0, axesAt, WAYS.length, cutsAt, CUTS.length, factorsAt, roomAt, hashesAt);
    },
    hashes: new Uint32Array(buffer, hashesAt, many),
  };
}

/** What hashes are made by; see assembly/hash.ts. */
interface Tables {
  readonly axes: Float64Array;
  readonly cuts: Int32Array;
  readonly factors: Float64Array;
}

function makeTables(): Tables {
  const length = WAVES * SIDE;
  const axes = new Float64Array(2 * length * WAYS.length);
  for (const [i, [low, high]] of WAYS.entries()) {
    const axis = axisOf(WAVES, low, high);
    axes.set(axis, 2 * i * length);
    for (let at = 0; at < length; at++)
      axes[(2 * i + 1) * length + at] = axis[(at % WAVES) * SIDE + Math.floor(at / WAVES)];
  }
  const wayOf = (low: number, high: number): number => WAYS.findIndex((way) => isSame(way, [low, high]));
  const cuts = Int32Array.from(
    CUTS.flatMap(([above, below, left, right]) => [wayOf(above, below), wayOf(left, right)]),
  );
  // Factors that `scipy.fftpack.dct` gives each frequency, so that the median is its; rounding noise decides nothing.
  const factorOf = (wave: number): number => (wave === 0 ? 1 : Math.SQRT1_2);
  const factors = Float64Array.from(
    { length: WAVES * WAVES },
    (_, i) => 4 * SIDE * SIDE * factorOf(Math.floor(i / WAVES)) * factorOf(i % WAVES),
  );
  return { axes, cuts, factors };
}

function countsOf(greys: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < greys.length; i++) counts[greys[i]]++;
  return counts;
}

function equalised(greys: Uint8Array, counts: Uint32Array): Uint8Array {
  const ranks = new Uint8Array(256);
  let before = 0;
  for (let grey = 0; grey < 256; grey++) {
    ranks[grey] = Math.round((255 * (before + counts[grey] / 2)) / greys.length);
    before += counts[grey];
  }
  const square = new Uint8Array(greys.length);
  for (let i = 0; i < greys.length; i++) square[i] = ranks[greys[i]];
  return square;
}

/** Standard deviation of greys, by how often each occurs. */
function deviation(counts: Uint32Array): number {
  let many = 0;
  let sum = 0;
  let squares = 0;
  for (let grey = 0; grey < counts.length; grey++) {
    many += counts[grey];
    sum += grey * counts[grey];
    squares += grey * grey * counts[grey];
  }
  const mean = sum / many;
  return Math.sqrt(Math.max(0, squares / many - mean * mean));
}
