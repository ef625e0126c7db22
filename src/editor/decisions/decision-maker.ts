import * as vscode from 'vscode';
import { InputError, type CheckType, type RemediationPlan } from '../../audit/light.ts';
import type { DecideAction, FindingAction } from '../../protocol/index.ts';
import { sayInformation } from '../host/notify.ts';
import type { UndoStep } from '../session/decision-history.ts';
import { checkOf, findingPlace } from '../session/checks/finding-states.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { LiveSession } from '../session/live-session.ts';
import { pictureOfId } from '../session/unflagged-pictures.ts';
import { issuesToRelabel, type BulkRelabel } from './bulk-relabel.ts';
import { labelChangesOf } from './label-changes-of.ts';
import { decideFinding, findingDecisionOf } from './finding-decisions.ts';
import { FixError } from './label-edits.ts';
import { createLabelsFileChanges } from './labels-file-changes.ts';
import { notAsBefore, standingBefore } from './made-again.ts';
import { requireReadable } from './require-readable.ts';

/** Carries out decisions in the sessions of the store, one after the other. */
export interface LiveDecisionMaker {
  /** As `DecisionMaker` has it. */
  decide(session: LiveSession, ids: readonly number[], action: DecideAction): Promise<void>;
  /** Decides on what a check found in pictures, or in the sets that they are of: one step. The labels are not decided on. */
  finding(session: LiveSession, type: CheckType, ids: readonly number[], action: FindingAction): Promise<void>;
  undo(session: LiveSession): Promise<boolean>;
  /** Makes the decision again that was taken back last; false where there is none. */
  redo(session: LiveSession): Promise<boolean>;
  /** Takes decisions back, or makes them again, until the one of this number is the last; 0: until none is made. */
  goTo(session: LiveSession, number: number): Promise<void>;
  /**
   * Notes something on the decisions on pictures, made or to be made. The labels stay as they are.
   * @param check what it found is decided; default: the labels are
   * @throws InputError where the audit did not make this check
   */
  note(session: LiveSession, ids: readonly number[], note: string, check?: string): Promise<void>;
  /** Takes out a row that names a picture, flagged or not: the one at this place among all rows that name it. */
  removeRow(session: LabelsFileSession, path: string, which: number): Promise<void>;
  /** Writes a class alike in all rows but those of test splits; false where there was nothing to change. */
  respell(session: LabelsFileSession, from: string, to: string): Promise<boolean>;
  /** Relabels all issues of a kind, after the user has confirmed them in VS Code's refactor preview. */
  relabelAll(session: LabelsFileSession, bulk: BulkRelabel): Promise<void>;
  /**
   * Carries out a plan as one step, after the user has confirmed it in VS Code's refactor preview; false where there was
   * nothing to do, or the user declined.
   */
  carryOutPlan(session: LiveSession, plan: RemediationPlan): Promise<boolean>;
}

