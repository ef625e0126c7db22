import * as vscode from 'vscode';
import type { CsvSession } from '../session/csv-session.ts';
import { labelCellRange, rowRange } from '../labels/label-cell.ts';
import { FixError, type RowChange, type TextChange } from './label-edits.ts';

/** What a decision did to one picture's row, for taking it back. */
export type RowUndo =
  | {
      readonly kind: 'relabelled';
      readonly path: string;
      readonly label: string;
      /** The cell as it was written before. */
      readonly cell: string;
      readonly before: string;
    }
  | {
      readonly kind: 'removed';
      readonly path: string;
      /** The row as it was written, without its line end. */
      readonly text: string;
      /** Path of the nearest row above that stayed, and the number of lines between that are no rows. */
      readonly above?: string;
      readonly gap: number;
    };

/** What has to be known before a decision is carried out, so that it can be taken back. */
export function rememberRows(
  session: CsvSession,
  document: vscode.TextDocument,
  changes: readonly RowChange[],
): readonly RowUndo[] {
  const going = new Set(changes.filter(({ label }) => label === undefined).map(({ row }) => row));
  return changes.flatMap(({ row, label }): RowUndo[] => {
    const path = session.pictureOf(row)?.path ?? row.image;
    if (label !== undefined) {
      const range = labelCellRange(row);
      if (!range || label === row.label) return [];
      return [{ kind: 'relabelled', path, label, cell: document.getText(range), before: row.label }];
    }
    let gap = 0;
    let below = row;
    let i = session.indexOf(row) - 1;
    for (; i >= 0; i -= 1) {
      const above = session.rows[i];
      gap += below.line - above.line - above.lines;
      if (!going.has(above)) break;
      below = above;
    }
    if (i < 0) gap += below.line - (session.header?.bodyLine ?? 0);
    const above = i < 0 ? {} : { above: session.rows[i].image };
    return [{ kind: 'removed', path, text: document.getText(rowRange(row, document)), ...above, gap }];
  });
}

/**
 * The edits that take a decision back, in the text as it is now. Rows that were taken back already (by undo in the
 * editor) need none.
 * @throws FixError where a row was changed since in another way
 */
export function undoChanges(
  session: CsvSession,
  document: vscode.TextDocument,
  undo: readonly RowUndo[],
): TextChange[] {
  const changes: TextChange[] = [];
  const inserts = new Map<number, { readonly at: vscode.Position; rows: string[] }>();
  for (const step of undo) {
    const row = session.findPicture(step.path)?.rows.at(0);
    if (step.kind === 'relabelled') {
      if (!row) throw changedSince(step.path);
      if (row.label === step.before) continue;
      const range = labelCellRange(row);
      if (row.label !== step.label || !range) throw changedSince(step.path);
      changes.push({ range, text: step.cell });
      continue;
    }
    if (row) continue;
    const line = lineFor(session, document, step.above, step.gap);
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
function lineFor(session: CsvSession, document: vscode.TextDocument, above: string | undefined, gap: number): number {
  const anchor =
    above === undefined
      ? undefined
      : (session.findPicture(above)?.rows.at(0) ??
        session.rows.find(({ image }) => image === above) ??
        session.rows.at(-1));
  const line = anchor ? anchor.line + anchor.lines : (session.header?.bodyLine ?? 0);
  for (let between = 0; between < gap; between += 1) {
    if (line + between >= document.lineCount || session.rowAt(line + between)) return line;
  }
  return line + gap;
}

function changedSince(path: string): FixError {
  return new FixError(
    vscode.l10n.t(
      'The row of {0} has been changed since, so the decision can’t be taken back. Nothing was changed.',
      path,
    ),
  );
}
