import { CUT_UNITS, lowFrequencies, ORIENTATIONS, SIDE, turnFrequencies, WHOLE, type Cut } from './low-frequencies.ts';
import { pillowResize, type Raster } from './pillow-resize.ts';

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
  const oriented = new Uint32Array(2 * ORIENTATIONS);
  const cut = new Uint32Array(2 * CUTS.length);
  const frequencies = new Float64Array(WAVES * WAVES);
  const turned = new Float64Array(WAVES * WAVES);
  CUTS.forEach((part, i) => {
    lowFrequencies(data, WAVES, part, frequencies);
    asSciPy(frequencies);
    writeHash(frequencies, cut, 2 * i);
    if (i > 0) return;
    for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
      turnFrequencies(frequencies, WAVES, orientation, turned);
      writeHash(turned, oriented, 2 * orientation);
    }
  });
  return { oriented, cut, square: equalised(data), isPlain: deviation(data) < LEAST_DEVIATION };
}

/** Factors that `scipy.fftpack.dct` gives each frequency, so that the median is its; rounding noise decides nothing. */
function asSciPy(frequencies: Float64Array): void {
  for (let u = 0; u < WAVES; u++) {
    for (let v = 0; v < WAVES; v++) {
      const factor = 4 * SIDE * SIDE * (u === 0 ? 1 : Math.SQRT1_2) * (v === 0 ? 1 : Math.SQRT1_2);
      frequencies[u * WAVES + v] = Math.round(frequencies[u * WAVES + v] * factor * 1e6) / 1e6;
    }
  }
}

const sorted = new Float64Array(WAVES * WAVES);

function writeHash(frequencies: Float64Array, hashes: Uint32Array, at: number): void {
  sorted.set(frequencies);
  sorted.sort();
  const median = (sorted[31] + sorted[32]) / 2;
  for (let half = 0; half < 2; half++) {
    let bits = 0;
    for (let i = 0; i < 32; i++) bits = (bits << 1) | (frequencies[32 * half + i] > median ? 1 : 0);
    hashes[at + half] = bits;
  }
}

function equalised(greys: Uint8Array): Uint8Array {
  const counts = new Uint32Array(256);
  for (const grey of greys) counts[grey]++;
  const ranks = new Uint8Array(256);
  let before = 0;
  for (let grey = 0; grey < 256; grey++) {
    ranks[grey] = Math.round((255 * (before + counts[grey] / 2)) / greys.length);
    before += counts[grey];
  }
  return greys.map((grey) => ranks[grey]);
}

function deviation(greys: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (const grey of greys) {
    sum += grey;
    squares += grey * grey;
  }
  const mean = sum / greys.length;
  return Math.sqrt(Math.max(0, squares / greys.length - mean * mean));
}
