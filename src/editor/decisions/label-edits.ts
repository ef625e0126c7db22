import * as vscode from 'vscode';
import { indexLabels, relabelEdits } from '../../dataset/index.ts';
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
}

/**
 * The edits that give rows other labels and take rows out. A label's cell is changed within its own quotes and blanks; a
 * row goes with its line end, so that a file without a final line end stays one.
 * @throws FixError where a row has no label cell
 */
export function textChanges(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  changes: readonly RowChange[],
): TextChange[] {
  const removed = changes.filter(({ label }) => label === undefined).map(({ row }) => row);
  const relabelled = changes.filter(
    (change): change is RowChange & { readonly label: string } => change.label !== undefined,
  );
  return [...relabelRows(session, document, relabelled), ...removeRows(document, removed)];
}

function relabelRows(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  changes: readonly (RowChange & { readonly label: string })[],
): TextChange[] {
  // The rows alone, below the header, are a labels file of their own: small, however large the whole is.
  const texts = changes.map(({ row }) => document.getText(rowRange(row, document)));
  const text = [session.header?.text ?? '', ...texts].join('\n');
  const index = indexLabels(text, session.report.options);
  if (!index.ok || index.count !== changes.length) {
    if (changes.length > 1) return changes.flatMap((change) => relabelRows(session, document, [change]));
    if (changes.length === 0) return [];
    const at = changes[0].row.line + 1;
    throw new FixError(
      vscode.l10n.t('Line {0} can’t be read as it stands. Correct its quotes and delimiters, then try again.', at),
    );
  }
  const ragged = index.labelStarts.findIndex((start) => start < 0);
  if (ragged >= 0) throw new FixError(vscode.l10n.t('Line {0} has no label cell.', changes[ragged].row.line + 1));
  return relabelEdits(text, index, changes.keys(), (i) => changes[i].label).map((edit) => {
    const i = index.rowAt(edit.start);
    const { line } = changes[i].row;
    const start = positionIn(texts[i], edit.start - index.rowStarts[i], line);
    return {
      range: new vscode.Range(start, positionIn(texts[i], edit.end - index.rowStarts[i], line)),
      text: edit.text,
    };
  });
}

/** Position of an offset in a row's text. */
function positionIn(text: string, offset: number, firstLine: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(firstLine + before.length - 1, before[before.length - 1].length);
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
