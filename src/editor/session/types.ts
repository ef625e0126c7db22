import type * as vscode from 'vscode';
import type { AuditReport, LabelIssue } from '../../audit/light.ts';
import type { DecideAction, Decision } from '../../protocol/index.ts';

/** Where an example stands now, in the live text (with unsaved changes) or among the class folders. */
export interface CurrentLabel {
  readonly label: string;
  /** Of the label cell; absent for class folders. */
  readonly range?: vscode.Range;
  /** The labels file that the cell stands in. */
  readonly uri?: vscode.Uri;
}

/** A flagged picture and what became of it. */
export interface IssueState {
  /** Index in report.issues. */
  readonly id: number;
  readonly issue: LabelIssue;
  readonly decision: Decision;
  /** Absent when the row or the file is gone. */
  readonly current?: CurrentLabel;
}

/** One audited data set, live: the report joined with the labels as they are now and with the reviews. */
export interface AuditSession {
  /** The data set's root folder. */
  readonly root: vscode.Uri;
  /** The first one where there are several; absent for class folders. */
  readonly labelsFile?: vscode.Uri;
  /** None for class folders. */
  readonly labelsFiles: readonly vscode.Uri[];
  /** What an audit of these labels is of: the labels file, or the folder of several or of class folders. */
  readonly target: vscode.Uri;
  readonly report: AuditReport;
  /** Every flagged picture, in the report's order; the same array until something changes. */
  readonly issues: readonly IssueState[];
  /** Issues neither decided nor gone. */
  readonly openCount: number;
  /** The labels changed since the audit by other hands than review decisions made here. */
  readonly stale: boolean;
  /** Fires with the ids whose state changed (all of them after a new report). */
  readonly onDidChange: vscode.Event<readonly number[]>;
}

/** All sessions of the window. */
export interface SessionStore extends Pick<vscode.Disposable, 'dispose'> {
  readonly sessions: readonly AuditSession[];
  /** The session shown last, or whose labels file is active. */
  readonly active: AuditSession | undefined;
  /** Fires when sessions come, go or become active. */
  readonly onDidChangeSessions: vscode.Event<void>;
  /** The session of a labels file, a folder, or a picture within. */
  sessionFor(uri: vscode.Uri): AuditSession | undefined;
  /** Reads `.label-audit/report.json` below this root (again) and opens or refreshes its session. */
  load(root: vscode.Uri): Promise<AuditSession>;
  /** Forgets a session and clears its problems; files stay. */
  clear(session: AuditSession): void;
  activate(session: AuditSession): void;
  /** Loads the reports that finished audits left in the workspace. */
  restore(): Promise<void>;
}

/** Carries out decisions: edits labels.csv, moves files, writes reviews. */
export interface DecisionMaker {
  /**
   * One undoable step for all of the ids. Rejects with a plain-word message when it can't be done; then nothing was
   * changed.
   */
  decide(session: AuditSession, ids: readonly number[], action: DecideAction): Promise<void>;
  /** Takes back the last decision made through `decide` in this session; false when there is none. */
  undo(session: AuditSession): Promise<boolean>;
  /** Makes the decision again that was taken back last; false when there is none. */
  redo(session: AuditSession): Promise<boolean>;
  /** Takes decisions back, or makes them again, until the one of this number (from 1) is the last; 0: until none is made. */
  goTo(session: AuditSession, number: number): Promise<void>;
  /**
   * Notes something on the decisions on pictures, made or to be made; '' takes it back. The labels stay as they are.
   * @param check what it found is decided; default: the label is
   * @throws Error where the audit did not make this check
   */
  note(session: AuditSession, ids: readonly number[], note: string, check?: string): Promise<void>;
}
