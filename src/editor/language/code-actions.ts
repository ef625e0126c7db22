import * as vscode from 'vscode';
import { joinSet, splitSet, visibleLabel } from '../../dataset/index.ts';
import type { LabelIssue } from '../../audit/light.ts';
import { count } from '../host/local-numbers.ts';
import { findLookAlikeRows } from '../labels/look-alikes.ts';
import type { DecideAction, FindingAction } from '../../protocol/index.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import { issuesToRelabel } from '../decisions/bulk-relabel.ts';
import { checkOfCode } from './check-diagnostics.ts';
import { checkTitle } from './check-texts.ts';
import { LOOK_ALIKE, SOURCE } from './make-diagnostic.ts';
import { FIX_COMMANDS } from './fix-command-names.ts';
import { nameOf } from '../host/plain-text.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { IssueState } from '../session/types.ts';
import { idOfPicture } from '../session/unflagged-pictures.ts';

/** From this probability on the model is sure: the fix is the preferred one. */
const SURE = 0.8;
/** What a fix of the whole file needs. */
const BULK = 0.9;
/** Above so many selected issues fixes name no single one any more, and looking further helps no one. */
const MOST = 1000;

/** Offers fixes for the flagged rows of a labels file. */
export function createCodeActions(store: LiveSessionStore): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, range, context) {
      const session = store.labelsFileSession(document.uri);
      if (!session) return [];
      // A file that was just opened is read anew.
      await session.settled();
      const ours = context.diagnostics.filter(({ source }) => source === SOURCE);
      const file = session.fileOf(document.uri);
      const states = issuesIn(session, file, range);
      const actions = problemFixes(session, file, ours);
      if (states.length === 1) actions.push(...issueFixes(session, states[0]));
      else if (states.length > 1) actions.push(...selectionFixes(session, states));
      actions.push(...checkFixes(session, file, ours), ...(await spellingFixes(session, file, ours)));
      for (const action of actions) action.diagnostics ??= ours.filter((diagnostic) => isAbout(diagnostic, states));
      return actions;
    },
  };
}

function issuesIn(session: LabelsFileSession, file: number, range: vscode.Range): IssueState[] {
  const found: IssueState[] = [];
  const touched = range.isEmpty ? [session.rowAt(file, range.start)] : session.rowsTouching(file, range);
  for (const row of touched) {
    if (found.length === MOST) break;
    const picture = row && session.auditedOf(row);
    if (!picture || picture.issue < 0 || picture.rows[0] !== row) continue;
    const state = session.issues[picture.issue];
    if (state.decision === 'open') found.push(state);
  }
  return found;
}

function isAbout(diagnostic: vscode.Diagnostic, states: readonly IssueState[]): boolean {
  return states.some(({ current }) => current?.range?.isEqual(diagnostic.range) === true);
}

function fix(title: string, command: string, args: readonly unknown[], isPreferred = false): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [...args] };
  if (isPreferred) action.isPreferred = true;
  return action;
}

function decide(
  session: LabelsFileSession,
  title: string,
  ids: readonly number[],
  action: DecideAction,
  isPreferred = false,
) {
  return fix(title, FIX_COMMANDS.decide, [session.root.toString(), ids, action], isPreferred);
}

function issueFixes(session: LabelsFileSession, { id, issue }: IssueState): vscode.CodeAction[] {
  const { givenLabel, suggestedLabel, suggestedProbability } = issue;
  const root = session.root.toString();
  const actions: vscode.CodeAction[] = [];
  if (suggestedLabel !== givenLabel) {
    const title = vscode.l10n.t('Change to "{0}"', nameOf(suggestedLabel));
    actions.push(decide(session, title, [id], { kind: 'accept' }, suggestedProbability >= SURE));
  }
  actions.push(...setFixes(session, id, issue));
  actions.push(
    fix(vscode.l10n.t('Change to…'), FIX_COMMANDS.choose, [root, id]),
    decide(session, vscode.l10n.t('Remove this row'), [id], { kind: 'remove' }),
    decide(session, vscode.l10n.t('Keep "{0}" (mark as reviewed)', nameOf(givenLabel)), [id], { kind: 'keep' }),
    fix(vscode.l10n.t('Show in the audit panel'), FIX_COMMANDS.show, [root, id]),
  );
  const pair = { from: givenLabel, to: suggestedLabel };
  const like = suggestedLabel === givenLabel ? 0 : issuesToRelabel(session, { ...pair, above: -1 }).length;
  if (like > 1) {
    const title = vscode.l10n.t(
      'Show all "{0}" → "{1}" in the audit panel ({2})',
      nameOf(givenLabel),
      nameOf(suggestedLabel),
      like,
    );
    actions.push(fix(title, FIX_COMMANDS.showLike, [root, givenLabel, suggestedLabel]));
  }
  const bulk = { ...pair, above: BULK };
  const alike = suggestedLabel === givenLabel ? 0 : issuesToRelabel(session, bulk).length;
  if (alike > 0) {
    const names = [nameOf(givenLabel), nameOf(suggestedLabel)] as const;
    const title =
      session.labelsFiles.length === 1
        ? vscode.l10n.t('Change all "{0}" → "{1}" above 90% ({2} in this file)…', ...names, alike)
        : vscode.l10n.t('Change all "{0}" → "{1}" above 90% ({2} in all files)…', ...names, alike);
    actions.push(fix(title, FIX_COMMANDS.relabelAll, [root, bulk]));
  }
  return actions;
}

