import * as vscode from 'vscode';
import { onlyTrusted } from '../host/trust.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { ApiDeps } from './api-work.ts';
import type { DecisionEvent, LabelAuditApi } from './types.ts';

/** What it takes to run and read, loaded when it is asked for first. */
const loadTrusted = onlyTrusted(() => import('./api-work.ts'));

/**
 * Makes the interface for other extensions.
 * @param subscriptions what ends with the extension
 */
export function createExtensionApi(deps: ApiDeps, subscriptions: Pick<vscode.Disposable, 'dispose'>[]): LabelAuditApi {
  const { store, runs, decisions, restored } = deps;
  const decided = createDecisionEvents(store);
  subscriptions.push(decided);
  return {
    version: 1,
    onDidFinishAudit: runs.onDidFinish,
    onDidDecide: decided.event,
    run: async (...args) => (await loadTrusted()).runForExtension(deps, ...args),
    read: async (target) => (await loadTrusted()).readForExtension(deps, target),
    ...{ store, runs },
    // Other extensions hold a session by what it shows of itself; only those of the store can be decided on.
    decisions: {
      decide: async (session, ids, action) => decisions.decide(store.own(session), ids, action),
      undo: async (session) => decisions.undo(store.own(session)),
      redo: async (session) => decisions.redo(store.own(session)),
      goTo: async (session, number) => decisions.goTo(store.own(session), number),
      note: async (session, ids, note, check) => decisions.note(store.own(session), ids, note, check),
    },
    get restored() {
      return restored();
    },
  };
}

/** Tells of the decisions in all sessions of the window. */
function createDecisionEvents(store: LiveSessionStore) {
  const decided = new vscode.EventEmitter<DecisionEvent>();
  const followed = new Map<LiveSession, () => void>();
  const follow = (): void => {
    for (const [session, stop] of followed) {
      if (store.sessions.includes(session)) continue;
      stop();
      followed.delete(session);
    }
    for (const session of store.sessions) {
      if (followed.has(session)) continue;
      const stop = session.history.onDidChange((change) => {
        if (change) decided.fire({ session, what: change.what, decision: change.entry });
      });
      followed.set(session, stop);
    }
  };
  follow();
  const listener = store.onDidChangeSessions(follow);
  return {
    event: decided.event,
    dispose: () => {
      listener.dispose();
      for (const stop of followed.values()) stop();
      decided.dispose();
    },
  };
}
