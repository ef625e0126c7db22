import * as vscode from 'vscode';
import { InputError } from '../../audit/light.ts';
import type { LabelsEdit } from '../../dataset/index.ts';
import type { WholeText } from '../labels/whole-rows.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { FixError, type RowChange, type TextChange } from './label-edits.ts';

/** An edit, and the changes of rows that it is part of. */
export interface PlannedEdit extends LabelsEdit {
  readonly changes: readonly RowChange[];
}

/**
 * The edits that give rows of a labels file other labels and take rows out, where it is read as a whole: those that `fix`
 * makes.
 * @throws FixError where the file can't say a label
 */
export function wholeEdits(session: LabelsFileSession, whole: WholeText, changes: readonly RowChange[]): PlannedEdit[] {
  const byNumber = new Map(changes.map((change) => [session.indexOf(change.row), change]));
  const edits = editsOf(session, whole, byNumber);
  return edits.map((edit) => {
    const isRemoval = edit.text === '';
    const own = whole.about(edit.start, edit.end).flatMap((number) => byNumber.get(number) ?? []);
    return { ...edit, changes: own.filter(({ label }) => (label === undefined) === isRemoval) };
  });
}

function editsOf(
  session: LabelsFileSession,
  whole: WholeText,
  changes: ReadonlyMap<number, RowChange>,
): readonly LabelsEdit[] {
  const labels = new Map(Array.from(changes, ([number, { label }]) => [number, label]));
  try {
    return whole.edits(labels);
  } catch (error) {
    const rows = [...changes.values()];
    // A row that has no place for a label: a cell that is missing, no class among its columns.
    if (error instanceof RangeError) {
      const { row } = rows.find(({ row: { label }, label: wanted }) => wanted !== undefined && label === '') ?? rows[0];
      throw new FixError(vscode.l10n.t('Line {0} has no label that can be changed.', row.line + 1));
    }
    if (!(error instanceof InputError)) throw error;
    const [{ row }] = rows;
    throw new FixError(vscode.l10n.t('{0}: {1} Nothing was changed.', session.nameOf(row.file), error.message));
  }
}

/** An edit as the editor makes it. */
export function textChange({ places }: WholeText, { start, end, text }: LabelsEdit): TextChange {
  const [from, to] = [places.at(start), places.at(end)];
  return { range: new vscode.Range(from.line, from.character, to.line, to.character), text };
}
