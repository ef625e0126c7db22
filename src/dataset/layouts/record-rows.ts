import type { LabelRows, RowState } from '../labels/label-rows.ts';
import { RAGGED, standingOf } from '../labels/row-standing.ts';

/** What one entry of a tool's export says of one picture. */
export interface LabelRecord {
  /** The picture as it is named; '' where it is not. */
  readonly written: string;
  /** Its one label; '' where it has none. */
  readonly label: string;
  readonly split?: string;
  /** Why it can't be used, as the rest of a sentence that begins with its number. */
  readonly fault?: string;
  /** Where the entry stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Entries of a file, in its order, as its rows. */
export function recordRows(
  text: string,
  records: readonly LabelRecord[],
  rest: Pick<LabelRows, 'columnNames' | 'classOrder' | 'notes' | 'labelSpan' | 'rowsAbout' | 'edits'>,
): LabelRows {
  const paths: string[] = [];
  const states: RowState[] = [];
  for (const { written, label, fault } of records) {
    const { path, state } = fault === undefined ? standingOf(written, label) : RAGGED;
    states.push(state);
    paths.push(path);
  }
  return {
    ...{ ok: true, count: records.length, paths, lines: linesOf(text, records), ...rest },
    rowStarts: Int32Array.from(records, ({ start }) => start),
    rowEnds: Int32Array.from(records, ({ end }) => end),
    written: (row) => records[row].written,
    label: (row) => records[row].label,
    split: (row) => records[row].split ?? '',
    state: (row) => states[row],
    fault: (row) => records[row].fault ?? 'can not be used',
  };
}

/** The 1-based line of each entry; entries stand in the order of the text. */
function linesOf(text: string, records: readonly LabelRecord[]): Int32Array {
  const lines = new Int32Array(records.length);
  let line = 1;
  // A text of one line is searched once, not for each entry.
  let next = text.indexOf('\n');
  records.forEach(({ start }, row) => {
    for (; next >= 0 && next < start; next = text.indexOf('\n', next + 1)) line += 1;
    lines[row] = line;
  });
  return lines;
}
