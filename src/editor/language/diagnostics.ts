import * as vscode from 'vscode';
import { weaknessOf, type DatasetProblem, type LabelIssue } from '../../audit/light.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import { labelRange } from '../labels/label-cell.ts';
import { checkCode, checkMessage, checkProblems, type CheckProblem } from './check-diagnostics.ts';
import { createTimeSlices, Superseded } from '../host/time-slices.ts';
import { visibleLabel } from '../../dataset/index.ts';
import { count, percent } from '../host/local-numbers.ts';
import { lineOf, nameOf } from '../host/plain-text.ts';
import { editorOptions } from '../host/settings.ts';
import { isStillWrong } from '../session/problem-state.ts';
import { findLookAlikeRows, type LookAlike } from '../labels/look-alikes.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { TrackedPicture } from '../labels/tracked-pictures.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

export const SOURCE = 'Label Audit';
/** Code of the problems of labels that look alike. */
export const LOOK_ALIKE = 'look-alike';
/** Command that explains what a kind of problem means and what can be done about it. */
export const EXPLAIN = 'labelAudit.explain';
/** Milliseconds without a change of the text before its problems are shown anew. */
const DELAY = 60;

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

/**
 * E.g. `"vii" looks like "viii" (model: 94% viii, 2% vii). 4 of 5 nearest pictures are labelled "viii".`
 * @param isWeak the model is too weak to judge labels
 */
export function issueMessage(issue: LabelIssue, label: string, isWeak = false): string {
  const { nearest = [], suggestedLabel } = issue;
  const message = isWeak ? weakMessage(issue, label) : doubtOf(issue, label);
  const total = nearest.reduce((sum, [, pictures]) => sum + pictures, 0);
  if (total === 0 || suggestedLabel === label) return message;
  const [, agreeing = 0] = nearest.find(([one]) => one === suggestedLabel) ?? [];
  const near = vscode.l10n.t('Nearest pictures labelled "{0}": {1} of {2}.', nameOf(suggestedLabel), agreeing, total);
  return `${message} ${near}`;
}

function weakMessage({ suggestedLabel, suggestedProbability }: LabelIssue, label: string): string {
  const [shown, suggested] = [label, suggestedLabel].map(nameOf);
  const share = percent(suggestedProbability);
  return vscode.l10n.t(
    'The model takes "{0}" for "{1}" ({2}), but is too weak to judge labels.',
    shown,
    suggested,
    share,
  );
}

function doubtOf(issue: LabelIssue, label: string): string {
  const { suggestedProbability, givenProbability } = issue;
  const [shown, suggestedLabel] = [label, issue.suggestedLabel].map(nameOf);
  if (issue.suggestedLabel === label) {
    return vscode.l10n.t('"{0}" is doubtful (model: {1} {0}).', shown, percent(givenProbability));
  }
  const suggested = percent(suggestedProbability);
  const given = percent(givenProbability);
  return vscode.l10n.t('"{0}" looks like "{1}" (model: {2} {1}, {3} {0}).', shown, suggestedLabel, suggested, given);
}

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

/** By issue. Twenty thousand take a while to make, but little to move. */
type MadeDiagnostics = Map<number, vscode.Diagnostic>;
type Entry = [vscode.Uri, vscode.Diagnostic[]];

/** Where the model is too weak to judge, its disagreements are no warnings. */
function severityFor(session: LiveSession): vscode.DiagnosticSeverity {
  const { severity } = editorOptions(session.root);
  return SEVERITIES[isWeak(session) && severity !== 'hint' ? 'information' : severity];
}

const isWeak = ({ report }: LiveSession): boolean => weaknessOf(report) !== undefined;

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
  for (const found of checkProblems(session)) diagnostics[found.row.file].push(checkDiagnostic(session, found));
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

function wholeLine(row: ScannedRow): vscode.Range {
  return new vscode.Range(row.line, 0, row.line, Number.MAX_SAFE_INTEGER);
}

/** E.g. `"Cat" (3 rows) is read as another class than "cat" (120 rows): they differ in capital letters.` */
function lookAlikeDiagnostic(look: LookAlike, range: vscode.Range): vscode.Diagnostic {
  const { from, to, rows, testRows, others, difference } = look;
  const message = vscode.l10n.t(
    '{0} ({1} rows) is read as another class than {2} ({3} rows): they differ {4}.',
    visibleLabel(nameOf(from)),
    count(rows + testRows),
    visibleLabel(nameOf(to)),
    count(others),
    difference,
  );
  const diagnostic = new vscode.Diagnostic(range, lineOf(message), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: LOOK_ALIKE, target: explanation(LOOK_ALIKE) };
  return diagnostic;
}

function checkDiagnostic(session: LiveSession, found: CheckProblem): vscode.Diagnostic {
  const { row, type, others } = found;
  const range = labelRange(row) ?? wholeLine(row);
  const diagnostic = new vscode.Diagnostic(range, checkMessage(found), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: checkCode(type), target: explanation(checkCode(type)) };
  diagnostic.relatedInformation = others.map((path) => pictureOf(session, path));
  return diagnostic;
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
  for (const problem of session.problems) {
    entries.push([vscode.Uri.joinPath(session.root, problem.path), [problemDiagnostic(session, problem, start)]]);
  }
  return entries;
}

interface IssueView {
  readonly id: number;
  readonly issue: LabelIssue;
  readonly range: vscode.Range;
  readonly severity: vscode.DiagnosticSeverity;
}

/** The diagnostic of an issue; where it was made before only what may have changed is made anew. */
function issueDiagnostic(
  session: LiveSession,
  { id, issue, range, severity }: IssueView,
  made: MadeDiagnostics,
): vscode.Diagnostic {
  const known = made.get(id);
  if (known) {
    if (!known.range.isEqual(range)) known.range = range;
    known.severity = severity;
    return known;
  }
  const diagnostic = new vscode.Diagnostic(range, issueMessage(issue, issue.givenLabel, isWeak(session)), severity);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: 'label-issue', target: explanation('label-issue') };
  // Among class folders the file that has the problem is the picture itself.
  // The row has the path already, and the link the name of the file.
  if (session.labelsFile)
    diagnostic.relatedInformation = [pictureOf(session, issue.path, vscode.l10n.t('the picture'))];
  made.set(id, diagnostic);
  return diagnostic;
}

function problemDiagnostic(session: LiveSession, problem: DatasetProblem, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, lineOf(problem.message), vscode.DiagnosticSeverity.Error);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: problem.kind, target: explanation(problem.kind) };
  const paths = [...(session.labelsFile ? [problem.path] : []), ...(problem.others ?? [])];
  diagnostic.relatedInformation = paths.map((path) => pictureOf(session, path));
  return diagnostic;
}

function pictureOf(session: LiveSession, path: string, text = path): vscode.DiagnosticRelatedInformation {
  const uri = vscode.Uri.joinPath(session.root, path);
  return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, new vscode.Position(0, 0)), lineOf(text));
}

function explanation(kind: string): vscode.Uri {
  return vscode.Uri.parse(`command:${EXPLAIN}?${encodeURIComponent(JSON.stringify([kind]))}`);
}
