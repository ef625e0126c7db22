import type * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/index.ts';
import { whyUndecidable } from '../decisions/require-readable.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Tells a front end while nothing can be decided, and when it can again: as when a column of the labels file is renamed. */
export interface BlockedUpdates {
  /** Tells it anew, as to a front end that has just started. */
  send(): void;
  dispose(): void;
}

export function createBlockedUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  post: (message: HostMessage) => void,
): BlockedUpdates {
  let shown: LiveSession | undefined;
  let watched: vscode.Disposable | undefined;
  let told: string | null = null;

  const look = async (isNew: boolean): Promise<void> => {
    const session = shown;
    const message = session === undefined ? null : ((await whyUndecidable(session)) ?? null);
    if (session !== shown || (!isNew && message === told)) return;
    told = message;
    post({ type: 'blocked', message });
  };
  const note = (): void => {
    // With every key that is typed: nothing has to be looked at while all is well.
    if (told !== null || shown?.isReadable === false) void look(false);
  };
  const follow = (): void => {
    if (store.active === shown) return;
    watched?.dispose();
    shown = store.active;
    watched = shown?.onDidChangeLabels(note);
    void look(true);
  };

  follow();
  const listener = store.onDidChangeSessions(follow);
  return {
    send: () => void look(true),
    dispose: () => {
      watched?.dispose();
      listener.dispose();
    },
  };
}
