import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isTestSplit, type RemediationPlan } from '../../audit/light.ts';
import type { DecideAction } from '../../protocol/index.ts';
import { movePictures, planMoves } from './class-folder-moves.ts';
import type { CsvSession } from '../session/csv-session.ts';
import type { FolderSession } from '../session/folder-session.ts';
import { FixError, textChanges, type RowChange, type TextChange } from './label-edits.ts';
import { applyChanges, openForEdit } from './labels-document.ts';
import { plannedDescriptions, plannedRows, planPictureMoves } from './planned-changes.ts';
import { percent } from '../../numbers/index.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import { liveSession, type LiveSession } from '../session/session-store.ts';
import type { AuditSession, DecisionMaker, IssueState } from '../session/types.ts';
import type { Note } from '../session/decision-log.ts';
import { notesOf } from './session-decision-log.ts';
import { otherRowsOf, sayOtherRows, type OtherRows } from './other-rows.ts';
import { rememberRows, undoChanges } from './undo-steps.ts';

/** All open issues of one kind: `from` looks like `to`. */
export interface BulkRelabel {
  readonly from: string;
  readonly to: string;
  /** Only where the model gives the suggestion more than this. */
  readonly above: number;
}

/** The decision maker, as the quick fixes see it. */
export interface FixMaker extends DecisionMaker {
  /** Takes out a row that names a picture, flagged or not: the one at this place among all rows that name it. */
  removeRow(session: CsvSession, path: string, which: number): Promise<void>;
  /** Relabels all issues of a kind, after the user has confirmed them in VS Code's refactor preview. */
  relabelAll(session: CsvSession, bulk: BulkRelabel): Promise<void>;
  /**
   * Carries out a plan as one step, after the user has confirmed it in VS Code's refactor preview; false where there was
   * nothing to do, or the user declined.
   */
  carryOutPlan(session: LiveSession, plan: RemediationPlan): Promise<boolean>;
}

/** Takes a decision back; false where nothing of it is left to take back. */
type UndoStep = () => Promise<boolean>;

/** The open issues that a bulk relabel is about: none of a test split. */
export function issuesToRelabel(session: CsvSession, { from, to, above }: BulkRelabel): IssueState[] {
  return session.issues.filter(
    ({ id, decision, issue }) =>
      decision === 'open' &&
      issue.givenLabel === from &&
      issue.suggestedLabel === to &&
      issue.suggestedProbability > above &&
      // What a test split measures must not be chosen by a model.
      !isTestSplit(session.rowOfIssue(id)?.split ?? ''),
  );
}

export function createDecisionMaker(): FixMaker {
  const undoSteps = new WeakMap<AuditSession, UndoStep[]>();
  const queues = new WeakMap<AuditSession, Promise<unknown>>();

  /** One after the other, so that each sees what the one before did, saved. */
  const inTurn = <T>(session: AuditSession, work: () => Promise<T>): Promise<T> => {
    const previous = queues.get(session) ?? Promise.resolve();
    const result = previous.then(work, work);
    queues.set(
      session,
      result.catch(() => undefined),
    );
    return result;
  };
  const remember = (session: AuditSession, step: UndoStep): void => {
    const steps = undoSteps.get(session) ?? [];
    steps.push(step);
    undoSteps.set(session, steps);
  };

  const carryOut = async (session: LiveSession, ids: readonly number[], action: DecideAction): Promise<void> => {
    if (action.kind === 'keep') {
      remember(session, await keep(session, ids));
      return;
    }
    if (action.kind === 'relabel' && action.label.trim() === '')
      throw new FixError(vscode.l10n.t('A label can’t be empty.'));
    const labelOf = (id: number): string | undefined =>
      action.kind === 'remove'
        ? undefined
        : action.kind === 'relabel'
          ? action.label
          : session.report.issues[id].suggestedLabel;
    // Who picks the very label that a picture bears says that it is right.
    const isKeep = (id: number): boolean =>
      session.issues[id].decision === 'open' && session.issues[id].current?.label === labelOf(id);
    await session.settled();
    const same = ids.filter(isKeep);
    const others = same.length === 0 ? ids : ids.filter((id) => !isKeep(id));
    const changed =
      others.length === 0
        ? undefined
        : session.kind === 'csv'
          ? await changeRowsByHand(session, () => rowChanges(session, others, labelOf))
          : await changeFolders(session, others, labelOf);
    const kept = same.length === 0 ? undefined : await keep(session, same);
    if (changed && kept) remember(session, async () => [await kept(), await changed()].includes(true));
    else if (changed ?? kept) remember(session, (changed ?? kept)!);
  };

  return {
    decide: (session, ids, action) =>
      inTurn(session, async () => {
        const live = liveSession(session);
        const known = [...new Set(ids)].filter((id) => id >= 0 && id < session.issues.length);
        if (known.length > 0) await carryOut(live, known, action);
      }),
    undo: (session) =>
      inTurn(session, async () => {
        const steps = undoSteps.get(session) ?? [];
        for (let step = steps.at(-1); step; step = steps.at(-1)) {
          // Taken off first: a step that can't be taken back is reported once, and does not bar those before it.
          steps.pop();
          if (await step()) return true;
        }
        return false;
      }),
    removeRow: (session, path, which) =>
      inTurn(session, async () => {
        const step = await changeRowsByHand(session, () => {
          const row = session.findPicture(path)?.allRows.at(which);
          if (!row) throw rowGone(session, path);
          return [{ row, label: undefined }];
        });
        if (step) remember(session, step);
      }),
    relabelAll: (session, bulk) =>
      inTurn(session, async () => {
        const describe = (state: IssueState): vscode.WorkspaceEditEntryMetadata => ({
          needsConfirmation: true,
          label: vscode.l10n.t('"{0}" → "{1}"', bulk.from, bulk.to),
          description: `${state.issue.path}, ${percent(state.issue.suggestedProbability)}`,
        });
        const states: IssueState[] = [];
        const plan = (): RowChange[] => {
          states.push(...issuesToRelabel(session, bulk));
          return rowChanges(
            session,
            states.map(({ id }) => id),
            () => bulk.to,
          );
        };
        const step = await changeRows(session, plan, (i) => describe(states[i]));
        if (step) remember(session, step);
      }),
    carryOutPlan: (session, plan) =>
      inTurn(session, async () => {
        const step =
          session.kind === 'csv' ? await changePlannedRows(session, plan) : await changePlannedFolders(session, plan);
        if (step) remember(session, step);
        return step !== undefined;
      }),
  };
}

