import type * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/index.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** So many of the last decisions are told: people do not look further back. */
const MOST = 500;

/** Tells a front end of the decisions made here, and of those that were taken back. */
export interface HistoryUpdates {
  /** Tells them anew, as to a front end that has just started. */
  send(): void;
  dispose(): void;
}

export function createHistoryUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  post: (message: HostMessage) => void,
): HistoryUpdates {
  let shown: LiveSession | undefined;
  let stop: (() => void) | undefined;
  const send = (): void => {
    if (shown) post({ type: 'history', entries: shown.history.entries.slice(-MOST) });
  };
  const follow = (): void => {
    if (store.active === shown) return;
    stop?.();
    shown = store.active;
    stop = shown?.history.onDidChange(send);
  };
  follow();
  const listener: vscode.Disposable = store.onDidChangeSessions(follow);
  return {
    send: () => {
      follow();
      send();
    },
    dispose: () => {
      stop?.();
      listener.dispose();
    },
  };
}
