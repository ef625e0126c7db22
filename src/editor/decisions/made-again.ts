import * as vscode from 'vscode';
import type { LiveSession } from '../session/live-session.ts';
import { pictureOfId } from '../session/unflagged-pictures.ts';
import { FixError } from './label-edits.ts';

/**
 * Notes how pictures stand before they are decided.
 * @returns makes sure that they stand so again, before the decision is made again
 */
export function standingBefore(session: LiveSession, ids: readonly number[]): () => Promise<void> {
  const standing = (id: number): string => {
    const state = session.stateOf(id);
    return JSON.stringify([state?.decision, state?.current?.label]);
  };
  const before = ids.map(standing);
  return async () => {
    await session.settled();
    await session.log.sync();
    const changed = ids.find((id, i) => standing(id) !== before[i]);
    if (changed !== undefined) throw notAsBefore(session, changed);
  };
}

/** A picture is not as taking a decision back left it. */
export function notAsBefore({ report }: LiveSession, id: number): FixError {
  return new FixError(
    vscode.l10n.t(
      '{0} is not labelled as taking the decision back left it, so the decision can’t be made again. Nothing was changed.',
      pictureOfId(report, id).path,
    ),
  );
}