/** @param onFilesMoved hears of each decision that has moved files of class folders */
export function createDecisionMaker(onFilesMoved: (action: DecideAction) => void = () => undefined): LiveDecisionMaker {
  return {
    decide: (session, ids, action) =>
      session.history.inTurn(async () => {
        // What the model says of pictures that it did not flag is read when the first of them is decided.
        if (ids.some((id) => id >= session.issues.length)) await session.predictions();
        const known = [...new Set(ids)].filter((id) => session.stateOf(id) !== undefined);
        if (known.length === 0) return;
        const isAsBefore = standingBefore(session, known);
        const again = async (): Promise<UndoStep | undefined> => {
          await isAsBefore();
          return decideNow(session, known, action);
        };
        const step = await decideNow(session, known, action);
        const to = action.kind === 'relabel' ? { to: action.label } : {};
        session.history.remember(step, { kind: action.kind, ...to, pictures: known.length, first: known[0], again });
        if (session.kind === 'folders' && step !== undefined) onFilesMoved(action);
      }),
    finding: (session, type, ids, action) =>
      session.history.inTurn(async () => {
        await session.predictions();
        await session.settled();
        const known = [...new Set(ids)].filter((id) => session.stateOf(id) !== undefined);
        if (known.length === 0) {
          throw new FixError(
            vscode.l10n.t('What the audit kept of its pictures beside the report is gone. Audit again to decide this.'),
          );
        }
        const decided = findingDecisionOf(session, type, known, action);
        const isAsBefore = standingBefore(session, decided.ids);
        const again = async (): Promise<UndoStep | undefined> => {
          await isAsBefore();
          return decideFinding(session, type, decided);
        };
        const step = await decideFinding(session, type, decided);
        const { kind } = decided;
        session.history.remember(step, { kind, pictures: decided.ids.length, first: decided.ids[0], again });
        if (session.kind === 'folders' && step !== undefined && kind === 'remove') onFilesMoved({ kind });
      }),
    undo: ({ history }) => history.inTurn(() => history.undo()),
    redo: ({ history }) => history.inTurn(() => history.redo()),
    goTo: ({ history }, number) => history.inTurn(() => history.goTo(number)),
    note: (session, ids, note, check) =>
      session.history.inTurn(async () => {
        const type = check === undefined ? undefined : checkOf(session, check);
        if (check !== undefined && type === undefined) {
          // Authors of other extensions read this, not users: the panel names checks that are there.
          throw new InputError(`The audit made no check ${JSON.stringify(check)}. Nothing was noted.`);
        }
        if (ids.some((id) => id >= session.issues.length)) await session.predictions();
        // A decision made a moment ago is written first: the note is one on it.
        await session.log.sync();
        const known = [...new Set(ids)].filter((id) => session.stateOf(id) !== undefined);
        await session.reviews.note(
          known.map((id) => (type === undefined ? session.reviewPlace(id) : findingPlace(session, type.name, id))),
          note,
        );
      }),
    removeRow: (session, path, which) =>
      session.history.inTurn(async () => {
        const labels = (): string => JSON.stringify(session.findPicture(path)?.allRows.map(({ label }) => label));
        const before = labels();
        const remove = () => createLabelsFileChanges(session).removeRow(path, which);
        const again = async (): Promise<UndoStep | undefined> => {
          await session.settled();
          if (labels() === before) return remove();
          throw new FixError(
            vscode.l10n.t(
              'The rows of {0} are not as taking the decision back left them, so it can’t be made again. Nothing was changed.',
              path,
            ),
          );
        };
        session.history.remember(await remove(), { kind: 'remove', pictures: 1, again });
      }),
    respell: (session, from, to) =>
      session.history.inTurn(async () => {
        const again = () => createLabelsFileChanges(session).respell(from, to);
        const step = await again();
        session.history.remember(step, { kind: 'respell', to, again });
        return step !== undefined;
      }),
    relabelAll: (session, bulk) =>
      session.history.inTurn(async () => {
        const planned = issuesToRelabel(session, bulk).map(({ id }) => id);
        const step = await createLabelsFileChanges(session).relabelAll(bulk);
        if (step === undefined) sayNothingApplied();
        // In the preview the user may have confirmed some of them only.
        const ids = planned.filter((id) => session.stateOf(id)?.current?.label === bulk.to);
        const again = async (): Promise<UndoStep | undefined> => {
          await session.settled();
          const open = new Set(issuesToRelabel(session, bulk).map(({ id }) => id));
          const changed = ids.find((id) => !open.has(id));
          if (changed === undefined) return decideNow(session, ids, { kind: 'relabel', label: bulk.to });
          throw notAsBefore(session, changed);
        };
        session.history.remember(step, { kind: 'relabel', to: bulk.to, pictures: ids.length, first: ids.at(0), again });
      }),
    carryOutPlan: (session, plan) =>
      session.history.inTurn(async () => {
        // Which of the changes were confirmed is known to the labels alone: they are asked for again.
        const again = () => labelChangesOf(session).carryOut(plan);
        const step = await again();
        if (step === undefined) sayNothingApplied();
        session.history.remember(step, { kind: 'plan', again });
        return step !== undefined;
      }),
  };
}

/** Applied with nothing ticked, or discarded: the preview closes without a word. */
function sayNothingApplied(): void {
  void sayInformation(vscode.l10n.t('Nothing was applied: no change was ticked in the preview.'));
}

async function decideNow(
  session: LiveSession,
  ids: readonly number[],
  action: DecideAction,
): Promise<UndoStep | undefined> {
  if (action.kind === 'keep') return keep(session, ids);
  if (action.kind === 'relabel' && action.label.trim() === '') {
    throw new FixError(vscode.l10n.t('A label can’t be empty.'));
  }
  const labelOf = (id: number): string | undefined => newLabel(session, id, action);
  await session.settled();
  // A user who picks the very label that a picture bears says that it is right.
  const isKept = (id: number): boolean => {
    const state = session.stateOf(id);
    return state?.decision === 'open' && state.current?.label === labelOf(id);
  };
  const same = ids.filter(isKept);
  const others = same.length === 0 ? ids : ids.filter((id) => !isKept(id));
  const changed = others.length === 0 ? undefined : await labelChangesOf(session).change(others, labelOf);
  const kept = same.length === 0 ? undefined : await keep(session, same);
  return changed && kept ? async () => [await kept(), await changed()].includes(true) : (changed ?? kept);
}

/** The label that a decision gives; undefined where it removes. */
function newLabel(
  session: LiveSession,
  id: number,
  action: Exclude<DecideAction, { kind: 'keep' }>,
): string | undefined {
  switch (action.kind) {
    case 'remove':
      return undefined;
    case 'relabel':
      return action.label;
    case 'accept': {
      const state = session.stateOf(id);
      // No label would mean: take the row out.
      if (state === undefined) throw new Error(`There is no picture ${id}.`);
      return state.issue.suggestedLabel;
    }
  }
}

/** Writes to reviews.csv that labels are right. */
async function keep(session: LiveSession, ids: readonly number[]): Promise<UndoStep> {
  await session.settled();
  // What can't be seen as it stands can't be said to be right.
  if (session.kind === 'csv') await requireReadable(session);
  const pictures = ids.map((id) => {
    const current = session.stateOf(id)?.current;
    if (!current) {
      const { path } = pictureOfId(session.report, id);
      throw new FixError(vscode.l10n.t('{0} is gone, so its label can’t be kept. Nothing was changed.', path));
    }
    return { ...session.reviewPlace(id), label: current.label };
  });
  const takeBack = await session.reviews.keep(pictures);
  return async () => {
    await takeBack();
    return true;
  };
}
