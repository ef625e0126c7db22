import * as vscode from 'vscode';
import { InputError } from '../../audit/light.ts';
import {
  blanksAround,
  indexLabels,
  isAsciiText,
  jsonObject,
  jsonWord,
  narrowedEdit,
  relabelEdits,
  relabelJsonLine,
  rewrittenSet,
  type Blanks,
} from '../../dataset/index.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { labelCellRange, rowRange } from '../labels/label-cell.ts';
import type { ObjectLayout, RowLayout, ScannedRow } from '../labels/scan-row.ts';

/** A row and what is to become of it: another label, or (undefined) nothing. */
export interface RowChange {
  readonly row: ScannedRow;
  readonly label: string | undefined;
}

/** A fix can't be made; the message says why, in plain words. Nothing was changed. */
export class FixError extends Error {}

/** One edit of a labels file's text. */
export interface TextChange {
  readonly range: vscode.Range;
  readonly text: string;
  /** The rows that it is about; several where neighbouring rows go. */
  readonly rows?: readonly ScannedRow[];
}

/** A change of a row's label. */
type Relabelled = RowChange & { readonly label: string };

/**
 * The edits that give rows of one labels file other labels and take rows out. A label's cell is changed within its own
 * quotes and blanks, and of several labels in a cell only that part; a row goes with its line end, so that a file without a
 * final line end stays one.
 * @throws FixError where a row has no label cell, or can't be left without a label
 */
export function textChanges(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  changes: readonly RowChange[],
): TextChange[] {
  const removed = changes.filter(({ label }) => label === undefined).map(({ row }) => row);
  const relabelled = changes.filter((change): change is Relabelled => change.label !== undefined);
  return [...relabelRows(session, document, relabelled), ...removeRows(document, removed)];
}

function relabelRows(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  changes: readonly Relabelled[],
): TextChange[] {
  if (changes.length === 0) return [];
  const header = session.headerOf(changes[0].row.file);
  const cellOf = cellWriter(session, document, header?.layout);
  if (header?.layout.kind === 'objects') return relabelLines(document, changes, header.layout, cellOf);
  // The rows alone, below the header, are a labels file of their own: small, however large the whole is.
  const texts = changes.map(({ row }) => document.getText(rowRange(row, document)));
  const text = [header?.text ?? '', ...texts].join('\n');
  const index = indexLabels(text, session.report.options);
  if (!index.ok || index.count !== changes.length) {
    if (changes.length > 1) return changes.flatMap((change) => relabelRows(session, document, [change]));
    const at = changes[0].row.line + 1;
    throw new FixError(
      vscode.l10n.t('Line {0} can’t be read as it stands. Correct its quotes and delimiters, then try again.', at),
    );
  }
  const ragged = index.labelStarts.findIndex((start) => start < 0);
  if (ragged >= 0) throw new FixError(vscode.l10n.t('Line {0} has no label cell.', changes[ragged].row.line + 1));
  const edits = relabelEdits(text, index, changes.keys(), (i) => cellOf(changes[i], index.label(i)));
  return edits.flatMap((whole): TextChange[] => {
    const i = index.rowAt(whole.start);
    const { row } = changes[i];
    const edit = header?.layout.separator === undefined ? whole : narrowedEdit(text, whole);
    if (edit === undefined) return [];
    const start = positionIn(texts[i], edit.start - index.rowStarts[i], row.line);
    const range = new vscode.Range(start, positionIn(texts[i], edit.end - index.rowStarts[i], row.line));
    return [{ range, text: edit.text, rows: [row] }];
  });
}

/** What a cell becomes, given what it holds. */
type CellWriter = (change: Relabelled, written: string) => string;

/** Writes a label, or a set of labels as the file divides them. */
function cellWriter(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  { separator, file = 0 }: Pick<RowLayout, 'separator' | 'file'> = {},
): CellWriter {
  if (separator === undefined) return ({ label }) => label;
  let found: Blanks | undefined;
  /** Blanks around the separator in the first cell of several labels. */
  const usual = (): Blanks => {
    for (const row of found === undefined ? session.rowsIn(file) : []) {
      const cell = row.label.includes(separator) ? labelCellRange(row) : undefined;
      found = cell && blanksAround(separator, document.getText(cell));
      if (found !== undefined) break;
    }
    return (found ??= ['', '']);
  };
  return ({ row, label }, written) => {
    if (label === row.label) return written;
    try {
      return rewrittenSet(written, label, separator, usual);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new FixError(vscode.l10n.t('{0}: {1} Nothing was changed.', session.nameOf(file), error.message));
    }
  };
}

/** JSON lines: the value under the label's key is changed. */
function relabelLines(
  document: vscode.TextDocument,
  changes: readonly Relabelled[],
  { keys, separator }: ObjectLayout,
  cellOf: CellWriter,
): TextChange[] {
  const isAscii = isAsciiText(document.getText());
  return changes.flatMap((change): TextChange[] => {
    const { row, label } = change;
    if (label === row.label) return [];
    if (row.labelSpan === undefined || row.isRagged) {
      throw new FixError(vscode.l10n.t('Line {0} has no "{1}" that can be changed.', row.line + 1, keys.label));
    }
    const line = document.lineAt(row.line).text;
    const word = cellOf(change, jsonWord(jsonObject(line)?.[keys.label]) ?? '');
    const whole = relabelJsonLine(line, keys.label, word, isAscii);
    const edit = separator === undefined ? whole : narrowedEdit(line, whole);
    if (edit === undefined) return [];
    return [{ range: new vscode.Range(row.line, edit.start, row.line, edit.end), text: edit.text, rows: [row] }];
  });
}

/** Position of an offset in a row's text. */
function positionIn(text: string, offset: number, firstLine: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(firstLine + before.length - 1, before[before.length - 1].length);
}

/** Neighbouring rows make one edit. */
function removeRows(document: vscode.TextDocument, rows: readonly ScannedRow[]): TextChange[] {
  const spans: { start: number; end: number; rows: ScannedRow[] }[] = [];
  for (const row of [...new Set(rows)].sort((a, b) => a.line - b.line)) {
    const last = spans.at(-1);
    if (last?.end === row.line) {
      last.end += row.lines;
      last.rows.push(row);
    } else spans.push({ start: row.line, end: row.line + row.lines, rows: [row] });
  }
  return spans.map(({ start, end, rows: gone }) => {
    if (end < document.lineCount) return { range: new vscode.Range(start, 0, end, 0), text: '', rows: gone };
    // The text ends without a line end: what goes with the last row is the line end above it.
    const above = start === 0 ? new vscode.Position(0, 0) : document.lineAt(start - 1).range.end;
    const range = new vscode.Range(above, document.lineAt(document.lineCount - 1).range.end);
    return { range, text: '', rows: gone };
  });
}
