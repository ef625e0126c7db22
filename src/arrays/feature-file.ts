import { InputError } from '../files/index.ts';
import type { NpyData } from './npy-elements.ts';
import { readNpy } from './read-npy.ts';

/** A table of numbers, one row per example, row-major. */
export interface FeatureTable {
  readonly data: Float32Array | Float64Array;
  /** Number of rows. */
  readonly n: number;
  /** Number of columns. */
  readonly k: number;
}

/**
 * Reads a table of features from a `.npy` file: n × k numbers of any real type.
 *
 * @throws NpyError where the file is no `.npy`; InputError where it is no table
 */
export async function readFeatures(file: string): Promise<FeatureTable> {
  const { data, shape } = await readNpy(file);
  if (shape.length !== 2 || shape[0] < 1 || shape[1] < 1) {
    throw new InputError(
      `${file} has shape (${shape.join(', ')}), but features are a table: one row per picture, one column per number.`,
    );
  }
  const [n, k] = shape;
  return { data: asFloats(data), n, k };
}

/** As they are where they are floats; integers of 64 bits, which float32 can't hold, as float64. */
function asFloats(data: NpyData): FeatureTable['data'] {
  if (data instanceof Float64Array || data instanceof Float32Array) return data;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const values = new Float64Array(data.length);
    for (let i = 0; i < values.length; i++) values[i] = Number(data[i]);
    return values;
  }
  return Float32Array.from(data);
}
