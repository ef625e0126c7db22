import * as vscode from 'vscode';
import { isTestSplit, isToMeasure, type CheckType } from '../../audit/light.ts';
import type { FindingAction } from '../../protocol/index.ts';
import { findingPlace } from '../session/checks/finding-states.ts';
import { idOfPicture } from '../session/unflagged-pictures.ts';
import type { UndoStep } from '../session/decision-history.ts';
import type { LiveSession } from '../session/live-session.ts';
import { labelChangesOf } from './label-changes-of.ts';
import { FixError } from './label-edits.ts';
import { requireReadable } from './require-readable.ts';

/** A decision on what a check found, with the pictures that it comes down to. */
export interface FindingDecision {
  readonly kind: 'keep' | 'remove';
  readonly ids: readonly number[];
}

/**
 * Which pictures a decision is about. A set that is decided as a whole is decided by a machine's choice of the best, so no
 * picture of a test split goes with it, nor where several pictures are removed together.
 * @throws FixError where it can't be done, in words
 */
export function findingDecisionOf(
  session: LiveSession,
  type: CheckType,
  ids: readonly number[],
  action: FindingAction,
): FindingDecision {
  switch (action) {
    case 'keep':
      return { kind: 'keep', ids };
    case 'remove': {
      const tests = ids.length < 2 ? [] : ids.filter((id) => isTestSplit(splitOf(session, id)));
      if (tests.length === 0) return { kind: 'remove', ids };
      throw new FixError(
        vscode.l10n.t(
          '{0} of these pictures are of test splits: those are removed one by one, by hand. Nothing was changed.',
          tests.length,
        ),
      );
    }
    case 'keepBest':
      return { kind: 'remove', ids: setsOf(session, type, ids).flatMap((set) => othersThanBest(session, set)) };
    case 'removeFromTrain':
      return { kind: 'remove', ids: setsOf(session, type, ids).flatMap((set) => trainMembers(session, set)) };
  }
}

/** Carries out a decision on what a check found. */
export async function decideFinding(
  session: LiveSession,
  type: CheckType,
  { kind, ids }: FindingDecision,
): Promise<UndoStep | undefined> {
  if (ids.length === 0) throw nothingToRemove();
  if (kind === 'remove') return labelChangesOf(session).change(ids, () => undefined, type.name);
  await session.settled();
  if (session.kind === 'csv') await requireReadable(session);
  const pictures = ids.map((id) => {
    const state = session.stateOf(id);
    if (!state?.current) {
      throw new FixError(
        vscode.l10n.t('{0} is gone, so it can’t be kept. Nothing was changed.', state?.issue.path ?? ''),
      );
    }
    return { ...findingPlace(session, type.name, id), label: state.current.label };
  });
  const takeBack = await session.reviews.keep(pictures);
  return async () => {
    await takeBack();
    return true;
  };
}

/** The split that a picture stands in now; '' for none. */
export function splitOf(session: LiveSession, id: number): string {
  const row = session.kind === 'csv' ? session.rowOfIssue(id) : undefined;
  return row?.split ?? session.stateOf(id)?.issue.split ?? '';
}

/** The audited pictures of a set that still stand, the best first. */
interface StandingSet {
  readonly ids: readonly number[];
  /** Some of its pictures, audited or not, are of a split that measures. */
  readonly isMeasured: boolean;
}

function setsOf(session: LiveSession, { sets = [] }: CheckType, ids: readonly number[]): StandingSet[] {
  const wanted = new Set(ids);
  return sets.flatMap(({ members }): StandingSet[] => {
    const own = members.flatMap(({ index }) => (index === undefined ? [] : [idOfPicture(session, index)]));
    if (!own.some((id) => wanted.has(id))) return [];
    const isMeasured = members.some(({ split }) => split !== undefined && isToMeasure(split));
    return [{ ids: own.filter((id) => session.stateOf(id)?.current !== undefined), isMeasured }];
  });
}

function othersThanBest(session: LiveSession, { ids }: StandingSet): readonly number[] {
  return ids.slice(1).filter((id) => !isTestSplit(splitOf(session, id)));
}

/** Of pictures that stand in several splits those to train on, where others are there to validate or test with. */
function trainMembers(session: LiveSession, { ids, isMeasured }: StandingSet): readonly number[] {
  return isMeasured ? ids.filter((id) => !isToMeasure(splitOf(session, id))) : [];
}

function nothingToRemove(): FixError {
  return new FixError(
    vscode.l10n.t('Nothing of these sets can be removed: what is left is the best of them, or of a test split.'),
  );
}
