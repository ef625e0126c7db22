import type * as vscode from 'vscode';
import type { AuditView, HostMessage, PanelState, RunView } from '../../protocol/index.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { auditView, issueUpdates } from './panel-view.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

export interface PanelUpdates {
  /** The session that the panel shows. */
  readonly shown: LiveSession | undefined;
  /** Sends everything, as to a front end that has just started. */
  sendState(): void;
  dispose(): void;
}

/** With more flagged pictures than this, the first of them are sent ahead: all of them take seconds to arrive. */
const MANY = 500;
const FIRST = 200;
/** Milliseconds until the rest follows. */
const ALL_ISSUES_AFTER = 30;

const NO_RUN: RunView = { phase: 'none' };

/**
 * Keeps a front end up to date: the whole state when another audit is shown, otherwise only what has changed.
 * @param habits what is the user's own: keys of classes, pictures that were put off
 * @param post drops the message while no front end listens: it asks for the state when it starts
 */
export function createPanelUpdates(
  store: LiveSessionStore,
  runs: AuditRuns,
  post: (message: HostMessage) => void,
  habits: (session: LiveSession) => Pick<AuditView, 'classKeys' | 'unsure'> = () => ({}),
): PanelUpdates {
  let shown: LiveSession | undefined;
  let report: LiveSession['report'] | undefined;
  let phase = '';
  /** The front end was told of a run of what is shown. */
  let hasRun = false;
  let watched: vscode.Disposable | undefined;
  let pending: Set<number> | undefined;
  let allIssues: ReturnType<typeof setTimeout> | undefined;

  /** Whether a run is of the data set that is shown: its result stays usable meanwhile. */
  const isOfShown = (run: AuditRuns['current']): boolean =>
    run !== undefined && shown !== undefined && run.target.root === shown.root.fsPath;

  const sendRun = (): void => {
    const { current } = runs;
    const run = isOfShown(current) ? runView(current) : NO_RUN;
    post({ type: 'run', run });
    hasRun = run.phase !== 'none';
  };

  const state = (limit?: number): PanelState => {
    const current = isOfShown(runs.current) ? undefined : runs.current;
    if (current?.phase === 'running')
      return { phase: 'running', name: current.target.name, progress: current.progress };
    if (current?.phase === 'failed') return { phase: 'failed', name: current.target.name, message: current.message };
    // An audit that was given up leaves the result of the one before in sight.
    if (current?.phase === 'cancelled' && !shown) return { phase: 'cancelled', name: current.target.name };
    if (shown === undefined) return { phase: 'empty' };
    return { phase: 'ready', audit: { ...auditView(shown, limit), ...habits(shown) } };
  };

  const sendState = (): void => {
    clearTimeout(allIssues);
    pending = undefined;
    const now = state(shown && shown.issues.length > MANY ? FIRST : undefined);
    ({ phase } = now);
    post({ type: 'state', state: now });
    if (isOfShown(runs.current) || hasRun) sendRun();
    if (now.phase === 'ready' && now.audit.issueCount !== undefined)
      allIssues = setTimeout(sendAllIssues, ALL_ISSUES_AFTER);
  };

  const sendChanges = (): void => {
    const changed = pending;
    pending = undefined;
    if (!changed || !shown || phase !== 'ready') return;
    post({ type: 'issues', changes: issueUpdates(shown, [...changed]), stale: shown.stale });
  };

  /** Built only now, so that it has what was decided since the first rows were sent. */
  const sendAllIssues = (): void => {
    sendChanges();
    post({ type: 'state', state: state() });
  };

  /** Changes that come together (a bulk edit, an undo) are sent together. */
  const note = (ids: readonly number[]): void => {
    if (shown && shown.report !== report) {
      report = shown.report;
      sendState();
      return;
    }
    if (pending) {
      for (const id of ids) pending.add(id);
      return;
    }
    pending = new Set(ids);
    setImmediate(sendChanges);
  };

  const follow = (): void => {
    const { active } = store;
    if (active === shown && active?.report === report) return;
    watched?.dispose();
    shown = active;
    report = active?.report;
    watched = active?.onDidChange(note);
    sendState();
  };

  const onRun = (): void => {
    const { current } = runs;
    if (current?.phase === 'running' && phase === 'running') post({ type: 'progress', progress: current.progress });
    else if (phase === 'ready' && (isOfShown(current) || (current === undefined && hasRun))) sendRun();
    else sendState();
  };

  follow();
  const listeners = [store.onDidChangeSessions(follow), runs.onDidChange(onRun)];
  return {
    get shown() {
      return shown;
    },
    sendState,
    dispose: () => {
      clearTimeout(allIssues);
      watched?.dispose();
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** A run as the panel tells of it beside the result that is there; one that was given up leaves nothing to tell. */
function runView(run: AuditRuns['current']): RunView {
  if (run?.phase === 'running') return { phase: 'running', progress: run.progress };
  return run?.phase === 'failed' ? { phase: 'failed', message: run.message } : NO_RUN;
}
