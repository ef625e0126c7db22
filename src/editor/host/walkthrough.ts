import * as vscode from 'vscode';

/** Opens "Get started with Label Audit". */
export async function openWalkthrough(extensionId: string): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    `${extensionId}#labelAudit.getStarted`,
    false,
  );
}
