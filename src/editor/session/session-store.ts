import * as vscode from 'vscode';
import { openReportFolder, REPORT_FILE, REPORT_FOLDER } from '../../audit/light.ts';
import { LabelsFileSession } from './labels-file-session.ts';
import { ClassFolderSession } from './class-folder-session.ts';
import type { ReviewNotes } from './reviews/review-notes.ts';
import { openReviewsOnDisk } from './reviews/reviews-on-disk.ts';
import type { LiveSession } from './live-session.ts';
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

export interface SessionStoreOptions {
  /** Told of reports and reviews that can't be read. Default: nobody. */
  readonly warn?: (message: string) => void;
  /** Who reviews the data set of a folder, where that is to be noted. */
  readonly reviewerOf?: (root: vscode.Uri) => Promise<string | undefined>;
  /** What was typed on pictures of the data set of a folder. */
  readonly notesOf?: (root: string) => ReviewNotes;
}

export function createSessionStore({
  warn = () => undefined,
  reviewerOf,
  notesOf,
}: SessionStoreOptions = {}): LiveSessionStore {
  const changed = new vscode.EventEmitter<void>();
  const loads = new Map<string, Promise<unknown>>();
  let sessions: readonly LiveSession[] = [];
  let active: LiveSession | undefined;

  const close = (session: LiveSession): void => {
    session.dispose();
    session.reviews.dispose();
  };

  const open = async (root: vscode.Uri): Promise<LiveSession> => {
    const folder = vscode.Uri.joinPath(root, REPORT_FOLDER).fsPath;
    // A damaged one is set aside, where files may be changed at all.
    const opened = await openReportFolder(folder, { root: root.fsPath, setAside: vscode.workspace.isTrusted });
    const reviews = await openReviewsOnDisk(root, warn, {
      reviewer: reviewerOf && (() => reviewerOf(root)),
      notes: notesOf?.(root.fsPath),
    });
    const { labelsFile, layout, labelsFiles = [{ name: labelsFile ?? '' }] } = opened.report.dataset;
    if (layout === 'parquet') {
      throw new Error(
        vscode.l10n.t(
          '{0} is Parquet, whose labels can’t be edited in place. Run label-audit fix, which writes a labels.csv that is followed here.',
          labelsFile ?? '',
        ),
      );
    }
    if (labelsFile === undefined) return new ClassFolderSession({ root, opened, reviews });
    // A clone of a repository has no arrays: what was changed since the audit can't be told then, but all else can.
    const labels = await opened.labels().catch(() => undefined);
    const uris = labelsFiles.map(({ name }) => vscode.Uri.joinPath(root, name));
    return new LabelsFileSession({ root, labelsFiles: uris, opened, labels, reviews });
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
    const path = uri.path;
    const around = sessions.filter(
      ({ root }) => root.scheme === uri.scheme && (path === root.path || path.startsWith(`${root.path}/`)),
    );
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
