import * as vscode from 'vscode';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { FixError } from './label-edits.ts';

/** Which row a decision was made on. Rows of a file that name the same picture in the same split are told apart by their order. */
export interface RowPlace {
  /** Place of the labels file. */
  readonly file: number;
  readonly path: string;
  /** '' for none. */
  readonly split: string;
  /** Place among the rows of that picture in that split and file, and how many there were. */
  readonly which: number;
  readonly of: number;
}

/** What a row is found by again. */
export function placeOfRow(session: LabelsFileSession, row: ScannedRow): RowPlace {
  const path = pathOf(session, row);
  const { split, file } = row;
  const alike = rowsOf(session, { file, path, split });
  return { file, path, split, which: alike.indexOf(row), of: alike.length };
}

/** The rows of a file that name a picture in a split now. */
export function rowsOf(session: LabelsFileSession, { file, path, split }: Pick<RowPlace, 'file' | 'path' | 'split'>) {
  return rowsNaming(session, file, path).filter((row) => row.split === split);
}

/** The rows of a file that name a picture. */
export function rowsNaming(session: LabelsFileSession, file: number, path: string): readonly ScannedRow[] {
  const known = session.findPicture(path);
  if (known) return known.allRows.filter((row) => row.file === file);
  return session.rowsIn(file).filter((row) => pathOf(session, row) === path);
}

export function pathOf(session: LabelsFileSession, row: ScannedRow): string {
  return session.pathOf(row) ?? row.image;
}

/** The row of a decision that relabelled: where rows came or went since, the one that bears the new label. */
export function relabelledRow(
  session: LabelsFileSession,
  place: RowPlace & { readonly label: string },
): ScannedRow | undefined {
  const rows = rowsOf(session, place);
  if (rows.length === place.of) return rows[place.which];
  return rows.find(({ label }) => label === place.label) ?? rows.at(0);
}

export function changedSince(path: string): FixError {
  return new FixError(
    vscode.l10n.t(
      'The row of {0} has been changed since, so the decision can’t be taken back. Nothing was changed.',
      path,
    ),
  );
}
