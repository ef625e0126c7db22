import * as vscode from 'vscode';
import type { DatasetProblem } from '../../audit/light.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import { labelRange } from '../labels/label-cell.ts';
import { checkProblems } from './check-diagnostics.ts';
import {
  checkDiagnostic,
  issueDiagnostic,
  isWeak,
  lookAlikeDiagnostic,
  problemDiagnostic,
  wholeLine,
  type MadeDiagnostics,
} from './make-diagnostic.ts';
import { createTimeSlices, Superseded } from '../host/time-slices.ts';
import { editorOptions } from '../host/settings/settings.ts';
import { isStillWrong } from '../session/problem-state.ts';
import { findLookAlikeRows } from '../labels/look-alikes.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { TrackedPicture } from '../labels/tracked-pictures.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Milliseconds without a change of the text before its problems are shown anew. */
const DELAY = 60;

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

/** Keeps the Problems view in step with the sessions. */
export function createDiagnostics(store: LiveSessionStore): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('labelAudit');
  const watched = new Map<LiveSession, vscode.Disposable>();

  const watch = (session: LiveSession): vscode.Disposable => {
    const made: MadeDiagnostics = new Map();
    let timer: NodeJS.Timeout | undefined;
    let round = 0;
    let shown: vscode.Uri[] = [];
    const show = async (): Promise<void> => {
      const current = ++round;
      const pause = createTimeSlices(() => current === round);
      if (session.kind === 'csv') {
        const diagnostics = await fileDiagnostics(session, made, pause);
        if (!diagnostics || current !== round) return;
        collection.set(session.labelsFiles.map((uri, file): Entry => [uri, diagnostics[file]]));
        shown = [...session.labelsFiles];
        return;
      }
      const entries = folderEntries(session, made);
      const kept = new Set(entries.map(([uri]) => uri.toString()));
      for (const uri of shown) if (!kept.has(uri.toString())) collection.delete(uri);
      collection.set(entries);
      shown = entries.map(([uri]) => uri);
    };
    const showSoon = (): void => {
      clearTimeout(timer);
      round += 1;
      timer = setTimeout(() => {
        show().catch((error: unknown) => {
          if (!(error instanceof Superseded)) throw error;
        });
      }, DELAY);
    };
    showSoon();
    const settings = vscode.workspace.onDidChangeConfiguration((event) => {
      const isOurs = ['severity', 'checkProblems'].some((name) =>
        event.affectsConfiguration(`labelAudit.${name}`, session.root),
      );
      if (isOurs) showSoon();
    });
    const changes = vscode.Disposable.from(
      session.onDidChange(showSoon),
      session.onDidChangeLabels(showSoon),
      session.reviews.onDidChange(showSoon),
      settings,
    );
    return new vscode.Disposable(() => {
      clearTimeout(timer);
      round += 1;
      changes.dispose();
      for (const uri of shown) collection.delete(uri);
    });
  };

  const sync = (): void => {
    for (const [session, subscription] of watched) {
      if (store.sessions.includes(session)) continue;
      subscription.dispose();
      watched.delete(session);
    }
    for (const session of store.sessions) if (!watched.has(session)) watched.set(session, watch(session));
  };
  sync();
  return vscode.Disposable.from(store.onDidChangeSessions(sync), collection, {
    dispose: () => {
      for (const subscription of watched.values()) subscription.dispose();
      watched.clear();
    },
  });
}

type Entry = [vscode.Uri, vscode.Diagnostic[]];

/** Where the model is too weak to judge, its disagreements are no warnings. */
function severityFor(session: LiveSession): vscode.DiagnosticSeverity {
  const { severity } = editorOptions(session.root);
  return SEVERITIES[isWeak(session) && severity !== 'hint' ? 'information' : severity];
}

/**
 * By labels file; errors first, then issues, worst first: VS Code shows no more than a thousand problems of a file.
 * Undefined until a text that is being read has been read: what was shown before stands, and VS Code moves it along.
 */
