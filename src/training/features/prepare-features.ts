import { TrainingError } from '../errors.ts';
import { createRandom } from '../random.ts';
import { createPace, type Pace } from './algebra/pace.ts';
import { principalComponents } from './algebra/principal-components.ts';
import { createProductMemory, fours, rowStride } from './algebra/product-kernels.ts';
import type { Features, PreparedFeatures } from './types.ts';

export interface PrepareOptions {
  /** Principal components that are kept, at most. Default 512. */
  readonly dimensions?: number;
  readonly signal?: AbortSignal;
  /** Told the share that is done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

const DIMENSIONS = 512;
/** Of more rows, so many that are drawn at random give the principal components. */
const SAMPLE = 8192;
const MAX_COLUMNS = 8192;
const BLOCK = 128;
/** Streams of random numbers; see `createRandom`. They depend on no seed of the user's: features are the same for all. */
const [SAMPLE_STREAM, START_STREAM] = [0x5a, 0x5b];

/**
 * Standardises features (each column to mean 0 and variance 1; a column that never changes to 0) and turns them onto their
 * principal components, at most `dimensions` of them. No label is looked at.
 *
 * @param features n × k, finite
 * @throws TrainingError for fewer than two rows, no column that changes, too many columns, or a number that is not finite,
 *   by row and column; the signal's reason when it is aborted
 */
export async function prepareFeatures(features: Features, options: PrepareOptions = {}): Promise<PreparedFeatures> {
  const { n, k } = features;
  const { dimensions = DIMENSIONS, signal, onProgress } = options;
  if (n < 2 || k < 1 || features.data.length !== n * k) {
    throw new TrainingError(
      `Features need at least 2 rows and 1 column; there are ${n}×${k} (${features.data.length}).`,
    );
  }
  if (k > MAX_COLUMNS) {
    throw new TrainingError(
      `Features may have ${MAX_COLUMNS} columns at most, not ${k}. Average or project them first.`,
    );
  }
  const pace = createPace(signal);
  const { means, scales, varying } = await standardisation(features, pace);
  if (varying === 0) throw new TrainingError('No column of the features changes from row to row. Check the file.');
  onProgress?.(0.05);
  const rows = sampleRows(n);
  const covariance = await covarianceOf(features, rows, means, scales, pace);
  onProgress?.(0.3);
  const count = Math.min(dimensions, k, rows.length - 1);
  const random = createRandom(0, START_STREAM);
  const { components, variances } = await principalComponents(covariance, k, count, random, pace);
  onProgress?.(0.8);
  const data = await project(features, means, scales, components, variances.length, pace);
  onProgress?.(1);
  return { data, n, k: variances.length, variances, totalVariance: varying };
}

interface Standardisation {
  readonly means: Float64Array;
  /** 1 / standard deviation; 0 where there is none. */
  readonly scales: Float64Array;
  /** Number of columns that change. */
  readonly varying: number;
}

async function standardisation({ data, n, k }: Features, pace: Pace): Promise<Standardisation> {
  const means = new Float64Array(k);
  const scales = new Float64Array(k);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < k; j++, at++) means[j] += data[at];
    if (i % BLOCK === 0 && pace.due()) await pace.rest();
  }
  for (let j = 0; j < k; j++) means[j] /= n;
  if (!means.every(Number.isFinite)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    const where = at < 0 ? 'A column' : `Row ${Math.floor(at / k)}, column ${at % k}`;
    throw new TrainingError(`${where} of the features is ${at < 0 ? 'too large' : data[at]}. Give finite numbers.`);
  }
  // Of the deviations, so that a large mean costs no precision.
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < k; j++, at++) scales[j] += (data[at] - means[j]) ** 2;
    if (i % BLOCK === 0 && pace.due()) await pace.rest();
  }
  let varying = 0;
  for (let j = 0; j < k; j++) {
    const deviation = Math.sqrt(scales[j] / n);
    // Rounding alone is no change.
    const changes = deviation > 1e-6 * Math.abs(means[j]) && deviation > 0;
    scales[j] = changes ? 1 / deviation : 0;
    if (changes) varying++;
  }
  return { means, scales, varying };
}

/** Rows that the components are found of, in order. */
function sampleRows(n: number): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  if (n <= SAMPLE) return rows;
  createRandom(0, SAMPLE_STREAM).shuffle(rows);
  return rows.slice(0, SAMPLE).sort();
}

/** Covariance of the standardised columns over some rows. */
async function covarianceOf(
  features: Features,
  rows: Int32Array,
  means: Float64Array,
  scales: Float64Array,
  pace: Pace,
): Promise<Float32Array> {
  const { k } = features;
  const width = fours(k);
  const stride = rowStride(width);
  const memory = createProductMemory({ x: BLOCK * stride * 4, sums: k * width * 4, scratch: BLOCK * 32 });
  const x = memory.floats('x');
  const { at } = memory;
  for (let from = 0; from < rows.length; from += BLOCK) {
    const count = Math.min(BLOCK, rows.length - from);
    for (let b = 0; b < count; b++) standardise(features, rows[from + b], means, scales, x, b * stride);
    memory.multiplyAdd(at.x, 4, stride * 4, at.x, stride * 4, at.sums, width * 4, k, width, count, 1, at.scratch);
    if (pace.due()) await pace.rest();
  }
  const sums = memory.floats('sums');
  const covariance = new Float32Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = i; j < k; j++) {
      const value = sums[i * width + j] / rows.length;
      covariance[i * k + j] = value;
      covariance[j * k + i] = value;
    }
  }
  return covariance;
}

async function project(
  features: Features,
  means: Float64Array,
  scales: Float64Array,
  components: Float32Array,
  count: number,
  pace: Pace,
): Promise<Float32Array> {
  const { n, k } = features;
  const width = fours(count);
  const stride = rowStride(k);
  const memory = createProductMemory({
    ...{ x: BLOCK * stride * 4, components: k * width * 4, out: BLOCK * width * 4, scratch: k * 32 },
  });
  const x = memory.floats('x');
  const out = memory.floats('out');
  const { at } = memory;
  const wide = memory.floats('components');
  for (let i = 0; i < k; i++) for (let j = 0; j < count; j++) wide[i * width + j] = components[i * count + j];
  // Threads that fit heads read it where it is.
  const data = new Float32Array(new SharedArrayBuffer(n * count * 4));
  for (let from = 0; from < n; from += BLOCK) {
    const rows = Math.min(BLOCK, n - from);
    for (let b = 0; b < rows; b++) standardise(features, from + b, means, scales, x, b * stride);
    out.fill(0);
    const row = width * 4;
    memory.multiplyAdd(at.x, stride * 4, 4, at.components, row, at.out, row, rows, width, k, 0, at.scratch);
    for (let b = 0; b < rows; b++) {
      for (let j = 0; j < count; j++) data[(from + b) * count + j] = out[b * width + j];
    }
    if (pace.due()) await pace.rest();
  }
  return data;
}

function standardise(
  { data, k }: Features,
  row: number,
  means: Float64Array,
  scales: Float64Array,
  target: Float32Array,
  place: number,
): void {
  for (let j = 0, at = row * k; j < k; j++, at++) target[place + j] = (data[at] - means[j]) * scales[j];
}
