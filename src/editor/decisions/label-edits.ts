import * as vscode from 'vscode';
import { indexLabels, isAsciiText, relabelEdits, relabelJsonLine, type JsonKeys } from '../../dataset/index.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { rowRange } from '../labels/label-cell.ts';
import type { ScannedRow } from '../labels/scan-row.ts';

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
 * quotes and blanks; a row goes with its line end, so that a file without a final line end stays one.
 * @throws FixError where a row has no label cell
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
  if (header?.layout.kind === 'objects') return relabelLines(document, changes, header.layout.keys);
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
  return relabelEdits(text, index, changes.keys(), (i) => changes[i].label).map((edit) => {
    const i = index.rowAt(edit.start);
    const { row } = changes[i];
    const start = positionIn(texts[i], edit.start - index.rowStarts[i], row.line);
    return {
      range: new vscode.Range(start, positionIn(texts[i], edit.end - index.rowStarts[i], row.line)),
      text: edit.text,
      rows: [row],
    };
  });
}

/** JSON lines: the value under the label's key is changed. */
function relabelLines(document: vscode.TextDocument, changes: readonly Relabelled[], keys: JsonKeys): TextChange[] {
  const isAscii = isAsciiText(document.getText());
  return changes.flatMap(({ row, label }): TextChange[] => {
    if (label === row.label) return [];
    if (row.labelSpan === undefined || row.isRagged) {
      throw new FixError(vscode.l10n.t('Line {0} has no "{1}" that can be changed.', row.line + 1, keys.label));
    }
    const { start, end, text } = relabelJsonLine(document.lineAt(row.line).text, keys.label, label, isAscii);
    return [{ range: new vscode.Range(row.line, start, row.line, end), text, rows: [row] }];
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
