import * as vscode from 'vscode';
import type { Installable } from '../../audit/light.ts';

/** The folder of what makes training faster in the extension's storage. */
export function trainingStorage({ globalStorageUri }: vscode.ExtensionContext, what: Installable): string {
  return vscode.Uri.joinPath(globalStorageUri, what).fsPath;
}

/** Processes that the extension starts look there for native TensorFlow and WebGPU, unless the user has named folders. */
export function shareTrainingFolders(context: vscode.ExtensionContext): void {
  process.env.LABEL_AUDIT_NATIVE ??= trainingStorage(context, 'native');
  process.env.LABEL_AUDIT_GPU ??= trainingStorage(context, 'gpu');
}
