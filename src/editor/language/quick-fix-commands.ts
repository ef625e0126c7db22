import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DecideAction, FindingAction } from '../../protocol/index.ts';
import type { BulkRelabel } from '../decisions/bulk-relabel.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import type { FixName } from './fix-command-names.ts';
import { visibleLabel } from '../../dataset/index.ts';
import { count, percent } from '../host/local-numbers.ts';
import { textBar } from '../host/text-bar.ts';
import { sayInformation } from '../host/notify.ts';
import { labelText, nameOf } from '../host/plain-text.ts';
import { checkOf } from '../session/checks/finding-states.ts';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import { toggledLabel } from '../session/toggled-label.ts';
import type { AuditSession } from '../session/types.ts';

export interface FixDeps {
  readonly store: LiveSessionStore;
  readonly decisions: LiveDecisionMaker;
  /** Opens the panel with this issue selected. */
  readonly showInPanel: (session: AuditSession, id: number) => Promise<void>;
  /** Opens the panel with all open issues of this pair. */
  readonly showLike: (session: AuditSession, given: string, suggested: string) => Promise<void>;
}

interface ClassItem extends vscode.QuickPickItem {
  readonly class: string;
}

/** What each of the quick fixes does. Our own code calls these, with arguments that it made. */
export function createFixes(deps: FixDeps): Record<FixName, (...args: never[]) => Promise<void>> {
  const { store, decisions } = deps;
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
  return {
    decide: async (root: string, ids: readonly number[], action: DecideAction) => {
      await decisions.decide(sessionAt(root), ids, action);
    },
    choose: async (root: string, id: number) => {
      const session = sessionAt(root);
      const label = await chooseClass(session, id);
      if (label === undefined) return;
      // Of several labels a picture the class that is chosen comes or goes.
      await decisions.decide(session, [id], { kind: 'relabel', label: toggledLabel(session, id, label) ?? label });
    },
    show: async (root: string, id: number) => {
      await deps.showInPanel(sessionAt(root), id);
    },
    showLike: async (root: string, given: string, suggested: string) => {
      await deps.showLike(sessionAt(root), given, suggested);
    },
    removeRow: async (root: string, path: string, which: number) => {
      await decisions.removeRow(labelsFileAt(root), path, which);
    },
    relabelAll: async (root: string, bulk: BulkRelabel) => {
      await decisions.relabelAll(labelsFileAt(root), bulk);
    },
    respell: async (root: string, look: Respelled) => {
      const session = labelsFileAt(root);
      if (await decisions.respell(session, look.from, look.to)) sayRespelled(session, look);
    },
    finding: async (root: string, check: string, id: number, action: FindingAction) => {
      const session = sessionAt(root);
      const type = checkOf(session, check);
      if (type) await decisions.finding(session, type, [id], action);
    },
  };
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
