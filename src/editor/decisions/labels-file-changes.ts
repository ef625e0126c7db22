import * as vscode from 'vscode';
import type { CheckName } from '../../audit/light.ts';
import { joinSet, splitSet } from '../../dataset/index.ts';
import { percent } from '../host/local-numbers.ts';
import { mayRespell } from '../labels/look-alikes.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { UndoStep } from '../session/decision-history.ts';
import type { LoggedDecision } from '../session/reviews/decision-log.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { IssueState } from '../session/types.ts';
import { pictureOfId } from '../session/unflagged-pictures.ts';
import { issuesToRelabel, type BulkRelabel } from './bulk-relabel.ts';
import type { LabelChanges } from './label-changes.ts';
import { FixError, textChanges, type RowChange, type TextChange } from './label-edits.ts';
import { applyChanges, openForEdit, type DocumentChanges, type LabelsDocument } from './labels-document.ts';
import { otherRowsOf, sayOtherRows, type OtherRows } from './other-rows.ts';
import { plannedDescriptions, plannedRows } from './planned-rows.ts';
import { requireReadable } from './require-readable.ts';
import { rememberRows, undoChanges, type RowUndo } from './undo-steps.ts';
import { textChange, wholeEdits } from './whole-changes.ts';
import { rememberWhole, wholeUndoChanges, type WholeUndo } from './whole-undo.ts';

/** Changes of a labels file's rows. */
export interface LabelsFileChanges extends LabelChanges {
  /** Takes out a row that names a picture, flagged or not: the one at this place among all rows that name it. */
  removeRow(path: string, which: number): Promise<UndoStep | undefined>;
  /** Writes a class alike in all rows but those of test splits. */
  respell(from: string, to: string): Promise<UndoStep | undefined>;
  /** Relabels all issues of a kind, once the user has confirmed them in VS Code's refactor preview. */
  relabelAll(bulk: BulkRelabel): Promise<UndoStep | undefined>;
}

export function createLabelsFileChanges(session: LabelsFileSession): LabelsFileChanges {
  return {
    change: (ids, labelOf, type) => changeRowsByHand(session, () => rowChanges(session, ids, labelOf), type),
    removeRow: (path, which) =>
      changeRowsByHand(session, () => {
        const row = session.findPicture(path)?.allRows.at(which);
        if (!row) throw rowGone(session, path);
        return [{ row, label: undefined }];
      }),
    respell: (from, to) => {
      const plan = (): RowChange[] => {
        const changes: RowChange[] = [];
        for (const row of session.allRows())
          if (row.label === from && mayRespell(row)) changes.push({ row, label: to });
        return changes;
      };
      return changeRows(session, plan, { isSpelling: true });
    },
    relabelAll: (bulk) => {
      let issueOf = new Map<ScannedRow, IssueState['issue']>();
      const plan = (): RowChange[] => {
        const states = issuesToRelabel(session, bulk);
        const changes = rowChanges(
          session,
          states.map(({ id }) => id),
          () => bulk.to,
        );
        issueOf = new Map(changes.map(({ row }, i) => [row, states[i].issue]));
        return changes;
      };
      const describe = ({ rows = [] }: TextChange): vscode.WorkspaceEditEntryMetadata => ({
        needsConfirmation: true,
        label: vscode.l10n.t('"{0}" → "{1}"', bulk.from, bulk.to),
        description: rows
          .map((row) => issueOf.get(row))
          .filter((issue) => issue !== undefined)
          .map(({ path, suggestedProbability }) => `${path}, ${percent(suggestedProbability)}`)
          .join('; '),
      });
      return changeRows(session, plan, { describe });
    },
    carryOut: (plan) => {
      let describe: (change: TextChange) => vscode.WorkspaceEditEntryMetadata;
      const planRows = (): RowChange[] => {
        const rows = plannedRows(session, plan);
        describe = plannedDescriptions(session, plan, rows);
        return rows;
      };
      return changeRows(session, planRows, { describe: (change) => describe(change) });
    },
  };
}

interface ChangeOptions {
  /** What the refactor preview says of a change, in which the user confirms all of them. */
  readonly describe?: (change: TextChange) => vscode.WorkspaceEditEntryMetadata;
  /** The changes say how a class is written, and nothing of pictures: they are not noted as decisions. */
  readonly isSpelling?: boolean;
  /** The check whose finding is decided on; default: the labels are. */
  readonly type?: CheckName;
}

/** Rows of labels files that are open, as they stand. */
interface OpenedRows {
  readonly rows: readonly RowChange[];
  /** By the places of the files that they stand in. */
  readonly opened: ReadonlyMap<number, LabelsDocument>;
}

/**
 * Plans changes, and opens the labels files that they are about, and no others. When this resolves, the rows are those of
 * the text: until something else is awaited.
 */
