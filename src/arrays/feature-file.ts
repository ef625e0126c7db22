import { InputError } from '../files/index.ts';
import { readNpy } from './npy.ts';

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
  const values = data instanceof Float64Array ? data : Float32Array.from(data as ArrayLike<number>);
  return { data: values, n, k };
}
