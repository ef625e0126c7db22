import * as vscode from 'vscode';
import { rowRange } from '../../labels/label-cell.ts';
import { otherColumns, type OtherColumn } from '../../labels/other-columns.ts';
import { openDocument } from '../../labels/text-lines.ts';
import type { LiveSession } from '../live-session.ts';

/**
 * What the labels file says of a picture beside its label, as its text is now; nothing where there is no such text: among
 * class folders, where the row is gone, and in files that are no tables and no JSON lines.
 */
export async function rowColumns(session: LiveSession, id: number): Promise<readonly OtherColumn[]> {
  if (session.kind !== 'csv') return [];
  const file = session.rowOfIssue(id)?.file;
  if (file === undefined || session.headerOf(file) === undefined) return [];
  const uri = session.labelsFiles[file];
  let document = openDocument(uri);
  if (document === undefined) {
    try {
      document = await vscode.workspace.openTextDocument(uri);
    } catch {
      return []; // too large for VS Code, or gone meanwhile
    }
  }
  // Of the text as it is then: rows may have moved while it was opened.
  await session.settled();
  const row = session.rowOfIssue(id);
  const header = session.headerOf(file);
  if (row?.file !== file || header === undefined) return [];
  if (document.isClosed || row.line + row.lines > document.lineCount) return [];
  return otherColumns(header, document.getText(rowRange(row, document)), session.report.options);
}
