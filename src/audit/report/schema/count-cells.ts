import { list, tuple, real, wholeNumber, type Infer } from '../../../schema/index.ts';

/**
 * The cells of a K×K matrix of counts that are not 0, row by row, as `[row, column, count]`: of 10,000 classes most pairs
 * share nothing, and all cells would be 100,000,000. Rows are given labels.
 */
export const countCells = list(tuple(wholeNumber, wholeNumber, real));
export type CountCells = Infer<typeof countCells>;

/** A matrix as nested rows, as reports of layout 1 have it. */
export const countRows = list(list(real));

export function cellsOfRows(rows: Infer<typeof countRows>): CountCells {
  return rows.flatMap((row, i) => row.flatMap((count, j) => (count === 0 ? [] : [[i, j, count] as const])));
}

export function cellsOfMatrix({ data, k }: { readonly data: ArrayLike<number>; readonly k: number }): CountCells {
  const cells: (readonly [number, number, number])[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const count = data[i * k + j];
      if (count !== 0) cells.push([i, j, count]);
    }
  }
  return cells;
}
