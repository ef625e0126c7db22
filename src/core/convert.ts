import { CoreInputError } from './errors.ts';
import type { Labels, PredProbs } from './types.ts';

/** The outer value as something to index, whatever it holds; `undefined` when it is no array at all. */
function asArrayLike(value: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as ArrayLike<unknown>;
  return undefined;
}

const describe = (value: unknown): string =>
  value === null || value === undefined ? 'missing' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;

/**
 * Labels from whatever a caller read: an array or typed array of whole numbers (64-bit ones too).
 *
 * @param values N class indices; text, booleans, nested rows and floating-point typed arrays are refused
 * @returns an Int32Array of length N; the given one itself when it is one already
 * @throws {CoreInputError} `not-labels`, naming the first row that is not a whole number at least 0
 */
export function toLabels(values: unknown): Labels {
  if (values instanceof Int32Array) return values;
  const source = asArrayLike(values);
  if (!source) {
    throw new CoreInputError('not-labels', `labels are ${describe(values)}: give a 1-D array of class indices.`, {
      value: values,
    });
  }
  if (values instanceof Float64Array || values instanceof Float32Array) {
    throw new CoreInputError(
      'not-labels',
      'labels are floating-point numbers: give class indices as integers (numpy: labels.astype("int64")).',
      { row: 0, value: values[0] },
    );
  }
  const labels = new Int32Array(source.length);
  for (let i = 0; i < source.length; i++) {
    const value = source[i];
    const label = typeof value === 'bigint' ? Number(value) : value;
    if (typeof label !== 'number' || !Number.isInteger(label) || label < 0 || label > 0x7fffffff) {
      const shown = typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? 'an array' : String(value);
      throw new CoreInputError(
        'not-labels',
        `Row ${i}: label is ${shown}; labels are whole numbers from 0, one per example (a class's index).`,
        { row: i, value },
      );
    }
    labels[i] = label;
  }
  return labels;
}

/**
 * Probabilities from nested rows, as JSON holds them.
 *
 * @param rows N rows of K numbers each
 * @returns N×K, float64
 * @throws {CoreInputError} `not-probabilities` when it is not an array of arrays of numbers, `empty` without any row,
 *   `shape-mismatch` naming the first row of another length
 */
export function toPredProbs(rows: unknown): PredProbs {
  const source = asArrayLike(rows);
  if (!source) {
    throw new CoreInputError('not-probabilities', `predProbs are ${describe(rows)}: give N rows of K numbers.`, {
      value: rows,
    });
  }
  const n = source.length;
  if (n === 0) throw new CoreInputError('empty', 'There are no examples: predProbs has no rows.');
  let k = 0;
  let data = new Float64Array(0);
  for (let i = 0; i < n; i++) {
    const row = asArrayLike(source[i]);
    if (!row) {
      throw new CoreInputError(
        'not-probabilities',
        `Row ${i}: predProbs must have two dimensions, one row of K numbers per example.`,
        { row: i, value: source[i] },
      );
    }
    if (i === 0) {
      k = row.length;
      data = new Float64Array(n * k);
    }
    if (row.length !== k) {
      throw new CoreInputError('shape-mismatch', `Row ${i} has ${row.length} probabilities, but row 0 has ${k}.`, {
        row: i,
        value: row.length,
      });
    }
    for (let j = 0; j < k; j++) {
      const value = row[j];
      if (typeof value !== 'number') {
        throw new CoreInputError('not-probabilities', `Row ${i}, column ${j}: ${String(value)} is not a number.`, {
          row: i,
          column: j,
          value,
        });
      }
      data[i * k + j] = value;
    }
  }
  return { data, n, k };
}
