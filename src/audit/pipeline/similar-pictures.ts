import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Labels, PredProbs } from '../../core/index.ts';

/** Small pictures, one per row of the probabilities: N×H×W×C uint8, row-major. */
export interface Pictures {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface SimilarInput {
  readonly predProbs: PredProbs;
  readonly labels: Labels;
  /** Label quality of every row, in [0, 1]. */
  readonly labelQuality: Float64Array;
  /** 1 for rows that are flagged. */
  readonly flagged: Uint8Array;
  /** Compared by their directions where they are there: N × k numbers. */
  readonly features?: { readonly data: Float32Array; readonly k: number };
  /** Where no picture was decoded either, the probabilities are compared instead. */
  readonly pictures?: Pictures;
}

export interface SimilarRows {
  /** Rows of the given label's class, nearest first. */
  readonly given: readonly number[];
  /** Rows of the suggested class, nearest first. */
  readonly suggested: readonly number[];
}

/** How many examples are shown for comparison. */
const SHOWN = 3;
/** Of larger classes, every n-th confident example is looked at, so that the work stays bounded. */
const CANDIDATES = 300;
/** Pictures are compared at most at this side; larger ones are averaged down to it. */
const SIDE = 16;

/** The event loop runs after this many flagged rows, so that a cancel takes effect. */
const AT_A_TIME = 20;

/**
 * For flagged rows, the nearest examples of the given and of the suggested class among the confidently labelled ones.
 * Those are the rows that are not flagged, whose predicted class is their label, and whose label quality is at least
 * the median of their class. Near is a small mean squared difference of the pictures, averaged down to 16×16 pixels;
 * without pictures, of the rows of probabilities. Equally near ones stand in the order of the data set.
 * @param issues rows with their suggested class
 * @throws the signal's reason where it is aborted
 */
export async function similarPictures(
  issues: readonly { readonly index: number; readonly suggested: number }[],
  input: SimilarInput,
  signal?: AbortSignal,
): Promise<SimilarRows[]> {
  const candidates = confidentRows(input).map(thinned);
  const features = featuresOf(input);
  const found: SimilarRows[] = [];
  for (const { index, suggested } of issues) {
    if (found.length % AT_A_TIME === 0) {
      await nextTurn();
      signal?.throwIfAborted();
    }
    const given = input.labels[index];
    found.push({
      given: nearest(index, candidates[given], features),
      suggested: suggested === given ? [] : nearest(index, candidates[suggested], features),
    });
  }
  return found;
}

/** For each class its confidently labelled rows, ascending. */
function confidentRows({ predProbs: { data, k }, labels, labelQuality, flagged }: SimilarInput): number[][] {
  const qualities = Array.from({ length: k }, (): number[] => []);
  labels.forEach((label, row) => qualities[label].push(labelQuality[row]));
  const medians = qualities.map(median);
  const rows = Array.from({ length: k }, (): number[] => []);
  labels.forEach((label, row) => {
    if (flagged[row] === 1 || labelQuality[row] < medians[label]) return;
    const own = data[row * k + label];
    for (let j = 0; j < k; j++) if (data[row * k + j] > own) return;
    rows[label].push(row);
  });
  return rows;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** At most CANDIDATES of the rows, evenly spread. */
function thinned(rows: readonly number[]): readonly number[] {
  if (rows.length <= CANDIDATES) return rows;
  return Array.from({ length: CANDIDATES }, (_, i) => rows[Math.floor((i * rows.length) / CANDIDATES)]);
}

/** What rows are compared by. */
type Features = (row: number) => Float32Array;

/** Makes each row's features once, when they are asked for. */
function remembered(make: Features): Features {
  const made = new Map<number, Float32Array>();
  return (row) => {
    let features = made.get(row);
    if (features === undefined) {
      features = make(row);
      made.set(row, features);
    }
    return features;
  };
}

function featuresOf({ features, pictures, predProbs }: SimilarInput): Features {
  if (features !== undefined) return directions(features);
  return pictures === undefined ? probabilityFeatures(predProbs) : pixelFeatures(pictures);
}

/** Rows of length 1, so that their distance is that of their directions. */
function directions({ data, k }: { readonly data: Float32Array; readonly k: number }): Features {
  return remembered((row) => {
    const values = data.slice(row * k, (row + 1) * k);
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return length > 0 ? values.map((value) => value / length) : values;
  });
}

function probabilityFeatures({ data, k }: PredProbs): Features {
  return remembered((row) => Float32Array.from(data.subarray(row * k, (row + 1) * k)));
}

/** Pictures averaged down to at most SIDE×SIDE. */
function pixelFeatures({ data, height, width, channels }: Pictures): Features {
  const size = height * width * channels;
  const grid = { height, width, channels, rows: Math.min(height, SIDE), columns: Math.min(width, SIDE) };
  return remembered((row) => averaged(data.subarray(row * size, (row + 1) * size), grid));
}

interface Grid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

function averaged(pixels: Uint8Array, { height, width, channels, rows, columns }: Grid): Float32Array {
  const sums = new Float32Array(rows * columns * channels);
  const counts = new Float32Array(sums.length);
  const cellOf = Int32Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width) * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    const first = Math.floor((y * rows) / height) * columns * channels;
    for (let x = 0; x < width; x++) {
      const cell = first + cellOf[x];
      for (let c = 0; c < channels; c++) {
        sums[cell + c] += pixels[at++];
        counts[cell + c]++;
      }
    }
  }
  for (let i = 0; i < sums.length; i++) sums[i] /= counts[i];
  return sums;
}

function nearest(row: number, candidates: readonly number[], features: Features): number[] {
  const mine = features(row);
  const found: { readonly row: number; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    const limit = found.length < SHOWN ? Number.POSITIVE_INFINITY : found[SHOWN - 1].distance;
    const distance = squaredDifference(mine, features(candidate), limit);
    if (!(distance < limit)) continue;
    const at = found.findIndex((other) => distance < other.distance);
    found.splice(at < 0 ? found.length : at, 0, { row: candidate, distance });
    if (found.length > SHOWN) found.pop();
  }
  return found.map((one) => one.row);
}

/** Sum of squared differences; stops once it is beyond the limit. */
function squaredDifference(a: Float32Array, b: Float32Array, limit: number): number {
  let sum = 0;
  for (let i = 0; i < a.length;) {
    const stop = Math.min(a.length, i + 64);
    for (; i < stop; i++) {
      const difference = a[i] - b[i];
      sum += difference * difference;
    }
    if (sum >= limit) return sum;
  }
  return sum;
}
