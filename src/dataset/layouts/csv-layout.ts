import { relabelEdits, removeRowEdits } from '../labels/labels-edits.ts';
import { headerOf, indexLabels } from '../labels/labels-index.ts';
import type { LabelRows, LabelsFailure } from '../labels/label-rows.ts';
import type { Layout } from './layout.ts';

/** Names of tables. */
export const TABLE_NAME = /\.(?:csv|tsv|txt)$/i;

/** A table with a header and one row per picture, divided by commas, semicolons or tabs. */
export const csvLayout: Layout = {
  ...{ name: 'csv', endings: TABLE_NAME, byLines: true },
  detect: ({ name }) => TABLE_NAME.test(name),
  columns: headerOf,
  read({ text }, options): LabelRows | LabelsFailure {
    const index = indexLabels(text, options);
    if (!index.ok) return index;
    const { header, columns } = index;
    return {
      ...index,
      columns: header,
      cell: (row, column) => (index.cells(row)[column] ?? '').trim(),
      columnNames: {
        ...{ image: header[columns.image], label: header[columns.label] },
        ...(columns.split < 0 ? {} : { split: header[columns.split] }),
      },
      written: (row) => (index.cells(row)[columns.image] ?? '').trim(),
      fault(row) {
        const { length } = index.cells(row);
        const counts = `${length} ${length === 1 ? 'cell' : 'cells'} where the header has ${header.length}`;
        return `has ${counts}; add what is missing or quote cells with delimiters`;
      },
      labelSpan: (row) => {
        const start = index.labelStarts[row];
        return start < 0 ? undefined : { start, end: index.labelEnds[row] };
      },
      edits(changes) {
        const labels = new Map<number, string>();
        const removed: number[] = [];
        for (const [row, label] of changes) {
          if (label === undefined) removed.push(row);
          else labels.set(row, label);
        }
        return [
          ...relabelEdits(text, index, labels.keys(), (row) => labels.get(row)!),
          ...removeRowEdits(text, index, removed),
        ].sort((a, b) => a.start - b.start);
      },
    };
  },
};
