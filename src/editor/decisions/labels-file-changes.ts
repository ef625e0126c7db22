import { basename } from 'node:path';
import * as vscode from 'vscode';
import { percent } from '../../numbers/index.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { UndoStep } from '../session/decision-history.ts';
import type { LoggedDecision } from '../session/decision-log.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { IssueState } from '../session/types.ts';
import { issuesToRelabel, type BulkRelabel } from './bulk-relabel.ts';
import type { LabelChanges } from './label-changes.ts';
import { FixError, textChanges, type RowChange, type TextChange } from './label-edits.ts';
import { applyChanges, openForEdit } from './labels-document.ts';
import { otherRowsOf, sayOtherRows, type OtherRows } from './other-rows.ts';
import { plannedDescriptions, plannedRows } from './planned-rows.ts';
import { rememberRows, undoChanges } from './undo-steps.ts';

/** Changes of a labels file's rows. */
export interface LabelsFileChanges extends LabelChanges {
  /** Takes out a row that names a picture, flagged or not: the one at this place among all rows that name it. */
  removeRow(path: string, which: number): Promise<UndoStep | undefined>;
  /** Relabels all issues of a kind, once the user has confirmed them in VS Code's refactor preview. */
  relabelAll(bulk: BulkRelabel): Promise<UndoStep | undefined>;
}

export function createLabelsFileChanges(session: LabelsFileSession): LabelsFileChanges {
  return {
    change: (ids, labelOf) => changeRowsByHand(session, () => rowChanges(session, ids, labelOf)),
    removeRow: (path, which) =>
      changeRowsByHand(session, () => {
        const row = session.findPicture(path)?.allRows.at(which);
        if (!row) throw rowGone(session, path);
        return [{ row, label: undefined }];
      }),
    relabelAll: (bulk) => {
      let states: IssueState[] = [];
      const plan = (): RowChange[] => {
        states = issuesToRelabel(session, bulk);
        return rowChanges(
          session,
          states.map(({ id }) => id),
          () => bulk.to,
        );
      };
      return changeRows(session, plan, (i) => ({
        needsConfirmation: true,
        label: vscode.l10n.t('"{0}" → "{1}"', bulk.from, bulk.to),
        description: `${states[i].issue.path}, ${percent(states[i].issue.suggestedProbability)}`,
      }));
    },
    carryOut: (plan) => {
      let describe: (change: TextChange) => vscode.WorkspaceEditEntryMetadata;
      const planRows = (): RowChange[] => {
        const rows = plannedRows(session, plan);
        describe = plannedDescriptions(session, plan, rows);
        return rows;
      };
      return changeRows(session, planRows, (_, change) => describe(change));
    },
  };
}

/** Changes rows of the labels file as one edit; undefined where there was nothing to change or the user declined. */
async function changeRows(
  session: LabelsFileSession,
  plan: () => RowChange[],
  describe?: (index: number, change: TextChange) => vscode.WorkspaceEditEntryMetadata,
): Promise<UndoStep | undefined> {
  const opened = await openForEdit(session.labelsFile);
  await session.settled();
  // From here to the edit nothing is awaited: the rows are those of the text that is edited.
  if (!session.header) throw headerMissing(session);
  const rows = plan();
  const undo = rememberRows(session, opened.document, rows);
  const decided = rows
    .filter(({ row, label }) => label !== row.label)
    .map(({ row, label }): LoggedDecision => ({
      ...session.reviewPlaceOf(row),
      label: label ?? row.label,
      decision: label === undefined ? 'removed' : 'relabelled',
    }));
  const changes = textChanges(session, opened.document, rows);
  const metadata = describe && ((change: TextChange) => describe(changes.indexOf(change), change));
  // Noted before the edit: the change of the text that it makes brings them into reviews.csv.
  session.log.add(decided);
  if (changes.length === 0 || !(await applyChanges(opened, changes, metadata))) return undefined;
  return async () => {
    const again = await openForEdit(session.labelsFile);
    await session.settled();
    if (!session.header) throw headerMissing(session);
    const back = undoChanges(session, again.document, undo);
    await applyChanges(again, back);
    return back.length > 0;
  };
}

/** Changes the rows that a person decided on, and says where else their pictures stand. */
async function changeRowsByHand(session: LabelsFileSession, plan: () => RowChange[]): Promise<UndoStep | undefined> {
  let others: OtherRows | undefined;
  const step = await changeRows(session, () => {
    const decided = plan();
    others = otherRowsOf(session, decided);
    return decided;
  });
  if (step && others) sayOtherRows(session, others);
  return step;
}

function rowChanges(
  session: LabelsFileSession,
  ids: readonly number[],
  labelOf: (id: number) => string | undefined,
): RowChange[] {
  return ids.map((id) => {
    const row: ScannedRow | undefined = session.rowOfIssue(id);
    if (!row) throw rowGone(session, session.report.issues[id].path);
    return { row, label: labelOf(id) };
  });
}

function rowGone(session: LabelsFileSession, path: string): FixError {
  const name = basename(session.labelsFile.path);
  return new FixError(vscode.l10n.t('{0} has no row for {1} any more. Nothing was changed.', name, path));
}

function headerMissing(session: LabelsFileSession): FixError {
  const name = basename(session.labelsFile.path);
  return new FixError(
    vscode.l10n.t(
      'The first line of {0} names no image and label column as it stands. Correct it, then try again.',
      name,
    ),
  );
}
