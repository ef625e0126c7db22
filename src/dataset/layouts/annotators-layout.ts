import { DatasetError } from '../dataset-error.ts';
import { InputError, normaliseDatasetPath } from '../../files/index.ts';
import { annotatorColumns, type AnnotatorColumns } from '../annotators/annotator-columns.ts';
import { annotatorVotes } from '../annotators/annotator-votes.ts';
import { removeRowEdits } from '../labels/labels-edits.ts';
import { headerOf, indexLabels, type LabelsIndex } from '../labels/labels-index.ts';
import type { LabelRows, LabelsFailure, RowAnnotators } from '../labels/label-rows.ts';
import type { ColumnNames } from '../labels/labels-columns.ts';
import { rowsOfTable } from '../labels/rows-of-table.ts';
import { listOf } from '../labels/shortened.ts';
import { TABLE_NAME } from '../labels/table-name.ts';
import type { Layout } from './layout.ts';

/**
 * A table of labels that several annotators gave, without a column for the label that counts: a column for each of them
 * (`image,annotator_1,annotator_2`), or a row for each label (`image,annotator,label`). A picture's label is their majority.
 * It has no cell that could be edited: `label-audit consensus` writes a column that can.
 */
export const annotatorsLayout: Layout = {
  ...{ name: 'annotators', endings: TABLE_NAME, byLines: true },
  detect({ name, head, text = head, columns }) {
    if (!TABLE_NAME.test(name)) return false;
    const found = tableOf(text, columns);
    // A name that no column has is told when the file is read.
    return found instanceof DatasetError || found?.hasLabel === false;
  },
  columns: headerOf,
  read({ text }, options): LabelRows | LabelsFailure {
    const columns = tableOf(text, options);
    if (columns instanceof DatasetError) return { ok: false, reason: 'columns', message: columns.message.slice(2) };
    if (columns === undefined) return { ok: false, reason: 'columns', message: 'no columns of annotators were found' };
    const { header, image } = columns;
    // It finds rows, pictures and splits; which label a row bears is told below.
    const some = columns.from === 'columns' ? columns.columns[0] : columns.label;
    const index = indexLabels(text, { ...options, imageColumn: header[image], labelColumn: header[some] });
    if (!index.ok) return index;
    return readVotes(text, index, columns, options);
  },
};

/** Who labelled the pictures of a table that also has a column of labels; undefined where it has no columns of annotators. */
export function annotatorsBeside(index: LabelsIndex, text: string, options: ColumnNames): RowAnnotators | undefined {
  const columns = tableOf(text, options);
  if (columns === undefined || columns instanceof DatasetError || !columns.hasLabel) return undefined;
  return annotatorVotes(index, columns, new Set(options.ignoreLabels ?? []));
}

/** What was taken for annotators, and that their labels are not those that count. */
export function besideNote({ names }: RowAnnotators, labelColumn: string): string {
  return `the column ${JSON.stringify(labelColumn)} is read as the label, and ${listOf(names)} as labels of ${names.length} annotators, who are judged by the way. Name others with --annotators.`;
}

/** The columns of annotators; the error where the user named one that is not there. */
function tableOf(text: string, options: ColumnNames = {}): AnnotatorColumns | DatasetError | undefined {
  try {
    return annotatorColumns(text, options);
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
}

function readVotes(text: string, index: LabelsIndex, columns: AnnotatorColumns, options: ColumnNames): LabelRows {
  const { header, image } = columns;
  const found = annotatorVotes(index, columns, new Set(options.ignoreLabels ?? []));
  const { names, states, faults, undecided } = found;
  const label = columns.from === 'rows' ? header[columns.label] : names.join(', ');
  const table = rowsOfTable(index, label);
  const state = (row: number): ReturnType<LabelRows['state']> => {
    const own = states.get(row);
    if (own !== undefined) return own;
    const usual = index.state(row);
    if (usual !== 'usable' && usual !== 'no-label') return usual;
    return found.majority(row) === '' ? 'no-label' : 'usable';
  };
  const how =
    columns.from === 'rows'
      ? `it has a row for each label that one of ${names.length} annotators gave (the column ${JSON.stringify(header[columns.annotator])})`
      : names.length === 1
        ? `${listOf(names)} is read as labels of one annotator`
        : `${listOf(names)} are read as labels of ${names.length} annotators`;
  const ties =
    undecided === 0
      ? ''
      : ` Of ${undecided.toLocaleString('en-US')} ${undecided === 1 ? 'picture' : 'pictures'} no majority could be told; the first of the tied classes by name stands for it.`;
  const option = columns.from === 'rows' ? '--annotator-column' : '--annotators';
  return {
    ...index,
    ...table,
    columns: header,
    cell: (row, column) => (index.cells(row)[column] ?? '').trim(),
    written: (row) => (states.get(row) === 'annotation' ? '' : table.written(row)),
    paths: pathsOf(index, state, image),
    label: (row) => (states.has(row) ? '' : found.majority(row)),
    state,
    annotators: found,
    // A row is removed as a whole. A new label is refused: the table does not say which of the annotators' labels it would replace.
    edits(changes) {
      const removed: number[] = [];
      for (const [row, wanted] of changes) {
        if (wanted === undefined && columns.from === 'columns') removed.push(row);
        else if (wanted !== found.majority(row)) {
          throw new InputError(
            'it has the labels of each annotator and no column for the one that counts. Write one with: label-audit consensus --write (or --out), and audit again.',
          );
        }
      }
      return removeRowEdits(text, index, removed);
    },
    fault: (row) => faults.get(row) ?? table.fault(row),
    notes: [
      `${how}: a picture's label is their majority, ties go to the class that is given more rarely.${ties} Name others with ${option}; label-audit consensus weighs annotators and writes one label a picture.`,
    ],
  };
}

/** Rows whose first annotator gave no label have a path all the same. */
function pathsOf(index: LabelsIndex, state: LabelRows['state'], image: number): readonly string[] {
  return Array.from({ length: index.count }, (_, row) => {
    if (state(row) !== 'usable') return '';
    return index.paths[row] || (normaliseDatasetPath(index.cells(row)[image].trim()) ?? '');
  });
}
