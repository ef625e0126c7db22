import { relabelEdits, removeRowEdits } from '../labels/labels-edits.ts';
import { headerOf, indexLabels } from '../labels/labels-index.ts';
import { rowsOfTable } from '../labels/rows-of-table.ts';
import { TABLE_NAME } from '../labels/table-name.ts';
import { annotatorsBeside, besideNote } from './annotators-layout.ts';
import type { LabelRows, LabelsFailure } from '../labels/label-rows.ts';
import type { Layout } from './layout.ts';

/** A table with a header and one row per picture, divided by commas, semicolons or tabs. */
export const csvLayout: Layout = {
  ...{ name: 'csv', endings: TABLE_NAME, byLines: true },
  detect: ({ name }) => TABLE_NAME.test(name),
  columns: headerOf,
  read({ text }, options): LabelRows | LabelsFailure {
    const index = indexLabels(text, options);
    if (!index.ok) return index;
    const { header, columns } = index;
    const annotators = annotatorsBeside(index, text, options);
    return {
      ...index,
      ...rowsOfTable(index, header[columns.label]),
      columns: header,
      cell: (row, column) => (index.cells(row)[column] ?? '').trim(),
      ...(annotators === undefined ? {} : { annotators, notes: [besideNote(annotators, header[columns.label])] }),
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
