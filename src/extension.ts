import type * as vscode from 'vscode';
import { startEditor, type LabelAuditApi } from './editor/index.ts';

/** VS Code calls this when a workspace has labels, or one of the contributed commands is first used. */
export function activate(context: vscode.ExtensionContext): LabelAuditApi {
  return startEditor(context);
}
