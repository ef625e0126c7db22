import * as vscode from 'vscode';
import { weaknessOf, type DatasetProblem, type LabelIssue } from '../../audit/light.ts';
import { visibleLabel } from '../../dataset/index.ts';
import { count, percent } from '../host/local-numbers.ts';
import { lineOf, nameOf } from '../host/plain-text.ts';
import type { LookAlike } from '../labels/look-alikes.ts';
import type { ScannedRow } from '../labels/scan-row.ts';
import type { LiveSession } from '../session/live-session.ts';
import { EXPLAIN } from './fix-command-names.ts';
import { checkCode, checkMessage, type CheckProblem } from './check-diagnostics.ts';
import { problemText } from '../host/problem-text.ts';

export const SOURCE = 'Label Audit';
/** Code of the problems of labels that look alike. */
export const LOOK_ALIKE = 'look-alike';
/** By issue. Twenty thousand take a while to make, but little to move. */
export type MadeDiagnostics = Map<number, vscode.Diagnostic>;

/**
 * E.g. `"vii" looks like "viii" (model: 94% viii, 2% vii). 4 of 5 nearest pictures are labelled "viii".`
 * @param weak the model is too weak to judge labels
 */
export function issueMessage(issue: LabelIssue, label: string, weak = false): string {
  const { nearest = [], suggestedLabel, changes } = issue;
  if (changes !== undefined && label === issue.givenLabel) return setMessage(changes, label);
  const message = weak ? weakMessage(issue, label) : doubtOf(issue, label);
  const total = nearest.reduce((sum, [, pictures]) => sum + pictures, 0);
  if (total === 0 || suggestedLabel === label) return message;
  const [, agreeing = 0] = nearest.find(([one]) => one === suggestedLabel) ?? [];
  const near = vscode.l10n.t('Nearest pictures labelled "{0}": {1} of {2}.', nameOf(suggestedLabel), agreeing, total);
  return `${message} ${near}`;
}

/** E.g. `"cat|fox": add "dog" (93%), remove "cat" (88%)`. */
function setMessage(changes: NonNullable<LabelIssue['changes']>, label: string): string {
  const parts = changes.map(({ class: name, add, probability }) =>
    add
      ? vscode.l10n.t('add "{0}" ({1})', nameOf(name), percent(probability))
      : vscode.l10n.t('remove "{0}" ({1})', nameOf(name), percent(probability)),
  );
  const said = parts.length === 0 ? vscode.l10n.t('doubtful as a whole') : parts.join(', ');
  return `"${nameOf(label)}": ${said}`;
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

/** The model is too weak to judge labels. */
export const isWeak = ({ report }: LiveSession): boolean => weaknessOf(report) !== undefined;

/** All of a row, where its label has no place of its own. */
export function wholeLine(row: ScannedRow): vscode.Range {
  return new vscode.Range(row.line, 0, row.line, Number.MAX_SAFE_INTEGER);
}

/** E.g. `"Cat" (3 rows) is read as another class than "cat" (120 rows): they differ in capital letters.` */
export function lookAlikeDiagnostic(look: LookAlike, range: vscode.Range): vscode.Diagnostic {
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

/** What a check found in a picture. */
export function checkDiagnostic(session: LiveSession, found: CheckProblem, range: vscode.Range): vscode.Diagnostic {
  const { type, others } = found;
  const diagnostic = new vscode.Diagnostic(range, checkMessage(found), vscode.DiagnosticSeverity.Warning);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: checkCode(type), target: explanation(checkCode(type)) };
  diagnostic.relatedInformation = others.map((path) => pictureOf(session, path));
  return diagnostic;
}

/** An issue, and where and how it is shown. */
interface IssueView {
  readonly id: number;
  readonly issue: LabelIssue;
  readonly range: vscode.Range;
  readonly severity: vscode.DiagnosticSeverity;
}

/** The diagnostic of an issue; where it was made before only what may have changed is made anew. */
export function issueDiagnostic(
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

/** What is wrong beside the label, such as a picture that is missing. */
export function problemDiagnostic(
  session: LiveSession,
  problem: DatasetProblem,
  range: vscode.Range,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, lineOf(problemText(problem)), vscode.DiagnosticSeverity.Error);
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