/** Of several labels a picture: each label that is missing or wrong, by itself. */
function setFixes(
  session: LabelsFileSession,
  id: number,
  { givenLabel, changes = [] }: LabelIssue,
): vscode.CodeAction[] {
  const { multiLabel } = session.report.dataset;
  if (multiLabel === undefined || changes.length < 2) return [];
  const { separator } = multiLabel;
  const given = splitSet(givenLabel, separator);
  return changes.map(({ class: name, add }) => {
    const set = add ? [...given, name] : given.filter((one) => one !== name);
    const title = add ? vscode.l10n.t('Add "{0}"', nameOf(name)) : vscode.l10n.t('Remove "{0}"', nameOf(name));
    return decide(session, title, [id], { kind: 'relabel', label: joinSet(set, separator) });
  });
}

function selectionFixes(session: LabelsFileSession, states: readonly IssueState[]): vscode.CodeAction[] {
  const ids = states.map(({ id }) => id);
  const count = ids.length;
  return [
    decide(session, vscode.l10n.t('Change {0} labels to the suggestions', count), ids, { kind: 'accept' }),
    decide(session, vscode.l10n.t('Remove {0} rows', count), ids, { kind: 'remove' }),
    decide(session, vscode.l10n.t('Keep {0} labels (mark as reviewed)', count), ids, { kind: 'keep' }),
  ];
}

/** What can be done about what checks found in rows. */
function checkFixes(
  session: LabelsFileSession,
  file: number,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const removable = new Set<number>();
  return diagnostics.flatMap((diagnostic) => {
    const type = checkOfCode(typeof diagnostic.code === 'object' ? diagnostic.code.value : undefined, session);
    const row = session.rowAt(file, diagnostic.range.start);
    const example = row === undefined ? undefined : session.auditedOf(row)?.example;
    if (type === undefined || example === undefined || example < 0) return [];
    const id = idOfPicture(session, example);
    const act = (title: string, action: FindingAction, isPreferred = false): vscode.CodeAction => {
      const args = [session.root.toString(), type.name, id, action];
      const made = fix(title, FIX_COMMANDS.finding, args, isPreferred);
      made.diagnostics = [diagnostic];
      return made;
    };
    const proposal =
      type.sets === undefined
        ? []
        : type.name === 'leaks'
          ? [act(vscode.l10n.t('Remove from the training split'), 'removeFromTrain', true)]
          : [act(vscode.l10n.t('Keep only the best of these pictures'), 'keepBest', true)];
    // Once, whatever was found in the row.
    const remove = removable.has(id) ? [] : [act(vscode.l10n.t('Remove this row'), 'remove')];
    removable.add(id);
    return [
      ...proposal,
      ...remove,
      act(vscode.l10n.t('Keep: "{0}" is no problem here (mark as reviewed)', checkTitle(type.name)), 'keep'),
    ];
  });
}

/** One fix for each label at hand that looks like another. */
async function spellingFixes(
  session: LabelsFileSession,
  file: number,
  diagnostics: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction[]> {
  const found = diagnostics.filter(({ code }) => typeof code === 'object' && code.value === LOOK_ALIKE);
  if (found.length === 0) return [];
  const looks = await findLookAlikeRows(session.allRows(), () => Promise.resolve());
  return found.flatMap((diagnostic) => {
    const label = session.rowAt(file, diagnostic.range.start)?.label;
    return looks
      .filter(({ from, rows }) => from === label && rows > 0)
      .map(({ from, to, rows, testRows }) => {
        const title = vscode.l10n.t('Write {0} in {1} rows as {2}', visible(from), count(rows), visible(to));
        const action = fix(title, FIX_COMMANDS.respell, [session.root.toString(), { from, to, testRows }], true);
        action.diagnostics = [diagnostic];
        return action;
      });
  });
}

function visible(label: string): string {
  return visibleLabel(nameOf(label));
}

/** Rows with problems of their own: which of two labels is right, or where a picture went, only the user knows. */
function problemFixes(
  session: LabelsFileSession,
  file: number,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const actions: vscode.CodeAction[] = [];
  const done = new Set<unknown>();
  for (const diagnostic of diagnostics) {
    const row = session.rowAt(file, diagnostic.range.start);
    const picture = row && session.pictureOf(row);
    if (!row || !picture?.problems || done.has(row)) continue;
    // A flagged row brings that fix itself.
    const audited = session.auditedOf(row);
    const issue = audited?.rows[0] === row ? session.issues.at(audited.issue) : undefined;
    if (audited && audited.issue >= 0 && issue?.decision === 'open') continue;
    done.add(row);
    const hasColumns = session.headerOf(file) ?? session.wholeOf(file)?.rows.columns;
    if (hasColumns && typeof diagnostic.code === 'object' && diagnostic.code.value === 'missing-image') {
      const locate = fix(vscode.l10n.t('Locate the pictures of this file…'), 'labelAudit.mapPictures', [
        session.labelsFiles[file],
      ]);
      locate.diagnostics = [diagnostic];
      actions.push(locate);
    }
    const args = [session.root.toString(), picture.path, picture.allRows.indexOf(row)];
    const action = fix(vscode.l10n.t('Remove this row'), FIX_COMMANDS.removeRow, args);
    action.diagnostics = [diagnostic];
    actions.push(action);
  }
  return actions;
}
