import * as vscode from 'vscode';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { rowContentKey } from '../../audit/light.ts';
import { labelCellRange, rowRange } from '../labels/label-cell.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { RowChange, TextChange } from './label-edits.ts';
import { changedSince, pathOf, placeOfRow, relabelledRow, rowsNaming, rowsOf, type RowPlace } from './row-places.ts';

/** What a decision did to one row, for taking it back. */
export type RowUndo =
  | (RowPlace & {
      readonly kind: 'relabelled';
      readonly label: string;
      /** The cell as it was written before. */
      readonly cell: string;
      readonly before: string;
    })
  | (RowPlace & {
      readonly kind: 'removed';
      /** The row as it was written, without its line end. */
      readonly text: string;
      /** The nearest row above that stayed, and the number of lines between that are no rows. */
      readonly above?: { readonly path: string; readonly which: number };
      readonly gap: number;
    });

/**
 * What has to be known before a decision is carried out, so that it can be taken back.
 * @param documentOf the document of a labels file
 */
export function rememberRows(
  session: LabelsFileSession,
  documentOf: (file: number) => vscode.TextDocument,
  changes: readonly RowChange[],
): readonly RowUndo[] {
  const going = new Set(changes.filter(({ label }) => label === undefined).map(({ row }) => row));
  // In the order of the file: rows that stood together come back in that order, in whatever order they were decided.
  const inOrder = [...changes].sort(({ row: a }, { row: b }) => a.file - b.file || a.line - b.line);
  return inOrder.flatMap(({ row, label }): RowUndo[] => {
    const { file } = row;
    const document = documentOf(file);
    const place = placeOfRow(session, row);
    if (label !== undefined) {
      const range = labelCellRange(row);
      if (!range || label === row.label) return [];
      return [{ ...place, kind: 'relabelled', label, cell: document.getText(range), before: row.label }];
    }
    const rows = session.rowsIn(file);
    let gap = 0;
    let below = row;
    let i = session.indexOf(row) - 1;
    for (; i >= 0; i -= 1) {
      const above = rows[i];
      gap += below.line - above.line - above.lines;
      if (!going.has(above)) break;
      below = above;
    }
    if (i < 0) gap += below.line - (session.headerOf(file)?.bodyLine ?? 0);
    const above = i < 0 ? {} : { above: anchorOf(session, rows[i], going) };
    return [{ ...place, kind: 'removed', text: document.getText(rowRange(row, document)), ...above, gap }];
  });
}

/** What a row that stays is found by again: its picture, and its place among those rows that name it and stay. */
function anchorOf(session: LabelsFileSession, row: ScannedRow, going: ReadonlySet<ScannedRow>) {
  const path = pathOf(session, row);
  const known = session.findPicture(path)?.allRows;
  const staying = known?.filter((other) => other.file === row.file && !going.has(other));
  return { path, which: staying?.indexOf(row) ?? 0 };
}

/**
 * The edits that take a decision back in one labels file, in the text as it is now. Rows that were taken back already (by undo in the
 * editor) need none.
 * @throws FixError where a row was changed since in another way
 */
export function undoChanges(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  undo: readonly RowUndo[],
): TextChange[] {
  const changes: TextChange[] = [];
  const inserts = new Map<number, { readonly at: vscode.Position; rows: string[] }>();
  /** Rows that were brought back, by what they name. */
  const back = new Map<string, number>();
  for (const step of undo) {
    if (step.kind === 'relabelled') {
      const row = relabelledRow(session, step);
      if (!row) throw changedSince(step.path);
      if (row.label === step.before) continue;
      const range = labelCellRange(row);
      if (row.label !== step.label || !range) throw changedSince(step.path);
      changes.push({ range, text: step.cell });
      continue;
    }
    const key = rowContentKey(step.path, step.split, '');
    const restored = back.get(key) ?? 0;
    if (rowsOf(session, step).length + restored >= step.of) continue;
    back.set(key, restored + 1);
    const line = lineFor(session, document, step);
    const insert = inserts.get(line) ?? { at: new vscode.Position(line, 0), rows: [] };
    insert.rows.push(step.text);
    inserts.set(line, insert);
  }
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  for (const [line, { at, rows }] of [...inserts].sort(([a], [b]) => a - b)) {
    if (line < document.lineCount) {
      changes.push({ range: new vscode.Range(at, at), text: rows.map((text) => text + eol).join('') });
    } else {
      // Below a last line without a line end.
      const { end } = document.lineAt(document.lineCount - 1).range;
      changes.push({ range: new vscode.Range(end, end), text: rows.map((text) => eol + text).join('') });
    }
  }
  return changes;
}

/** The line at which a row comes back; the number of lines, where that is below the last one. */
function lineFor(
  session: LabelsFileSession,
  document: vscode.TextDocument,
  { file, above, gap }: RowUndo & { readonly kind: 'removed' },
): number {
  const anchor = above && anchorRow(session, file, above);
  const line = anchor ? anchor.line + anchor.lines : (session.headerOf(file)?.bodyLine ?? 0);
  for (let between = 0; between < gap; between += 1) {
    if (line + between >= document.lineCount || session.rowAt(file, { line: line + between, character: 0 }))
      return line;
  }
  return line + gap;
}

/** The row below which a row comes back; the last one of its file, where that row is gone. */
function anchorRow(
  session: LabelsFileSession,
  file: number,
  { path, which }: { readonly path: string; readonly which: number },
): ScannedRow | undefined {
  const naming = rowsNaming(session, file, path);
  return naming.at(which) ?? naming.at(-1) ?? session.rowsIn(file).at(-1);
}
