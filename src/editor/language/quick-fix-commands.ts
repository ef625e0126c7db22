import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DecideAction, FindingAction } from '../../protocol/index.ts';
import type { BulkRelabel } from '../decisions/bulk-relabel.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import { EXPLAIN } from './diagnostics.ts';
import type { RegisterCommand } from '../host/register-command.ts';
import { visibleLabel } from '../../dataset/index.ts';
import { count, percent } from '../host/local-numbers.ts';
import { textBar } from '../host/text-bar.ts';
import { sayInformation } from '../host/notify.ts';
import { labelText, nameOf } from '../host/plain-text.ts';
import { checkOf } from '../session/checks/finding-states.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

/** Commands behind the quick fixes. They are not in the palette: each needs to be told what it is about. */
export const FIX_COMMANDS = {
  decide: 'labelAudit.fix.decide',
  choose: 'labelAudit.fix.choose',
  show: 'labelAudit.fix.show',
  showLike: 'labelAudit.fix.showLike',
  removeRow: 'labelAudit.fix.removeRow',
  relabelAll: 'labelAudit.fix.relabelAll',
  respell: 'labelAudit.fix.respell',
  finding: 'labelAudit.fix.finding',
} as const;

export interface FixDeps {
  readonly register: RegisterCommand;
  readonly store: LiveSessionStore;
  readonly decisions: LiveDecisionMaker;
  /** Opens the panel with this issue selected. */
  readonly showInPanel: (session: AuditSession, id: number) => void;
  /** Opens the panel with all open issues of this pair. */
  readonly showLike: (session: AuditSession, given: string, suggested: string) => void;
  readonly extensionUri: vscode.Uri;
}

interface ClassItem extends vscode.QuickPickItem {
  readonly class: string;
}

export function registerFixCommands(deps: FixDeps): vscode.Disposable {
  const { store, decisions, register } = deps;
  const sessionAt = (root: string): LiveSession => {
    const session = store.sessions.find((one) => one.root.toString() === root);
    if (!session) throw new Error(vscode.l10n.t('This audit has been cleared. Run "Audit Labels" again.'));
    return session;
  };
  const labelsFileAt = (root: string): LabelsFileSession => {
    const session = sessionAt(root);
    if (session.kind !== 'csv') throw new Error(vscode.l10n.t('This audit has no labels file.'));
    return session;
  };
  /** Our own quick fixes call these, with arguments that they made. */
  const registerFix = (command: string, run: (...args: never[]) => Promise<void>): vscode.Disposable =>
    register(command, (...args) => run(...(args as never[])));

  return vscode.Disposable.from(
    registerFix(FIX_COMMANDS.decide, async (root: string, ids: readonly number[], action: DecideAction) => {
      await decisions.decide(sessionAt(root), ids, action);
    }),
    registerFix(FIX_COMMANDS.choose, async (root: string, id: number) => {
      const session = sessionAt(root);
      const label = await chooseClass(session, id);
      if (label !== undefined) await decisions.decide(session, [id], { kind: 'relabel', label });
    }),
    registerFix(FIX_COMMANDS.show, (root: string, id: number) => {
      deps.showInPanel(sessionAt(root), id);
      return Promise.resolve();
    }),
    registerFix(FIX_COMMANDS.showLike, (root: string, given: string, suggested: string) => {
      deps.showLike(sessionAt(root), given, suggested);
      return Promise.resolve();
    }),
    registerFix(FIX_COMMANDS.removeRow, async (root: string, path: string, which: number) => {
      await decisions.removeRow(labelsFileAt(root), path, which);
    }),
    registerFix(FIX_COMMANDS.relabelAll, async (root: string, bulk: BulkRelabel) => {
      await decisions.relabelAll(labelsFileAt(root), bulk);
    }),
    registerFix(FIX_COMMANDS.respell, async (root: string, look: Respelled) => {
      const session = labelsFileAt(root);
      if (await decisions.respell(session, look.from, look.to)) sayRespelled(session, look);
    }),
    registerFix(FIX_COMMANDS.finding, async (root: string, check: string, id: number, action: FindingAction) => {
      const session = sessionAt(root);
      const type = checkOf(session, check);
      if (type) await decisions.finding(session, type, [id], action);
    }),
    register(
      EXPLAIN,
      () =>
        vscode.commands.executeCommand(
          'markdown.showPreview',
          vscode.Uri.joinPath(deps.extensionUri, 'media', 'problems.md'),
        ),
      { trustedOrNot: true },
    ),
  );
}

/** A merge of two spellings of a class. */
interface Respelled {
  readonly from: string;
  readonly to: string;
  readonly testRows: number;
}

/** The audit knows the class by its old name: it is made again, where the user likes. */
function sayRespelled(session: LabelsFileSession, { from, to, testRows }: Respelled): void {
  const again = vscode.l10n.t('Audit Again');
  const [before, after] = [from, to].map((label) => visibleLabel(nameOf(label)));
  const done = vscode.l10n.t('{0} is written {1} now.', before, after);
  const left =
    testRows === 0
      ? ''
      : ` ${vscode.l10n.t('{0} rows of test splits are left as they are: change them by hand.', count(testRows))}`;
  void sayInformation(done + left, again).then((answer) => {
    if (answer === again) void vscode.commands.executeCommand('labelAudit.audit', session.target);
  });
}

/** All classes, most probable first. */
async function chooseClass(session: LiveSession, id: number): Promise<string | undefined> {
  const { issue, current } = session.issues[id];
  const predictions = await session.predictions();
  const label = current?.label ?? issue.givenLabel;
  const all: ClassItem[] = predictions
    ? predictions.of(issue.index).map(({ class: name, probability }) => ({
        class: name,
        label: labelText(name),
        description: `${textBar(probability, 10)} ${percent(probability)}`,
      }))
    : session.report.dataset.classes.map((name) => ({ class: name, label: labelText(name) }));
  const close = await showBeside(vscode.Uri.joinPath(session.root, session.placeOf(issue.path) ?? issue.path));
  try {
    // The class that it has is nothing to change to.
    const items = all.filter((item) => item.class !== label);
    const picked = await vscode.window.showQuickPick(items, {
      title: labelText(vscode.l10n.t('Label of {0}, now "{1}"', basename(issue.path), nameOf(label))),
      placeHolder: vscode.l10n.t('What does the picture show?'),
      matchOnDescription: false,
    });
    return picked?.class;
  } finally {
    await close();
  }
}

/** Shows a picture beside the text while something is asked about it; a quick pick itself can't show any. */
async function showBeside(picture: vscode.Uri): Promise<() => Promise<void>> {
  const tabs = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => isOf(input, picture));
  if (tabs().length > 0) return () => Promise.resolve();
  const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
  try {
    await vscode.commands.executeCommand('vscode.open', picture, options);
  } catch {
    // One that is gone has still a label.
  }
  return async () => {
    const opened = tabs();
    if (opened.length > 0) await vscode.window.tabGroups.close(opened, true);
  };
}

function isOf(input: unknown, uri: vscode.Uri): boolean {
  const shows = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return shows && input.uri.toString() === uri.toString();
}
