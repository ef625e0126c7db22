import * as vscode from 'vscode';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { UnreadableText } from '../session/text/live-text.ts';
import { FixError } from './label-edits.ts';
import { openForEdit } from './labels-document.ts';

/** @throws FixError where a labels file can't be understood as it stands: nothing may be decided on what can't be seen */
export async function requireReadable(session: LabelsFileSession): Promise<void> {
  const { unreadable } = session;
  if (unreadable === undefined) return;
  // One that is gone is told of by this.
  await openForEdit(session.labelsFiles[unreadable.unreadable]);
  if (session.unreadable !== undefined) throw notUnderstood(session, session.unreadable);
}

/** Why nothing can be decided in a session as its labels stand, in plain words; undefined where all can. */
export async function whyUndecidable(session: LiveSession): Promise<string | undefined> {
  if (session.kind !== 'csv') return undefined;
  await session.settled();
  try {
    await requireReadable(session);
    return undefined;
  } catch (error) {
    if (error instanceof FixError) return error.message;
    throw error;
  }
}

function notUnderstood(session: LabelsFileSession, { unreadable, reason }: UnreadableText): FixError {
  const name = session.nameOf(unreadable);
  return new FixError(
    reason === undefined
      ? vscode.l10n.t(
          'The first line of {0} names no image and label column as it stands. Correct it, then try again.',
          name,
        )
      : vscode.l10n.t('{0} can’t be understood as it stands: {1}. Correct it, then try again.', name, reason),
  );
}
