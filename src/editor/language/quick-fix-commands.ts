import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DecideAction } from '../../protocol/index.ts';
import type { BulkRelabel, FixMaker } from '../decisions/decision-maker.ts';
import { EXPLAIN } from './diagnostics.ts';
import { sayError } from '../host/notify.ts';
import { plainMessage } from '../host/output.ts';
import { percent } from '../../numbers/index.ts';
import { textBar } from '../host/text-bar.ts';
import { labelText } from '../host/plain-text.ts';
import type { LiveSession, LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';

/** Commands behind the quick fixes. They are not in the palette: each needs to be told what it is about. */
export const FIX_COMMANDS = {
  decide: 'labelAudit.fix.decide',
  choose: 'labelAudit.fix.choose',
  show: 'labelAudit.fix.show',
  removeRow: 'labelAudit.fix.removeRow',
  relabelAll: 'labelAudit.fix.relabelAll',
} as const;

export interface FixDeps {
  readonly store: LiveSessionStore;
  readonly decisions: FixMaker;
  /** Opens the panel with this issue selected. */
  readonly showInPanel: (session: AuditSession, id: number) => void;
  readonly extensionUri: vscode.Uri;
}

interface ClassItem extends vscode.QuickPickItem {
  readonly class: string;
}

export function registerFixCommands(deps: FixDeps): vscode.Disposable {
  const { store, decisions } = deps;
  const sessionAt = (root: string): LiveSession => {
    const session = store.sessions.find((one) => one.root.toString() === root);
    if (!session) throw new Error(vscode.l10n.t('This audit has been cleared. Run "Audit Labels" again.'));
    return session;
  };
  /** A fix that can't be made says why; nothing was changed then. */
  const register = (command: string, run: (...args: never[]) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(command, async (...args: unknown[]) => {
      try {
        await run(...(args as never[]));
      } catch (error) {
        void sayError(plainMessage(error));
      }
    });

  return vscode.Disposable.from(
    register(FIX_COMMANDS.decide, async (root: string, ids: readonly number[], action: DecideAction) => {
      await decisions.decide(sessionAt(root), ids, action);
    }),
    register(FIX_COMMANDS.choose, async (root: string, id: number) => {
      const session = sessionAt(root);
      const label = await chooseClass(store, session, id);
      if (label !== undefined) await decisions.decide(session, [id], { kind: 'relabel', label });
    }),
    register(FIX_COMMANDS.show, (root: string, id: number) => {
      deps.showInPanel(sessionAt(root), id);
      return Promise.resolve();
    }),
    register(FIX_COMMANDS.removeRow, async (root: string, path: string, which: number) => {
      const session = sessionAt(root);
      if (session.kind === 'csv') await decisions.removeRow(session, path, which);
    }),
    register(FIX_COMMANDS.relabelAll, async (root: string, bulk: BulkRelabel) => {
      const session = sessionAt(root);
      if (session.kind === 'csv') await decisions.relabelAll(session, bulk);
    }),
    register(EXPLAIN, async () => {
      await vscode.commands.executeCommand(
        'markdown.showPreview',
        vscode.Uri.joinPath(deps.extensionUri, 'media', 'problems.md'),
      );
    }),
  );
}

/** All classes, most probable first. */
async function chooseClass(store: LiveSessionStore, session: LiveSession, id: number): Promise<string | undefined> {
  const { issue, current } = session.issues[id];
  const predictions = await store.predictions(session);
  const label = current?.label ?? issue.givenLabel;
  const now = (name: string): string => (name === label ? `  ${vscode.l10n.t('now')}` : '');
  const items: ClassItem[] = predictions
    ? predictions.of(issue.index).map(({ class: name, probability }) => ({
        class: name,
        label: labelText(name),
        description: `${textBar(probability, 10)} ${percent(probability)}${now(name)}`,
      }))
    : session.report.dataset.classes.map((name) => ({ class: name, label: labelText(name), description: now(name) }));
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(vscode.l10n.t('Label of {0}', basename(issue.path))),
    placeHolder: vscode.l10n.t('What does the picture show?'),
    matchOnDescription: false,
  });
  return picked?.class;
}
