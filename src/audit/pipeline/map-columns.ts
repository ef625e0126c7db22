import type { ComparedRows, PredProbs } from '../../core/index.ts';
import { prepareFeatures, TrainingError } from '../../training/index.ts';
import type { Probabilities } from './probabilities.ts';

/** What the map of an audit is made from: n × k numbers, principal components, the largest first. */
export interface MapColumns {
  readonly of: 'features' | 'probabilities';
  readonly data: Float32Array;
  readonly n: number;
  readonly k: number;
}

/** Columns that are kept: what comes after them hardly changes who stands beside whom. */
const MAP_COLUMNS = 32;
/** Probabilities below tell nothing apart any more. */
const LEAST_PROBABILITY = 1e-4;
/** Of more classes those that are most probable on the whole make the map: a covariance of all would take minutes. */
const MOST_MAPPED = 512;

/**
 * Describes each audited picture by a few numbers, the first two of which are a map: the first principal components of its
 * features, or where the model has none of the logarithms of its probabilities.
 *
 * @returns undefined where there are fewer than three pictures, or nothing tells them apart
 * @throws the signal's reason where it is aborted
 */
export async function mapColumns(
  { features, predProbs }: Pick<Probabilities, 'features' | 'predProbs'>,
  signal?: AbortSignal,
): Promise<MapColumns | undefined> {
  const { n } = predProbs;
  if (n < 3) return undefined;
  if (features !== undefined) return { of: 'features', n, ...firstColumns(features.data, n, features.k) };
  try {
    const prepared = await prepareFeatures(logarithms(predProbs), { dimensions: MAP_COLUMNS, signal });
    return { of: 'probabilities', n, ...firstColumns(prepared.data, n, prepared.k) };
  } catch (error) {
    // All pictures are the same to the model: there is nothing to show, and nothing wrong with the audit.
    if (error instanceof TrainingError) return undefined;
    throw error;
  }
}

function logarithms(predProbs: PredProbs): ComparedRows {
  const { data, n, k } = predProbs;
  const columns = k <= MOST_MAPPED ? Int32Array.from({ length: k }, (_, j) => j) : mostProbable(predProbs);
  const rows = new Float32Array(n * columns.length);
  for (let i = 0, at = 0; i < n; i++) {
    for (const column of columns) rows[at++] = Math.log(Math.max(data[i * k + column], LEAST_PROBABILITY));
  }
  return { data: rows, n, k: columns.length };
}

/** The classes of the largest probabilities in sum, in their order. */
function mostProbable({ data, n, k }: PredProbs): Int32Array {
  const sums = new Float64Array(k);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < k; j++, at++) sums[j] += data[at];
  const ranked = Int32Array.from(sums.keys()).sort((a, b) => sums[b] - sums[a] || a - b);
  return ranked.subarray(0, MOST_MAPPED).sort();
}

/** The first columns, at least two: one of zeros follows a single one. */
function firstColumns(data: Float32Array, n: number, k: number): { readonly data: Float32Array; readonly k: number } {
  const kept = Math.max(2, Math.min(MAP_COLUMNS, k));
  const columns = new Float32Array(n * kept);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < Math.min(kept, k); column++) columns[row * kept + column] = data[row * k + column];
  }
  return { data: columns, k: kept };
}
