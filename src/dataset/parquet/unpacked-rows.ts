import type { LabelRows, RowState } from '../labels/label-rows.ts';
import { standingOf } from '../labels/row-standing.ts';

/**
 * The rows of a Parquet file, naming the pictures that it was unpacked to. A row that holds no picture may name one that lies
 * below the data set's folder.
 *
 * @param unpacked path of each row's picture; '' where it holds none
 */
export function withUnpacked(rows: LabelRows, unpacked: readonly string[]): LabelRows {
  const { count } = rows;
  const written = (row: number): string => unpacked[row] || rows.stored?.(row) || '';
  const standings = Array.from({ length: count }, (_, row) => standingOf(written(row), rows.label(row) || '-'));
  return {
    ...rows,
    written,
    paths: standings.map(({ path }) => path),
    state: (row): RowState => (standings[row].state === 'usable' ? rows.state(row) : standings[row].state),
  };
}
