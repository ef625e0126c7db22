import * as vscode from 'vscode';

/** The "Label Audit" channel of the Output view: what audits did, in full. */
export function createOutput(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Label Audit', { log: true });
}

/**
 * An error's own message, for the user: never a stack. The first line only, as the rest is for the output channel.
 */
export function plainMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0].trim() || 'Something went wrong.';
}

/** Shows an error with a button that opens the output channel, where it is written in full. */
export async function showFailure(output: vscode.LogOutputChannel, error: unknown): Promise<void> {
  output.error(error instanceof Error ? error : String(error));
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(plainMessage(error), showLog)) === showLog) output.show();
}
