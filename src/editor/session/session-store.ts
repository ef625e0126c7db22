import * as vscode from 'vscode';
import { openReportFolder, REPORT_FILE, REPORT_FOLDER, type OpenedReport } from '../../audit/light.ts';
import { CsvSession } from './csv-session.ts';
import { FolderSession } from './folder-session.ts';
import { openKeptLabels } from './reviews-on-disk.ts';
import { readPredictions, type Predictions } from './predictions.ts';
import type { AuditSession, SessionStore } from './types.ts';

/** What an AuditSession of ours is beneath. */
export type LiveSession = CsvSession | FolderSession;

/** The session store, as the language features see it. */
export interface LiveSessionStore extends SessionStore {
  readonly sessions: readonly LiveSession[];
  readonly active: LiveSession | undefined;
  sessionFor(uri: vscode.Uri): LiveSession | undefined;
  load(root: vscode.Uri): Promise<LiveSession>;
  /** The arrays beside a session's report, read when they are first asked for. */
  predictions(session: AuditSession): Promise<Predictions | undefined>;
}

/** The session beneath; throws for one that no store of ours has made. */
export function liveSession(session: AuditSession): LiveSession {
  if (session instanceof CsvSession || session instanceof FolderSession) return session;
  throw new TypeError('This session was not opened by the session store.');
}

export interface SessionStoreOptions {
  /** Told of reports and reviews that can't be read. Default: nobody. */
  readonly warn?: (message: string) => void;
}

export function createSessionStore({ warn = () => undefined }: SessionStoreOptions = {}): LiveSessionStore {
  const changed = new vscode.EventEmitter<void>();
  const loads = new Map<string, Promise<unknown>>();
  const reports = new WeakMap<AuditSession, OpenedReport>();
  const predictions = new WeakMap<AuditSession, Promise<Predictions | undefined>>();
  let sessions: readonly LiveSession[] = [];
  let active: LiveSession | undefined;

  const close = (session: LiveSession): void => {
    session.dispose();
    session.kept.dispose();
  };

  const open = async (root: vscode.Uri): Promise<LiveSession> => {
    const folder = vscode.Uri.joinPath(root, REPORT_FOLDER).fsPath;
    // A damaged one is set aside, where files may be changed at all.
    const opened = await openReportFolder(folder, { root: root.fsPath, setAside: vscode.workspace.isTrusted });
    const { report } = opened;
    const kept = await openKeptLabels(root, warn);
    const { labelsFile } = report.dataset;
    // A clone of a repository has no arrays: what was changed since the audit can't be told then, but all else can.
    const labels = labelsFile === undefined ? undefined : await opened.labels().catch(() => undefined);
    const session =
      labelsFile === undefined
        ? new FolderSession({ root, report, kept })
        : new CsvSession({ root, labelsFile: vscode.Uri.joinPath(root, labelsFile), report, labels, kept });
    reports.set(session, opened);
    return session;
  };

  const load = async (root: vscode.Uri): Promise<LiveSession> => {
    const key = root.toString();
    const previous = loads.get(key) ?? Promise.resolve();
    // One after the other: of two loads of the same root the later one counts.
    const loading = previous
      .catch(() => undefined)
      .then(async () => {
        const session = await open(root);
        const old = sessions.find((other) => other.root.toString() === key);
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

  const activate = (session: AuditSession): void => {
    const live = liveSession(session);
    if (active === live || !sessions.includes(live)) return;
    active = live;
    changed.fire();
  };

  const sessionFor = (uri: vscode.Uri): LiveSession | undefined => {
    const path = uri.path;
    const around = sessions.filter(
      ({ root }) => root.scheme === uri.scheme && (path === root.path || path.startsWith(`${root.path}/`)),
    );
    return around.sort((a, b) => b.root.path.length - a.root.path.length).at(0);
  };

  const editors = vscode.window.onDidChangeActiveTextEditor((editor) => {
    const session = editor && sessionFor(editor.document.uri);
    if (session?.labelsFile?.toString() === editor?.document.uri.toString() && session) activate(session);
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
    predictions(session) {
      const known = predictions.get(session);
      if (known) return known;
      const opened = reports.get(session);
      const reading = opened === undefined ? Promise.resolve(undefined) : readPredictions(opened);
      predictions.set(session, reading);
      return reading;
    },
    clear(session) {
      const live = liveSession(session);
      if (!sessions.includes(live)) return;
      sessions = sessions.filter((other) => other !== live);
      if (active === live) active = sessions.at(-1);
      close(live);
      changed.fire();
    },
    async restore() {
      const found = await vscode.workspace.findFiles(`**/${REPORT_FOLDER}/${REPORT_FILE}`, '**/node_modules/**', 100);
      for (const file of found.sort((a, b) => a.path.localeCompare(b.path))) {
        try {
          await load(vscode.Uri.joinPath(file, '..', '..'));
        } catch (error) {
          warn((error as Error).message);
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
