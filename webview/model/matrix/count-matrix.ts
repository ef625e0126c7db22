import type { CountCells } from '../../../src/protocol/index.ts';

/** A K×K matrix of counts, most of which are 0. */
export interface CountMatrix {
  readonly k: number;
  /** Those that are not 0. */
  readonly cells: CountCells;
  readonly at: (row: number, column: number) => number;
}

/** @param cells what is not 0, as `[row, column, count]`; what lies outside of the matrix is passed over */
export function countMatrix(cells: CountCells, k: number): CountMatrix {
  const inside = cells.filter(([row, column]) => row < k && column < k);
  const counts = new Map(inside.map(([row, column, count]) => [row * k + column, count]));
  return { k, cells: inside, at: (row, column) => counts.get(row * k + column) ?? 0 };
}
