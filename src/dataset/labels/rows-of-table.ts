import type { LabelRows } from './label-rows.ts';
import type { LabelsIndex } from './labels-index.ts';

/** What the rows of every kind of table say alike: all but their labels. */
export type RowsOfTable = Omit<LabelRows, 'label' | 'state' | 'edits' | 'labelSpan'>;

/**
 * The rows of a table without their labels, which each layout finds in its own way.
 *
 * @param label name of the column that holds the labels, or of all columns that do
 * @returns `fault` says of a row that it has too few cells, or too many
 */
export function rowsOfTable(index: LabelsIndex, label: string): RowsOfTable {
  const { header, columns } = index;
  return {
    ...{ ok: true, delimiter: index.delimiter, count: index.count, paths: index.paths, lines: index.lines },
    ...{ rowStarts: index.rowStarts, rowEnds: index.rowEnds, splitNames: index.splitNames },
    columnNames: {
      ...{ image: header[columns.image], label },
      ...(columns.split < 0 ? {} : { split: header[columns.split] }),
    },
    split: (row) => index.split(row),
    written: (row) => (index.cells(row)[columns.image] ?? '').trim(),
    fault(row) {
      const { length } = index.cells(row);
      const counts = `${length} ${length === 1 ? 'cell' : 'cells'} where the header has ${header.length}`;
      return `has ${counts}; add what is missing or quote cells with delimiters`;
    },
  };
}
