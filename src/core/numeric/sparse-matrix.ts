import { sparseSum } from './summation.ts';
import type { SquareMatrix } from '../types.ts';

/**
 * A K×K matrix, by rows, of which only the entries that are not 0 are kept: of a thousand classes most pairs are never mixed up,
 * and what is done for each of a million cells costs more than the examples do.
 */
export interface SparseMatrix {
  readonly k: number;
  /** K + 1 numbers: the entries of row i are `starts[i] … starts[i + 1] - 1`. */
  readonly starts: Int32Array;
  /** Column of each entry, ascending within a row. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** The entries of a matrix that are not 0. */
export function sparseOf({ data, k }: { readonly data: Float64Array | Uint32Array; readonly k: number }): SparseMatrix {
  const starts = new Int32Array(k + 1);
  const cells: number[] = [];
  for (let i = 0; i < k; i++) {
    listCells(data, i * k, k, cells);
    starts[i + 1] = cells.length;
  }
  const columns = new Int32Array(cells.length);
  const values = new Float64Array(cells.length);
  for (let e = 0; e < cells.length; e++) {
    columns[e] = cells[e] % k;
    values[e] = data[cells[e]];
  }
  return { k, starts, columns, values };
}

/** A function of its own, so that V8 compiles it after a few rows. */
function listCells(data: Float64Array | Uint32Array, from: number, count: number, cells: number[]): void {
  for (let cell = from; cell < from + count; cell++) if (data[cell] !== 0) cells.push(cell);
}

/** The same matrix without the entries that became 0. */
export function withoutZeros({ k, starts, columns, values }: SparseMatrix): SparseMatrix {
  const kept = { k, starts: new Int32Array(k + 1), columns: columns.slice(), values: values.slice() };
  let next = 0;
  for (let i = 0; i < k; i++) {
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      if (values[e] === 0) continue;
      kept.columns[next] = columns[e];
      kept.values[next++] = values[e];
    }
    kept.starts[i + 1] = next;
  }
  return { ...kept, columns: kept.columns.subarray(0, next), values: kept.values.subarray(0, next) };
}

/** All K×K entries. */
export function denseOf({ k, starts, columns, values }: SparseMatrix): SquareMatrix {
  const data = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let e = starts[i]; e < starts[i + 1]; e++) data[i * k + columns[e]] = values[e];
  return { data, k };
}

/** The entry of a row and column; 0 where there is none. */
export function entryOf({ starts, columns, values }: SparseMatrix, row: number, column: number): number {
  let low = starts[row];
  let high = starts[row + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (columns[middle] === column) return values[middle];
    if (columns[middle] < column) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

/** Sum of a row, as `pairwiseSum` adds it. */
export const rowSum = ({ k, starts, columns, values }: SparseMatrix, row: number): number =>
  sparseSum(columns, values, starts[row], starts[row + 1], k);

/** Sum of all entries, as `pairwiseSum` adds up the columns, one after the other. */
export function sumByColumns({ k, starts, columns, values }: SparseMatrix): number {
  const next = new Int32Array(k + 1);
  for (const column of columns) next[column + 1]++;
  for (let j = 0; j < k; j++) next[j + 1] += next[j];
  const places = new Int32Array(columns.length);
  const ordered = new Float64Array(columns.length);
  for (let i = 0; i < k; i++) {
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const at = next[columns[e]]++;
      places[at] = columns[e] * k + i;
      ordered[at] = values[e];
    }
  }
  return sparseSum(places, ordered, 0, places.length, k * k);
}

/** Sum of all entries, as `pairwiseSum` adds up the rows, one after the other. */
export function sumByRows({ k, starts, columns, values }: SparseMatrix): number {
  const places = new Int32Array(columns.length);
  for (let i = 0; i < k; i++) for (let e = starts[i]; e < starts[i + 1]; e++) places[e] = i * k + columns[e];
  return sparseSum(places, values, 0, places.length, k * k);
}
