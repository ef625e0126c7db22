import * as vscode from 'vscode';
import type { LiveSession } from '../session/live-session.ts';

/** What a front end is given of one session at a time. */
export interface FollowedSession<Made> {
  /** The session that is followed; undefined where there is none. */
  readonly session: LiveSession | undefined;
  /** From now on this session is followed; what was made of another one is dropped. */
  readonly of: (session: LiveSession) => Made;
  readonly leave: () => void;
}

/**
 * Follows the labels and reviews of a session.
 *
 * @param make what a front end is given of it
 * @param tell called after changes; once for those that come together
 */
export function followSession<Made>(
  make: (session: LiveSession) => Made,
  tell: (made: Made, session: LiveSession) => void,
): FollowedSession<Made> {
  let shown: { readonly session: LiveSession; readonly made: Made } | undefined;
  let watched: vscode.Disposable | undefined;
  let isPending = false;

  const note = (): void => {
    if (isPending) return;
    isPending = true;
    setImmediate(() => {
      isPending = false;
      if (shown) tell(shown.made, shown.session);
    });
  };
  const leave = (): void => {
    watched?.dispose();
    shown = undefined;
  };

  return {
    get session() {
      return shown?.session;
    },
    of: (session) => {
      if (shown?.session === session) return shown.made;
      leave();
      shown = { session, made: make(session) };
      watched = vscode.Disposable.from(session.onDidChangeLabels(note), session.reviews.onDidChange(note));
      return shown.made;
    },
    leave,
  };
}
