import * as vscode from 'vscode';
import { indexLabels, relabelEdits } from '../audit/index.ts';
import type { CsvSession } from './csv-session.ts';
import { rowRange } from './label-cell.ts';
import type { ScannedRow } from './scan-row.ts';

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
}

/**
 * The edits that give rows other labels and take rows out. A label's cell is changed within its own quotes and blanks; a
 * row goes with its line end, so that a file without a final line end stays one.
 * @throws FixError where a row has no label cell
 */
export function textChanges(
  session: CsvSession,
  document: vscode.TextDocument,
  changes: readonly RowChange[],
): TextChange[] {
  const relabelled = changes.flatMap(({ row, label }) =>
    label === undefined ? [] : relabelRow(session, document, row, label),
  );
  const removed = changes.filter(({ label }) => label === undefined).map(({ row }) => row);
  return [...relabelled, ...removeRows(document, removed)];
}

function relabelRow(session: CsvSession, document: vscode.TextDocument, row: ScannedRow, label: string): TextChange[] {
  // The row alone, below the header, is a labels file of its own.
  const prefix = `${session.header?.text ?? ''}\n`;
  const text = prefix + document.getText(rowRange(row, document));
  const index = indexLabels(text, session.report.options);
  if (!index.ok || index.count !== 1 || index.labelStarts[0] < 0) {
    const at = row.line + 1;
    throw new FixError(
      vscode.l10n.t('Line {0} has no label cell as it stands. Correct its quotes and delimiters, then try again.', at),
    );
  }
  const base = document.offsetAt(new vscode.Position(row.line, 0)) - prefix.length;
  return relabelEdits(text, index, [0], label).map((edit) => ({
    range: new vscode.Range(document.positionAt(base + edit.start), document.positionAt(base + edit.end)),
    text: edit.text,
  }));
}

/** Neighbouring rows make one edit. */
function removeRows(document: vscode.TextDocument, rows: readonly ScannedRow[]): TextChange[] {
  const spans: { start: number; end: number }[] = [];
  for (const row of [...new Set(rows)].sort((a, b) => a.line - b.line)) {
    const last = spans.at(-1);
    if (last?.end === row.line) last.end += row.lines;
    else spans.push({ start: row.line, end: row.line + row.lines });
  }
  return spans.map(({ start, end }) => {
    if (end < document.lineCount) return { range: new vscode.Range(start, 0, end, 0), text: '' };
    // The text ends without a line end: what goes with the last row is the line end above it.
    const above = document.lineAt(Math.max(0, start - 1)).range.end;
    return { range: new vscode.Range(above, document.lineAt(document.lineCount - 1).range.end), text: '' };
  });
}
