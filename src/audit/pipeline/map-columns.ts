import type { PredProbs } from '../../core/index.ts';
import { prepareFeatures } from '../../training/index.ts';
import type { Probabilities } from './probabilities.ts';

/** What the map of an audit is made from: n × k numbers, principal components, the largest first. */
export interface MapColumns {
  readonly of: 'features' | 'probabilities';
  readonly data: Float32Array;
  readonly n: number;
  readonly k: number;
}

/** Columns that are kept: what comes after them hardly changes who stands beside whom. */
export const MAP_COLUMNS = 32;
/** Probabilities below tell nothing apart any more. */
const LEAST_PROBABILITY = 1e-4;

/**
 * Describes each audited picture by a few numbers, the first two of which are a map: the first principal components of its
 * features, or where the model has none of the logarithms of its probabilities.
 *
 * @returns undefined where all pictures are the same, or there are fewer than three
 * @throws the signal's reason where it is aborted
 */
export async function mapColumns(
  { features, predProbs }: Pick<Probabilities, 'features' | 'predProbs'>,
  signal?: AbortSignal,
): Promise<MapColumns | undefined> {
  const { n } = predProbs;
  if (n < 3) return undefined;
  if (features !== undefined) return { of: 'features', n, ...firstColumns(features.data, n, features.k) };
  const rows = logarithms(predProbs);
  if (rows.every((value, i) => value === rows[i % predProbs.k])) return undefined;
  const prepared = await prepareFeatures({ data: rows, n, k: predProbs.k }, { dimensions: MAP_COLUMNS, signal });
  return { of: 'probabilities', n, ...firstColumns(prepared.data, n, prepared.k) };
}

function logarithms({ data, n, k }: PredProbs): Float32Array {
  const rows = new Float32Array(n * k);
  for (let i = 0; i < rows.length; i++) rows[i] = Math.log(Math.max(data[i], LEAST_PROBABILITY));
  return rows;
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
