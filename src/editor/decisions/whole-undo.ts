import type { KnownChange } from '../labels/text-log.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { RowChange, TextChange } from './label-edits.ts';
import { changedSince, placeOfRow, relabelledRow, rowsOf, type RowPlace } from './row-places.ts';
import { textChange, type PlannedEdit } from './whole-changes.ts';

/** A row that was decided on; `label` undefined where it was taken out. */
interface DecidedRow extends RowPlace {
  readonly label: string | undefined;
  readonly before: string;
}

/** What a decision did to the text of a labels file that is read as a whole, for taking it back. */
export interface WholeUndo {
  readonly file: number;
  readonly rows: readonly DecidedRow[];
  readonly known: KnownChange;
  /** The rows that each of its edits was about. */
  readonly rowsOfEdit: readonly (readonly DecidedRow[])[];
}

/**
 * What has to be known before the edits of a decision are made in one file.
 * @returns asked right after they were made, what takes them back; undefined where none was made
 */
export function rememberWhole(
  session: LabelsFileSession,
  file: number,
  changes: readonly RowChange[],
  edits: readonly PlannedEdit[],
): () => WholeUndo | undefined {
  const decided = new Map(
    changes.map((change): [RowChange, DecidedRow] => {
      const { row, label } = change;
      return [change, { ...placeOfRow(session, row), label, before: row.label }];
    }),
  );
  const made = session.logOf(file).expect(edits);
  return () => {
    const known = made();
    if (known === undefined) return undefined;
    let at = 0;
    const rowsOfEdit = known.change.map(({ end }) => {
      while (edits[at].end < end) at += 1;
      return edits[at].changes.map((change) => decided.get(change)!);
    });
    return { file, rows: [...decided.values()], known, rowsOfEdit };
  };
}

/**
 * The edits that take a decision back in the text as it is now, byte for byte. Rows that were taken back already (by undo
 * in the editor, or by hand) need none.
 * @throws FixError where a row was changed since in another way
 */
export function wholeUndoChanges(session: LabelsFileSession, undo: WholeUndo): TextChange[] {
  const whole = session.wholeOf(undo.file);
  const back = new Set(undo.rows.filter((row) => isBack(session, row)));
  if (whole === undefined || back.size === undo.rows.length) return [];
  const inverse = session.logOf(undo.file).inverse(undo.known);
  const gone = undo.rows.find((row) => !back.has(row))!;
  if (inverse === undefined) throw changedSince(gone.path);
  return inverse.flatMap((edit, i): TextChange[] => {
    const own = undo.rowsOfEdit[i];
    const now = whole.text.slice(edit.start, edit.end);
    if (now === edit.text || (own.length > 0 && own.every((row) => back.has(row)))) return [];
    // A row that came back by itself would stand there twice.
    if (now !== undo.known.change[i].text || own.some((row) => back.has(row)))
      throw changedSince(own.at(0)?.path ?? gone.path);
    return [textChange(whole, edit)];
  });
}

/** Whether a row is again what it was before it was decided on. */
function isBack(session: LabelsFileSession, decided: DecidedRow): boolean {
  const { label, before, path } = decided;
  if (label === undefined) return rowsOf(session, decided).length >= decided.of;
  if (label === before) return true;
  const row = relabelledRow(session, { ...decided, label });
  if (row === undefined) throw changedSince(path);
  if (row.label === before) return true;
  if (row.label !== label) throw changedSince(path);
  return false;
}
