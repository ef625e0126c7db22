import * as vscode from 'vscode';
import type { HostMessage } from '../../../protocol/index.ts';
import { checkOf } from '../../session/checks/finding-states.ts';
import type { LiveSession } from '../../session/live-session.ts';
import type { LiveSessionStore } from '../../session/session-store.ts';
import { checkSummaries, createCheckPages, type CheckPages } from './check-pages.ts';
import type { CheckThresholds } from './check-thresholds.ts';

/** Gives a front end what the checks of a report found, and tells it what becomes of that. */
export interface CheckUpdates {
  /** Tells which checks there are, as to a front end that has just started. */
  send(): void;
  /** The pictures that a check flags; see `CheckPages`. */
  page(session: LiveSession, name: string, threshold: number | null, from: number): Promise<void>;
  choose(session: LiveSession, name: string, threshold: number | null): Promise<void>;
  dispose(): void;
}

export function createCheckUpdates(
  store: Pick<LiveSessionStore, 'active' | 'onDidChangeSessions'>,
  thresholds: CheckThresholds,
  post: (message: HostMessage) => void,
): CheckUpdates {
  let shown: { readonly session: LiveSession; readonly pages: Map<string, CheckPages> } | undefined;
  let watched: vscode.Disposable | undefined;
  let isPending = false;

  const sendChanges = (): void => {
    isPending = false;
    for (const [name, pages] of shown?.pages ?? []) {
      const changes = pages.changes();
      if (changes.length > 0) post({ type: 'checked', name, changes });
    }
  };
  /** Changes that come together are sent together. */
  const note = (): void => {
    if (isPending) return;
    isPending = true;
    setImmediate(sendChanges);
  };
  const leave = (): void => {
    watched?.dispose();
    shown = undefined;
  };
  const follow = (session: LiveSession): Map<string, CheckPages> => {
    if (shown?.session === session) return shown.pages;
    leave();
    shown = { session, pages: new Map() };
    watched = vscode.Disposable.from(session.onDidChangeLabels(note), session.reviews.onDidChange(note));
    return shown.pages;
  };
  const listener = store.onDidChangeSessions(() => {
    if (shown !== undefined && shown.session !== store.active) leave();
  });

  return {
    send: () => {
      const session = store.active;
      if (session === undefined) return;
      post({ type: 'checks', checks: checkSummaries(session, thresholds.of(session.root.fsPath)) });
    },
    page: async (session, name, threshold, from) => {
      const type = checkOf(session, name);
      if (type === undefined) return;
      const known = follow(session);
      const pages = known.get(name) ?? createCheckPages(session, type);
      known.set(name, pages);
      post({ type: 'check', page: await pages.page(threshold, from) });
    },
    choose: async (session, name, threshold) => {
      await thresholds.set(session.root.fsPath, name, threshold);
    },
    dispose: () => {
      listener.dispose();
      leave();
    },
  };
}