function rowGone(session: CsvSession, path: string): FixError {
  const name = basename(session.labelsFile.path);
  return new FixError(vscode.l10n.t('{0} has no row for {1} any more. Nothing was changed.', name, path));
}

function rowChanges(
  session: CsvSession,
  ids: readonly number[],
  labelOf: (id: number) => string | undefined,
): RowChange[] {
  return ids.map((id) => {
    const row: ScannedRow | undefined = session.rowOfIssue(id);
    if (!row) throw rowGone(session, session.report.issues[id].path);
    return { row, label: labelOf(id) };
  });
}

/** Changes rows of the labels file as one edit; undefined where there was nothing to change or the user declined. */
async function changeRows(
  session: CsvSession,
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
    .map(({ row, label }): Note => ({
      ...session.reviewPlace(row),
      label: label ?? row.label,
      decision: label === undefined ? 'removed' : 'relabelled',
    }));
  const changes = textChanges(session, opened.document, rows);
  const metadata = describe && ((change: TextChange) => describe(changes.indexOf(change), change));
  // Noted before the edit: the change of the text that it makes brings them into reviews.csv.
  notesOf(session).add(decided);
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
async function changeRowsByHand(session: CsvSession, plan: () => RowChange[]): Promise<UndoStep | undefined> {
  let others: OtherRows | undefined;
  const step = await changeRows(session, () => {
    const decided = plan();
    others = otherRowsOf(session, decided);
    return decided;
  });
  if (step && others) sayOtherRows(session, others);
  return step;
}

async function changePlannedRows(session: CsvSession, plan: RemediationPlan): Promise<UndoStep | undefined> {
  let describe: (change: TextChange) => vscode.WorkspaceEditEntryMetadata;
  const planRows = (): RowChange[] => {
    const rows = plannedRows(session, plan);
    describe = plannedDescriptions(session, plan, rows);
    return rows;
  };
  return changeRows(session, planRows, (_, change) => describe(change));
}

async function changePlannedFolders(session: FolderSession, plan: RemediationPlan): Promise<UndoStep | undefined> {
  const moves = await planPictureMoves(session, plan);
  if (moves.length === 0) return undefined;
  // Noted before the moves: the look at the folders after them brings them into reviews.csv, as far as they were made.
  notesOf(session).add(
    plan.changes.map(({ path, from, to }): Note => ({
      ...{ path, label: to ?? from, decision: to === undefined ? 'removed' : 'relabelled' },
    })),
  );
  const takeBack = await movePictures(session, moves, {
    needsConfirmation: true,
    label: vscode.l10n.t('Fix labels: {0} pictures', moves.length),
  });
  if (!takeBack) return undefined;
  return async () => {
    await takeBack();
    return true;
  };
}

function headerMissing(session: CsvSession): FixError {
  const name = basename(session.labelsFile.path);
  return new FixError(
    vscode.l10n.t(
      'The first line of {0} names no image and label column as it stands. Correct it, then try again.',
      name,
    ),
  );
}

async function changeFolders(
  session: FolderSession,
  ids: readonly number[],
  labelOf: (id: number) => string | undefined,
): Promise<UndoStep | undefined> {
  const { classes } = session.report.dataset;
  const unknown = ids.map(labelOf).find((label) => label !== undefined && !classes.includes(label));
  // A label is the name of a folder here: only those that are there already are moved to.
  if (unknown !== undefined) throw new FixError(vscode.l10n.t('There is no class folder "{0}".', unknown));
  const moves = await planMoves(session, ids, labelOf);
  if (moves.length === 0) return undefined;
  notesOf(session).add(
    ids.flatMap((id): Note[] => {
      const { issue, current } = session.issues[id];
      const label = labelOf(id);
      if (label === current?.label) return [];
      const decision = label === undefined ? 'removed' : 'relabelled';
      // By the path that was audited: it is the one that others who have not moved the picture know it by.
      return [{ path: issue.path, label: label ?? current?.label ?? issue.givenLabel, decision }];
    }),
  );
  const takeBack = await movePictures(session, moves);
  return (
    takeBack &&
    (async () => {
      await takeBack();
      return true;
    })
  );
}

async function keep(session: LiveSession, ids: readonly number[]): Promise<UndoStep> {
  await session.settled();
  const pictures = ids.map((id) => {
    const { issue, current } = session.issues[id];
    if (!current) {
      throw new FixError(vscode.l10n.t('{0} is gone, so its label can’t be kept. Nothing was changed.', issue.path));
    }
    const row = session.kind === 'csv' ? session.rowOfIssue(id) : undefined;
    const place = row && session.kind === 'csv' ? session.reviewPlace(row) : { path: issue.path };
    return { ...place, label: current.label };
  });
  const takeBack = await session.kept.keep(pictures);
  return async () => {
    await takeBack();
    return true;
  };
}
