import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { findDatasets, whyNoDataset, type FoundDataset } from '../../audit/light.ts';
import { datasetFolder, isParquetName, mayHoldLabels } from '../../dataset/index.ts';
import { count } from '../host/local-numbers.ts';
import { sayError } from '../host/notify.ts';
import { plainMessage, type Log } from '../host/output.ts';
import { labelText } from '../host/plain-text.ts';
import { openWalkthrough } from '../host/walkthrough.ts';

/** What an audit is run on. */
export interface Target {
  readonly kind: FoundDataset['kind'];
  /** Absolute path of the labels file, or of the folder that holds several of them or the class folders. */
  readonly target: string;
  /** Absolute path of the data set's folder. */
  readonly root: string;
  /** For headings and messages. */
  readonly name: string;
}

export interface PickOptions {
  /** What the user pointed at: a folder, or a labels file. Default: the whole workspace. */
  readonly uri?: vscode.Uri;
  /** Only data sets of this kind. */
  readonly kind?: FoundDataset['kind'];
  readonly extensionId: string;
  readonly output: Log;
}

/** Whether a file may be a labels file by its name. */
export function isLabelsName(file: string): boolean {
  return mayHoldLabels(basename(file));
}

interface Item extends vscode.QuickPickItem {
  readonly found: FoundDataset;
}

function toTarget({ kind, target, root }: Pick<FoundDataset, 'kind' | 'target' | 'root'>): Target {
  return { kind, target, root, name: basename(root) };
}

/**
 * A data set whose labels the editor can follow.
 * @throws Error for another, before it is trained for long
 */
function followed(found: FoundDataset): Target {
  if (found.layout === 'parquet') refuseParquet(found.path);
  return toTarget(found);
}

function refuseParquet(path: string): never {
  throw new Error(
    vscode.l10n.t(
      '{0} is Parquet, whose labels can’t be edited in place. Audit it on the command line: label-audit audit, then label-audit fix, which writes a labels.csv that is followed here.',
      path,
    ),
  );
}

/** The labels file or class folders at `path`, for a user who has already said where they are. */
export async function targetAt(path: string): Promise<Target> {
  const isFolder = (await stat(path)).isDirectory();
  if (!isFolder && isParquetName(path)) refuseParquet(basename(path));
  return toTarget({ kind: isFolder ? 'folders' : 'csv', target: path, root: isFolder ? path : datasetFolder(path) });
}

async function search(folders: readonly string[]): Promise<FoundDataset[]> {
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for data sets') };
  const found = await vscode.window.withProgress(options, () =>
    Promise.all(folders.map((folder) => findDatasets(folder))),
  );
  return found.flat();
}

function toItem(found: FoundDataset): Item {
  const size = vscode.l10n.t('{0} pictures, {1} classes', count(found.pictures), found.classes);
  const description = found.problem ?? [...(found.labelsFiles ?? []), size].join(', ');
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(found.target));
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const path = found.path === '.' ? basename(found.target) : found.path;
  return {
    found,
    label: labelText(several && folder ? `${folder.name}/${path}` : path),
    description: labelText(description),
    iconPath: new vscode.ThemeIcon(found.kind === 'csv' ? 'table' : 'folder-library'),
  };
}

function datasetShape(): string {
  return vscode.l10n.t(
    'A data set is a labels.csv whose header names an image column and a label column (image,label), or one folder per class with its pictures inside (cat/1.png, dog/2.png; also under train/, val/ and test/).',
  );
}

/** What was looked at, and why it is no data set. */
async function logNone(folders: readonly string[], output: Log): Promise<void> {
  for (const folder of folders) {
    output.info(`There is no data set in ${folder}. What was looked at:`);
    const lines = await whyNoDataset(folder).catch((error: unknown) => [plainMessage(error)]);
    for (const line of lines) output.info(line);
  }
}

async function sayNone(options: PickOptions, folders: readonly string[]): Promise<void> {
  const none =
    vscode.workspace.workspaceFolders === undefined && options.uri === undefined
      ? vscode.l10n.t('No folder is open, so there is no data set to audit. {0}', datasetShape())
      : options.kind === 'folders'
        ? vscode.l10n.t('There are no class folders here. {0}', datasetShape())
        : vscode.l10n.t('There is no data set here. {0}', datasetShape());
  const start = vscode.l10n.t('Get Started');
  const showLog = vscode.l10n.t('Show Log');
  const logged = logNone(folders, options.output);
  const answer = await sayError(none, start, ...(folders.length > 0 ? [showLog] : []));
  if (answer === start) await openWalkthrough(options.extensionId);
  if (answer !== showLog) return;
  await logged;
  options.output.show();
}

/**
 * The data set that the user means: the only one, or the one picked of several. Undefined when there is none (which the
 * user is then told) or none is picked.
 */
export async function pickDataset(options: PickOptions): Promise<Target | undefined> {
  const { uri, kind } = options;
  if (uri && isLabelsName(uri.fsPath)) return targetAt(uri.fsPath);
  const folders = uri
    ? [uri.fsPath]
    : (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath);
  const all = await search(folders);
  const found = all.filter((one) => kind === undefined || one.kind === kind);
  if (found.length === 0) {
    if (all.length > 0) throw new Error(vscode.l10n.t('There is a labels file already: {0}.', all[0].target));
    // Not awaited: a command has ended once it has said why it can't go on.
    void sayNone(options, folders);
    return undefined;
  }
  if (found.length === 1) return followed(found[0]);
  const picked = await vscode.window.showQuickPick(found.map(toItem), {
    title: vscode.l10n.t('Which data set?'),
    placeHolder: vscode.l10n.t('Several data sets were found'),
    matchOnDescription: true,
  });
  return picked && followed(picked.found);
}
