import * as vscode from 'vscode';
import { sayWarning } from './notify.ts';

/** Runs `start` as soon as the workspace is trusted: now, or when the user says so. */
export function whenTrusted(start: () => void): vscode.Disposable {
  if (vscode.workspace.isTrusted) {
    start();
    return new vscode.Disposable(() => undefined);
  }
  return vscode.workspace.onDidGrantWorkspaceTrust(start);
}

/** Whether the workspace is trusted; if not, the user is told so, and how to change it. */
export function isTrustedOrSays(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('Trust this workspace first: Label Audit then reads its pictures and labels.');
  void sayWarning(message, manage).then((answer) => {
    if (answer === manage) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}

/** The same function, which refuses to run in a workspace that is not trusted, for every caller. */
export function onlyTrusted<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    if (!vscode.workspace.isTrusted) {
      throw new Error(vscode.l10n.t('This workspace is not trusted: nothing of it is read or run.'));
    }
    return run(...args);
  };
}
