import * as vscode from 'vscode';
import { REPORT_FILE, REPORT_FOLDER } from '../../audit/light.ts';
import { once } from '../host/once.ts';
import { isWithin, placeKey } from '../host/same-place.ts';
import type { LabelsFileSession } from './labels-file-session.ts';
import type { LiveSession } from './live-session.ts';
import type { SessionOptions } from './open-session.ts';
import type { AuditSession, SessionStore } from './types.ts';

/** The session store, as the language features see it. */
export interface LiveSessionStore extends SessionStore {
  readonly sessions: readonly LiveSession[];
  readonly active: LiveSession | undefined;
  sessionFor(uri: vscode.Uri): LiveSession | undefined;
  load(root: vscode.Uri): Promise<LiveSession>;
  /** Data sets of the workspace whose folder holds an audit, in the order of their paths. */
  findAudits(): Promise<vscode.Uri[]>;
  /** The session of which this is a labels file. */
  labelsFileSession(uri: vscode.Uri): LabelsFileSession | undefined;
  /** @throws Error where the session has been cleared, or was not opened by this store */
  own(session: AuditSession): LiveSession;
}

export function createSessionStore(options: SessionOptions): LiveSessionStore {
  const changed = new vscode.EventEmitter<void>();
  const loads = new Map<string, Promise<unknown>>();
  let sessions: readonly LiveSession[] = [];
  let active: LiveSession | undefined;

  const close = (session: LiveSession): void => {
    session.dispose();
    session.reviews.dispose();
  };

  const opener = once(async () => (await import('./open-session.ts')).createSessionOpener(options));

  const load = async (root: vscode.Uri): Promise<LiveSession> => {
    const key = placeKey(root);
    const previous = loads.get(key) ?? Promise.resolve();
    // One after the other: of two loads of the same root the later one counts.
    const loading = previous
      .catch(() => undefined)
      .then(async () => {
        const session = await (await opener())(root);
        const old = sessions.find((other) => placeKey(other.root) === key);
        sessions = [...sessions.filter((other) => other !== old), session];
        if (old === active || active === undefined) active = session;
        if (old) close(old);
        changed.fire();
        await session.settled();
        return session;
      });
    loads.set(key, loading);
    return loading;
  };

  const findAudits = async (): Promise<vscode.Uri[]> => {
    const found = await vscode.workspace.findFiles(`**/${REPORT_FOLDER}/${REPORT_FILE}`, '**/node_modules/**', 100);
    return found.sort((a, b) => a.path.localeCompare(b.path)).map((file) => vscode.Uri.joinPath(file, '..', '..'));
  };

  const activate = (session: AuditSession): void => {
    const live = sessions.find((one) => one === session);
    if (live === undefined || active === live) return;
    active = live;
    changed.fire();
  };

  const sessionFor = (uri: vscode.Uri): LiveSession | undefined => {
    const place = placeKey(uri);
    const around = sessions.filter(({ root }) => isWithin(place, placeKey(root)));
    return around.sort((a, b) => b.root.path.length - a.root.path.length).at(0);
  };

  const labelsFileSession = (uri: vscode.Uri): LabelsFileSession | undefined => {
    const session = sessionFor(uri);
    return session?.kind === 'csv' && session.fileOf(uri) >= 0 ? session : undefined;
  };

  const editors = vscode.window.onDidChangeActiveTextEditor((editor) => {
    const session = editor && labelsFileSession(editor.document.uri);
    if (session) activate(session);
  });

  return {
    get sessions() {
      return sessions;
    },
    get active() {
      return active;
    },
    onDidChangeSessions: changed.event,
    sessionFor,
    load,
    activate,
    labelsFileSession,
    own(session) {
      const live = sessions.find((one) => one === session);
      if (live === undefined) throw new Error(vscode.l10n.t('This audit has been cleared. Run "Audit Labels" again.'));
      return live;
    },
    clear(session) {
      const live = sessions.find((one) => one === session);
      if (live === undefined) return;
      sessions = sessions.filter((other) => other !== live);
      if (active === live) active = sessions.at(-1);
      close(live);
      changed.fire();
    },
    findAudits,
    async restore() {
      for (const root of await findAudits()) {
        try {
          await load(root);
        } catch (error) {
          options.warn((error as Error).message);
        }
      }
    },
    dispose() {
      editors.dispose();
      sessions.forEach(close);
      sessions = [];
      active = undefined;
      changed.dispose();
    },
  };
}
