import * as vscode from 'vscode';
import { createLabelsCsv } from '../../dataset/index.ts';
import { readDataset } from '../../audit/light.ts';
import { count } from '../host/local-numbers.ts';
import type { Target } from '../runs/dataset-picker.ts';
import { sayInformation } from '../host/notify.ts';

/** Writes a `labels.csv` for class folders, which stay as they are, and opens it. */
export async function createLabelsFile(target: Target): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.Uri.file(target.root), 'labels.csv');
  const dataset = await readDataset(target.target);
  const edit = new vscode.WorkspaceEdit();
  // Not overwritten where there is one: it may hold decisions.
  edit.createFile(file, { overwrite: false, contents: Buffer.from(createLabelsCsv(dataset)) });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(vscode.l10n.t('{0} is there already. Rename or remove it to make a new one.', file.fsPath));
  }
  await vscode.window.showTextDocument(file);
  const audit = vscode.l10n.t('Audit Labels');
  const message = vscode.l10n.t(
    'labels.csv now names {0} pictures of {1} classes.',
    count(dataset.examples.length),
    dataset.classes.length,
  );
  void sayInformation(message, audit).then((answer) => {
    if (answer === audit) void vscode.commands.executeCommand('labelAudit.audit', file);
  });
}
