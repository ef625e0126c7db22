import * as vscode from 'vscode';
import type { RemediationPlan } from '../../audit/light.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import type { UndoStep } from '../session/decision-history.ts';
import type { LoggedDecision } from '../session/reviews/decision-log.ts';
import { inClass, movePictures, planMoves, removedTo, type PictureMove } from './class-folder-moves.ts';
import type { LabelChanges } from './label-changes.ts';
import { FixError } from './label-edits.ts';

/** Changes of labels that are the names of folders: pictures are moved. */
export function createClassFolderChanges(session: ClassFolderSession): LabelChanges {
  return {
    change: async (ids, labelOf, type) => {
      refuseUnknownClasses(session, ids.map(labelOf));
      const moves = await planMoves(session, ids, labelOf);
      const decided = ids.flatMap((id): LoggedDecision[] => {
        const state = session.stateOf(id);
        const label = labelOf(id);
        if (state === undefined || label === state.current?.label) return [];
        const { issue, current } = state;
        const decision = label === undefined ? 'removed' : 'relabelled';
        // By the path that was audited: it is the one that others who have not moved the picture know it by.
        const about = type === undefined ? {} : { type };
        return [{ path: issue.path, ...about, label: label ?? current?.label ?? issue.givenLabel, decision }];
      });
      return move(session, moves, decided);
    },
    carryOut: async (plan) => {
      const decided = plan.changes.map(({ path, from, to }): LoggedDecision => ({
        ...{ path, label: to ?? from, decision: to === undefined ? 'removed' : 'relabelled' },
      }));
      const moves = await planPictureMoves(session, plan);
      const label = vscode.l10n.t('Fix labels: {0} pictures', moves.length);
      return move(session, moves, decided, { needsConfirmation: true, label });
    },
  };
}

/** A label is the name of a folder here: only those that are there already are moved to. */
function refuseUnknownClasses(session: ClassFolderSession, labels: readonly (string | undefined)[]): void {
  const { classes } = session.report.dataset;
  const unknown = labels.find((label) => label !== undefined && !classes.includes(label));
  if (unknown !== undefined) throw new FixError(vscode.l10n.t('There is no class folder "{0}".', unknown));
}

async function move(
  session: ClassFolderSession,
  moves: readonly PictureMove[],
  decided: readonly LoggedDecision[],
  metadata?: vscode.WorkspaceEditEntryMetadata,
): Promise<UndoStep | undefined> {
  if (moves.length === 0) return undefined;
  // Noted before the moves: the look at the folders after them brings them into reviews.csv, as far as they were made.
  session.log.add(decided);
  const takeBack = await movePictures(session, moves, metadata);
  return (
    takeBack &&
    (async () => {
      await takeBack();
      return true;
    })
  );
}

/** A plan as moves of pictures among class folders. */
async function planPictureMoves(session: ClassFolderSession, plan: RemediationPlan): Promise<PictureMove[]> {
  refuseUnknownClasses(
    session,
    plan.changes.map(({ to }) => to),
  );
  const moves: PictureMove[] = [];
  for (const { path, to } of plan.changes) {
    moves.push(to === undefined ? await removedTo(session, path) : { from: path, to: inClass(session, path, to) });
  }
  return moves;
}
