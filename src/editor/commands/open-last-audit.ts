import { basename } from 'node:path';
import * as vscode from 'vscode';
import { sayInformation } from '../host/notify.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/**
 * Opens the audit that stands in a data set's folder, as it was written there, when none is shown any more: after *Clear
 * Audit*, or in a folder that was added to the workspace. The user chooses where there are several.
 * @returns the audit; undefined where there is none, or the user gave up
 */
export async function openLastAudit(store: LiveSessionStore): Promise<LiveSession | undefined> {
  const roots = await store.findAudits();
  if (roots.length === 0) {
    void sayInformation(vscode.l10n.t('No folder of this workspace holds an audit: run "Audit Labels" first.'));
    return undefined;
  }
  const root = roots.length === 1 ? roots[0] : await askWhich(roots);
  if (root === undefined) return undefined;
  const session = await store.load(root);
  store.activate(session);
  return session;
}

async function askWhich(roots: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = roots.map((root) => ({
    label: basename(root.fsPath),
    description: vscode.workspace.asRelativePath(root),
    root,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open the last audit of') });
  return picked?.root;
}
