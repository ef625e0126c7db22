import * as vscode from 'vscode';
import { sayInformation } from '../host/notify.ts';
import { nameOf } from '../host/plain-text.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { RowChange } from './label-edits.ts';

/** More than this are counted. */
const SHOWN = 3;

/** Rows that name pictures which a person decided on in another row. */
export interface OtherRows {
  readonly images: readonly string[];
  readonly rows: readonly ScannedRow[];
  /** Numbers of the rows, as messages of an audit count them, before the decision. */
  readonly numbers: readonly number[];
}

/** Where else the pictures of these rows stand; undefined where they stand nowhere else. Asked before the rows change. */
export function otherRowsOf(session: LabelsFileSession, decided: readonly RowChange[]): OtherRows | undefined {
  const own = new Set(decided.map(({ row }) => row));
  const rows = new Set<ScannedRow>();
  const images = new Set<string>();
  for (const row of own) {
    for (const other of session.otherRows(row)) {
      if (own.has(other)) continue;
      rows.add(other);
      images.add(session.pathOf(row) ?? row.image);
    }
  }
  if (rows.size === 0) return undefined;
  return { images: [...images], rows: [...rows], numbers: Array.from(rows, (row) => session.indexOf(row) + 1) };
}

/** Says where the pictures stand that a person has just decided on: a decision changes its own row and no other. */
export function sayOtherRows(session: LabelsFileSession, others: OtherRows): void {
  const { images } = others;
  const where = otherRowsText(session, others);
  void sayInformation(
    images.length === 1
      ? vscode.l10n.t('{0} stands elsewhere, too: {1}. That is left as it is.', images[0], where)
      : vscode.l10n.t('{0} of these pictures stand elsewhere, too: {1}. That is left as it is.', images.length, where),
  );
}

/** E.g. `row 13 (test, "a")`, with the file's name where there are several. Rows may have moved since they were counted. */
export function otherRowsText(session: LabelsFileSession, { rows, numbers }: Omit<OtherRows, 'images'>): string {
  const isOne = session.labelsFiles.length === 1;
  const shown = rows.slice(0, SHOWN).map((row, i) => {
    const now = session.indexOf(row);
    const number = now < 0 ? numbers[i] : now + 1;
    const place = isOne
      ? vscode.l10n.t('row {0}', number)
      : vscode.l10n.t('row {0} of {1}', number, nameOf(session.nameOf(row.file)));
    return row.split === ''
      ? vscode.l10n.t('{0} ("{1}")', place, nameOf(row.label))
      : vscode.l10n.t('{0} ({1}, "{2}")', place, nameOf(row.split), nameOf(row.label));
  });
  const more = rows.length - shown.length;
  return more === 0 ? shown.join(', ') : vscode.l10n.t('{0} and {1} more', shown.join(', '), more);
}
