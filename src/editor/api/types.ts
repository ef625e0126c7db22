import type * as vscode from 'vscode';
import type { AuditOptions } from '../../audit/light.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import type { HistoryEntry } from '../session/decision-history.ts';
import type { AuditSession, DecisionMaker, SessionStore } from '../session/types.ts';

/**
 * Options of one audit, by their names in [options.md](options.md) without dashes (`maxIssues`); they go before the
 * user's settings. Paths are absolute.
 */
export type RunOptions = Partial<Omit<AuditOptions, 'target' | 'out' | 'cacheFolder' | 'workerFile'>>;

/** A decision that was carried out in this window: in the panel, by a quick fix, a plan, a tool, or through this interface. */
export interface DecisionEvent {
  readonly session: AuditSession;
  /** Whether it was made, taken back, or made again after it was taken back. */
  readonly what: 'made' | 'undone' | 'redone';
  /** What was decided: its number in the session, kind, new label, and how many pictures it is about. */
  readonly decision: HistoryEntry;
}

/** What `activate` hands to other extensions, and to tests. */
export interface LabelAuditApi {
  /** Becomes 2 when anything described here changes its meaning or goes; what is only added leaves it as it is. */
  readonly version: 1;
  /** Fires once an audit of this window has ended and its report is open, whether a person, a tool or an extension began it. */
  readonly onDidFinishAudit: vscode.Event<AuditSession>;
  /**
   * Fires once a decision was carried out, taken back or made again. What became of each flagged picture, also where labels
   * were edited by hand, is told by `AuditSession.onDidChange`.
   */
  readonly onDidDecide: vscode.Event<DecisionEvent>;
  /**
   * Audits a labels file, a data set's folder, or the only data set below a folder, as **Audit Labels** does, but asks
   * nothing. VS Code shows its progress, and the user can cancel it.
   * @param token cancels the audit; the promise settles when it has ended
   * @returns the audit, open and shown; undefined where the user or the token cancelled it
   * @throws Error with a sentence for the user: the workspace is not trusted, there is no data set or more than one, labels
   *   are not saved, it is being audited already, an option is not allowed, or the audit failed
   */
  run(target: vscode.Uri, options?: RunOptions, token?: vscode.CancellationToken): Promise<AuditSession | undefined>;
  /**
   * The audit of a labels file or a data set's folder: the open one, else the one that its last audit left there. It is the
   * same that panel and editor show, and follows the labels.
   * @throws Error with a sentence for the user: the workspace is not trusted, or there is no audit that can be read
   */
  read(target: vscode.Uri): Promise<AuditSession>;
  readonly store: SessionStore;
  readonly runs: AuditRuns;
  readonly decisions: DecisionMaker;
  /** Settles when the audits that earlier windows finished are there again; at once while the workspace is not trusted. */
  readonly restored: Promise<void>;
}