async function openPlanned(session: LabelsFileSession, plan: () => readonly RowChange[]): Promise<OpenedRows> {
  let wanted = new Set(session.labelsFiles.length === 1 ? [0] : []);
  if (session.labelsFiles.length > 1) {
    await session.settled();
    await requireReadable(session);
    wanted = new Set(plan().map(({ row }) => row.file));
  }
  for (;;) {
    const opened = new Map<number, LabelsDocument>();
    for (const file of wanted) opened.set(file, await openForEdit(session.labelsFiles[file]));
    await session.settled();
    await requireReadable(session);
    const rows = plan();
    const missing = rows.filter(({ row }) => !opened.has(row.file));
    if (missing.length === 0) return { rows, opened };
    for (const { row } of missing) wanted.add(row.file);
  }
}

/** Changes rows of the labels files as one edit; undefined where there was nothing to change or the user declined. */
async function changeRows(
  session: LabelsFileSession,
  plan: () => RowChange[],
  { describe, isSpelling = false, type }: ChangeOptions = {},
): Promise<UndoStep | undefined> {
  const { rows: planned, opened } = await openPlanned(session, plan);
  // From here to the edit nothing is awaited.
  const rows = planned.map((change) => asRead(session, change));
  const inLines = rows.filter(({ row }) => session.wholeOf(row.file) === undefined);
  const undo = rememberRows(session, (file) => opened.get(file)!.document, inLines);
  const remembered: (() => WholeUndo | undefined)[] = [];
  const decided = rows
    .filter(({ row, label }) => label !== row.label)
    .map(({ row, label }): LoggedDecision => ({
      ...session.reviewPlaceOf(row),
      ...(type === undefined ? {} : { type }),
      label: label ?? row.label,
      decision: label === undefined ? 'removed' : 'relabelled',
    }));
  const files = Array.from(opened, ([file, document]): DocumentChanges => {
    const own = rows.filter(({ row }) => row.file === file);
    const whole = session.wholeOf(file);
    if (whole === undefined) return { opened: document, changes: textChanges(session, document.document, own) };
    const edits = wholeEdits(session, whole, own);
    remembered.push(rememberWhole(session, file, own, edits));
    const changes = edits.map((edit) => ({ ...textChange(whole, edit), rows: edit.changes.map(({ row }) => row) }));
    return { opened: document, changes };
  });
  // Noted before the edit: the change of the text that it makes brings them into reviews.csv.
  if (!isSpelling) session.log.add(decided);
  if (files.every(({ changes }) => changes.length === 0) || !(await applyChanges(files, describe))) return undefined;
  session.hasten();
  const wholes = remembered.flatMap((made) => made() ?? []);
  return () => takeBack(session, undo, wholes);
}

/** A change whose label is written as the row will read then: of several labels in a cell, in the order of sets. */
function asRead(session: LabelsFileSession, change: RowChange): RowChange {
  const { row, label } = change;
  const separator = session.headerOf(row.file)?.layout.separator;
  if (label === undefined || separator === undefined) return change;
  return { row, label: joinSet(splitSet(label, separator), separator) };
}

/** Takes a decision back; false where nothing of it was left to take back. */
async function takeBack(
  session: LabelsFileSession,
  undo: readonly RowUndo[],
  wholes: readonly WholeUndo[],
): Promise<boolean> {
  const opened = new Map<number, LabelsDocument>();
  for (const { file } of [...undo, ...wholes]) {
    if (!opened.has(file)) opened.set(file, await openForEdit(session.labelsFiles[file]));
  }
  await session.settled();
  await requireReadable(session);
  const back = Array.from(opened, ([file, document]): DocumentChanges => {
    const whole = wholes.find((one) => one.file === file);
    if (whole) return { opened: document, changes: wholeUndoChanges(session, whole) };
    const own = undo.filter((step) => step.file === file);
    return { opened: document, changes: undoChanges(session, document.document, own) };
  });
  await applyChanges(back);
  session.hasten();
  return back.some(({ changes }) => changes.length > 0);
}

/** Changes the rows that a person decided on, and says where else their pictures stand. */
async function changeRowsByHand(
  session: LabelsFileSession,
  plan: () => RowChange[],
  type?: CheckName,
): Promise<UndoStep | undefined> {
  let others: OtherRows | undefined;
  const planNoted = (): RowChange[] => {
    const decided = plan();
    others = otherRowsOf(session, decided);
    return decided;
  };
  const step = await changeRows(session, planNoted, { type });
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
    if (!row) throw rowGone(session, pictureOfId(session.report, id).path);
    return { row, label: labelOf(id) };
  });
}

function rowGone(session: LabelsFileSession, path: string): FixError {
  const names = session.labelsFiles.map((_, file) => session.nameOf(file)).join(', ');
  return new FixError(vscode.l10n.t('{0} has no row for {1} any more. Nothing was changed.', names, path));
}
