import * as vscode from 'vscode';
import type { ScannedRow } from './scan-row.ts';

/** Where a row's label cell stands, quotes included; undefined where the row has none. */
export function labelCellRange(row: ScannedRow): vscode.Range | undefined {
  const span = row.labelSpan;
  return span && new vscode.Range(row.line + span.startLine, span.start, row.line + span.endLine, span.end);
}

/** Everything of a row but its line end. */
export function rowRange(row: ScannedRow, document: vscode.TextDocument): vscode.Range {
  const lastLine = row.line + row.lines - 1;
  return new vscode.Range(row.line, 0, lastLine, document.lineAt(lastLine).text.length);
}