async function fileDiagnostics(
  session: LabelsFileSession,
  made: MadeDiagnostics,
  pause: () => Promise<void>,
): Promise<readonly vscode.Diagnostic[][] | undefined> {
  if (!session.isReadable) return undefined;
  const diagnostics = session.labelsFiles.map((): vscode.Diagnostic[] => []);
  for (const picture of session.faulty) {
    for (const problem of picture.problems ?? []) {
      const rowsOf = (path: string) => session.findPicture(path)?.allRows ?? [];
      if (!isStillWrong(problem, picture.allRows, rowsOf)) continue;
      const row = rowAsAudited(session, problem, picture) ?? rowOfProblem(problem, picture);
      diagnostics[row.file].push(problemDiagnostic(session, problem, labelRange(row) ?? wholeLine(row)));
    }
    await pause();
  }
  for (const look of await findLookAlikeRows(session.allRows(), pause)) {
    const { first } = look;
    diagnostics[first.file].push(lookAlikeDiagnostic(look, labelRange(first) ?? wholeLine(first)));
  }
  for (const found of checkProblems(session)) {
    const row = session.rowOfIssue(found.id);
    if (row) diagnostics[row.file].push(checkDiagnostic(session, found, labelRange(row) ?? wholeLine(row)));
  }
  await pause();
  const severity = severityFor(session);
  for (const { id, issue, decision } of session.issues) {
    const row = decision === 'open' ? session.rowOfIssue(id) : undefined;
    const range = row && labelRange(row);
    if (!range) continue;
    diagnostics[row.file].push(issueDiagnostic(session, { id, issue, range, severity }, made));
    if (id % 64 === 0) await pause();
  }
  return diagnostics;
}

/** The row that a problem was found in, if that still names the picture. */
function rowAsAudited(
  session: LabelsFileSession,
  { row, file }: DatasetProblem,
  { allRows }: TrackedPicture,
): ScannedRow | undefined {
  if (row === undefined) return undefined;
  const place = file === undefined ? 0 : session.labelsFiles.findIndex((_, i) => session.nameOf(i) === file);
  const found = session.rowsIn(Math.max(0, place)).at(row - 1);
  return found && allRows.includes(found) ? found : undefined;
}

/** Of several rows that name a picture, the one that this problem is about: they are reported in the rows' order. */
function rowOfProblem(problem: DatasetProblem, { allRows: rows, problems = [] }: TrackedPicture): ScannedRow {
  if (problem.kind === 'empty-label') return rows.find(({ label }) => label === '') ?? rows[0];
  if (problem.kind === 'ragged-row') return rows.find(({ isRagged }) => isRagged) ?? rows[0];
  const alike = problems.filter(({ kind }) => kind === problem.kind).sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  // The first of two alike rows is no problem of its own.
  const offset = problem.kind === 'duplicate-row' ? 1 : 0;
  return rows[Math.min(alike.indexOf(problem) + offset, rows.length - 1)];
}

/** A flagged picture of a data set without a labels file is its own problem. */
function folderEntries(session: ClassFolderSession, made: MadeDiagnostics): Entry[] {
  const severity = severityFor(session);
  const start = new vscode.Range(0, 0, 0, 0);
  const entries: Entry[] = [];
  for (const { id, issue, decision } of session.issues) {
    if (decision !== 'open') continue;
    const uri = vscode.Uri.joinPath(session.root, issue.path);
    entries.push([uri, [issueDiagnostic(session, { id, issue, range: start, severity }, made)]]);
  }
  for (const found of checkProblems(session)) {
    const path = session.pathOf(found.id);
    if (path !== undefined)
      entries.push([vscode.Uri.joinPath(session.root, path), [checkDiagnostic(session, found, start)]]);
  }
  for (const problem of session.problems) {
    entries.push([vscode.Uri.joinPath(session.root, problem.path), [problemDiagnostic(session, problem, start)]]);
  }
  return entries;
}
