import * as vscode from 'vscode';
import { InputError, onlyDataset, type AuditOptions } from '../../audit/light.ts';
import { datasetFolder, isParquetName } from '../../dataset/index.ts';
import { auditOptions } from '../host/settings/settings.ts';
import type { AuditSession } from '../session/types.ts';
import type { AuditRuns } from './audit-runs.ts';
import { isLabelsName, targetAt, type Target } from './dataset-picker.ts';
import { picturesCache } from './run-audit.ts';

export interface NamedAuditDeps {
  readonly runs: AuditRuns;
  /** Folder for decoded pictures. */
  readonly cacheFolder: string;
}

/** Absolute paths of the folders that are open in the window. */
export function workspaceFolders(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/**
 * Audits a data set for a caller that is a program: nothing is asked, and what a person would be asked is an error.
 * @param target absolute path of a labels file, a data set's folder, or a folder around it. Default: the workspace
 * @param overrides options that go before the user's settings
 * @returns the audit, open and shown; undefined where it was cancelled
 * @throws InputError that says what to do; the engine's error
 */
export async function runNamedAudit(
  target: string | undefined,
  overrides: Partial<AuditOptions>,
  { runs, cacheFolder }: NamedAuditDeps,
  signal: AbortSignal,
): Promise<AuditSession | undefined> {
  const found = await targetAt(await datasetAt(target));
  requireSaved(found);
  if (runs.isRunning(found.root)) throw new InputError('This data set is being audited already. Wait for its end.');
  if (signal.aborted) return undefined;
  const options = { ...auditOptions(found.target, picturesCache(cacheFolder, found.root)), ...overrides };
  const stop = (): void => void runs.cancel(found.root);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await runs.run(found, options);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The labels file or folder to audit. */
async function datasetAt(target: string | undefined): Promise<string> {
  if (target !== undefined && (isLabelsName(target) || isParquetName(target))) return target;
  const folders = workspaceFolders();
  if (target !== undefined) return onlyDataset(folders, [target]);
  if (folders.length === 0) throw new InputError('No folder is open in VS Code, so there is nothing to audit.');
  return onlyDataset(folders);
}

/** An audit reads the labels from the disk: unsaved ones would be missing from it. */
function requireSaved({ target, root }: Target): void {
  const isOfIt = (file: string): boolean => file === target || (isLabelsName(file) && datasetFolder(file) === root);
  const unsaved = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && isOfIt(uri.fsPath));
  if (unsaved !== undefined) {
    throw new InputError(
      `${JSON.stringify(vscode.workspace.asRelativePath(unsaved.uri))} has unsaved changes. Ask the user to save it, then call again.`,
    );
  }
}
