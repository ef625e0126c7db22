import * as vscode from 'vscode';
import type { CellSpan, ScannedRow } from './scan-row.ts';

/** Where a row's label cell stands, quotes included; undefined where the row has none. */
export function labelCellRange(row: ScannedRow): vscode.Range | undefined {
  const span = row.labelSpan;
  return span && rangeOf(row, span);
}

/** Where a row's label is shown: its cell, or the row where the label has several places or none of its own. */
export function labelRange(row: ScannedRow): vscode.Range | undefined {
  return labelCellRange(row) ?? (row.span && rangeOf(row, row.span));
}

/** Everything of a row but its line end. */
export function rowRange(row: ScannedRow, document: vscode.TextDocument): vscode.Range {
  if (row.span) return rangeOf(row, row.span);
  const lastLine = row.line + row.lines - 1;
  return new vscode.Range(row.line, 0, lastLine, document.lineAt(lastLine).text.length);
}

function rangeOf({ line }: ScannedRow, { startLine, start, endLine, end }: CellSpan): vscode.Range {
  return new vscode.Range(line + startLine, start, line + endLine, end);
}
