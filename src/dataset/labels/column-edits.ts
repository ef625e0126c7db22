import { InputError } from '../../files/index.ts';
import { relabelEdits, writeCell } from './labels-edits.ts';
import { indexLabels } from './labels-index.ts';
import type { LabelsEdit } from './label-rows.ts';
import type { ColumnNames } from './labels-columns.ts';
import { shortened } from './shortened.ts';

/** A column of a table, as it should be. */
export interface WantedColumn {
  readonly name: string;
  /** The cell of a row, counted from 0; undefined: what is there stays, and what is new is empty. */
  readonly cell: (row: number) => string | undefined;
  /** What its cells may hold where the column is there already; default: anything. */
  readonly known?: ReadonlySet<string>;
}

/**
 * The edits that write a column into a table, in the order of the text: into its cells where it is there, else behind the
 * last cell of every row. No other byte is touched. Rows with too few cells get none.
 *
 * @param options how the table is read; any column may stand for the labels
 * @throws InputError where the text is no table, a row has more cells than the header (another column would be taken for it), or
 *   a cell that would be written holds something that is not known
 */
export function columnEdits(text: string, { name, cell, known }: WantedColumn, options: ColumnNames): LabelsEdit[] {
  const some = indexLabels(text, options);
  if (!some.ok) throw new InputError(`it can't be given a column: ${some.message}.`);
  if (some.header.includes(name)) {
    const index = indexLabels(text, { ...options, labelColumn: name });
    if (!index.ok) throw new InputError(`its column ${JSON.stringify(name)} can't be written: ${index.message}.`);
    const rows = Array.from({ length: index.count }, (_, row) => row).filter(
      (row) => index.state(row) !== 'ragged' && cell(row) !== undefined,
    );
    const other = rows.find((row) => known !== undefined && index.label(row) !== '' && !known.has(index.label(row)));
    if (other !== undefined) {
      const held = JSON.stringify(shortened(index.label(other)));
      throw new InputError(
        `its column ${JSON.stringify(name)} holds something else, such as ${held} in row ${other + 1} (line ${index.lines[other]}): give the new labels a column of their own.`,
      );
    }
    return relabelEdits(text, index, rows, (row) => cell(row)!);
  }
  const { delimiter, header, headerEnd, count, rowEnds } = some;
  const edits: LabelsEdit[] = [
    { start: headerEnd, end: headerEnd, text: delimiter + writeCell(name, delimiter, false) },
  ];
  for (let row = 0; row < count; row++) {
    if (some.state(row) === 'ragged') continue;
    const { length } = some.cells(row);
    if (length > header.length) {
      throw new InputError(
        `row ${row + 1} (line ${some.lines[row]}) has ${length} cells where the header has ${header.length}: a new column would stand in the wrong place. Take out what is too much.`,
      );
    }
    const end = withoutLineEnd(text, rowEnds[row]);
    edits.push({ start: end, end, text: delimiter + writeCell(cell(row) ?? '', delimiter, false) });
  }
  return edits;
}

/** Offset of a row's line end, or of the text's end. */
function withoutLineEnd(text: string, end: number): number {
  if (text[end - 1] === '\n') return text[end - 2] === '\r' ? end - 2 : end - 1;
  return text[end - 1] === '\r' ? end - 1 : end;
}
