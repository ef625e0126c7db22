import type { LabelsEdit } from './label-rows.ts';
import type { LabelsIndex } from './labels-index.ts';

export type { LabelsEdit };

/**
 * The edits that give rows another label, in the order of the text. Each touches one label cell alone: a quoted cell
 * stays quoted, blanks around an unquoted one stay, and quotes are added only where the new label needs them. Rows
 * that bear the label already need no edit.
 * @param text the text that was indexed
 * @param rows rows of the index, counted from 0, in any order
 * @param newLabel the label, or each row's own
 * @throws RangeError for a row that has no label cell (a ragged one)
 */
export function relabelEdits(
  text: string,
  index: LabelsIndex,
  rows: Iterable<number>,
  newLabel: string | ((row: number) => string),
): LabelsEdit[] {
  const edits: LabelsEdit[] = [];
  for (const row of ascending(rows)) {
    const start = index.labelStarts[row];
    const end = index.labelEnds[row];
    if (!(start >= 0)) throw new RangeError(`Row ${row + 1} has no label cell.`);
    const label = typeof newLabel === 'string' ? newLabel : newLabel(row);
    if (index.label(row) === label) continue;
    const raw = text.slice(start, end);
    if (isQuoted(raw)) edits.push({ start, end, text: quoted(label) });
    else if (needsQuotes(label, index.delimiter, start === index.rowStarts[row])) {
      // Blanks outside of quotes would make the quotes a part of the label.
      edits.push({ start, end, text: quoted(label) });
    } else {
      const core = raw.trim();
      const before = core === '' ? 0 : raw.indexOf(core);
      const after = core === '' ? raw.length : before + core.length;
      edits.push({ start: start + before, end: start + after, text: label });
    }
  }
  return edits;
}

/**
 * The edits that take rows out, with their line ends, in the order of the text; neighbouring rows make one edit. Where
 * the text does not end in a line end, and its last row goes, then so does the one line end before it (or before the
 * rows that go with it), so that the text does not end in that line end now.
 */
export function removeRowEdits(
  text: string,
  index: Pick<LabelsIndex, 'count' | 'rowStarts' | 'rowEnds'>,
  rows: Iterable<number>,
): LabelsEdit[] {
  const spans: { start: number; end: number }[] = [];
  for (const row of ascending(rows)) {
    if (!(row >= 0 && row < index.count)) throw new RangeError(`There is no row ${row + 1}.`);
    const start = index.rowStarts[row];
    const end = index.rowEnds[row];
    const last = spans.at(-1);
    if (last?.end === start) last.end = end;
    else spans.push({ start, end });
  }
  const last = spans.at(-1);
  if (last?.end === text.length && !/[\r\n]$/.test(text.slice(-1))) {
    // JSON lines may begin with the first row: above it there is none, or a byte order mark.
    const above = /(?:\r\n|\r|\n)?$/.exec(text.slice(Math.max(0, last.start - 2), last.start))![0];
    last.start -= above.length;
  }
  return spans.map((span) => ({ ...span, text: '' }));
}

/**
 * The text with the edits made.
 * @throws RangeError where edits overlap or leave the text
 */
export function applyEdits(text: string, edits: readonly LabelsEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at || end < start || end > text.length) throw new RangeError(`The edit ${start}–${end} does not fit.`);
    parts.push(text.slice(at, start), replacement);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** A cell for a labels file, in quotes only where it needs them. `first`: it stands at the start of its line. */
export function writeCell(value: string, delimiter: string, first: boolean): string {
  return needsQuotes(value, delimiter, first) ? quoted(value) : value;
}

function ascending(rows: Iterable<number>): number[] {
  return [...new Set(rows)].sort((a, b) => a - b);
}

/** Whether a raw cell is one pair of quotes with nothing after it. */
function isQuoted(raw: string): boolean {
  return (
    raw.length > 1 && raw.startsWith('"') && raw.endsWith('"') && !raw.slice(1, -1).replaceAll('""', '').includes('"')
  );
}

function needsQuotes(value: string, delimiter: string, first: boolean): boolean {
  return (
    value.includes(delimiter) || /["\r\n]/.test(value) || value.trim() !== value || (first && value.startsWith('#'))
  );
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
