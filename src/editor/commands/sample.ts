import * as vscode from 'vscode';

/** Name of the copy's folder. */
const NAME = 'label-audit-sample';

export interface SampleOptions {
  /** Folder to copy it into. Default: the user is asked. */
  readonly into?: vscode.Uri;
  /** Whether to open the copy as the window's folder. Default: true. */
  readonly open?: boolean;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function askWhere(storage: vscode.Uri): Promise<vscode.Uri | undefined> {
  const inStorage = {
    label: vscode.l10n.t("In VS Code's storage"),
    description: vscode.l10n.t('nothing to choose, just try it'),
  };
  const elsewhere = { label: vscode.l10n.t('Choose a folder…') };
  const picked = await vscode.window.showQuickPick([inStorage, elsewhere], {
    title: vscode.l10n.t('Where shall the sample data set be copied to?'),
  });
  if (picked !== elsewhere) return picked && storage;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: vscode.l10n.t('Copy the Sample Here'),
  });
  return chosen?.[0];
}

/**
 * Copies the shipped data set (real handwritten digits, some with a wrong label) to where it may be changed, and opens
 * it. A copy that is there already is opened as it is, with the user's work in it.
 * @returns the copy; undefined when the user changed their mind.
 */
export async function openSample(
  context: vscode.ExtensionContext,
  options: SampleOptions = {},
): Promise<vscode.Uri | undefined> {
  const into = options.into ?? (await askWhere(context.globalStorageUri));
  if (!into) return undefined;
  const copy = vscode.Uri.joinPath(into, NAME);
  if (!(await exists(vscode.Uri.joinPath(copy, 'labels.csv')))) {
    await vscode.workspace.fs.createDirectory(into);
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'dist', 'sample'), copy, {
      overwrite: true,
    });
  }
  if (options.open !== false) {
    const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
    await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow });
  }
  return copy;
}
