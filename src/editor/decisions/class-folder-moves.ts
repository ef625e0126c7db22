import { posix } from 'node:path';
import * as vscode from 'vscode';
import { pathInOther, REPORT_FOLDER } from '../../audit/light.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import { pictureOfId } from '../session/unflagged-pictures.ts';
import { FixError } from './label-edits.ts';

/** A picture that goes from one place to another, both relative to the data set's root; no `to`: to the bin. */
export interface PictureMove {
  readonly from: string;
  readonly to?: string;
}

/** Largest picture that is remembered so that its removal can be taken back in the panel. */
const MAX_REMEMBERED = 32 * 1024 * 1024;

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Windows has no such names, or makes other ones of them without a word: a blank or a dot at the end is left away. */
function isWindowsName(name: string): boolean {
  // What comes before the blank are control characters.
  return !/[<>:"|?*]|[^ -\uffff]|[. ]$/.test(name) && !DEVICES.test(name);
}

/**
 * Path in the folder of another class; the split stays, and folders within the class.
 * @param named path of the folder whose name is the class
 * @throws FixError where the label is no name of a folder: a report is only a file, and may hold any
 */
export function pathInClass(
  path: string,
  label: string,
  platform: NodeJS.Platform = process.platform,
  named = posix.dirname(path),
): string {
  const isName = !/[\\/\0]/.test(label) && !['', '.', '..'].includes(label);
  if (!isName || (platform === 'win32' && !isWindowsName(label))) {
    throw new FixError(vscode.l10n.t('"{0}" can’t be the name of a class folder. Nothing was moved.', label));
  }
  return pathInOther(path, named, label);
}

/** The same for a picture of a session. */
export const inClass = (session: ClassFolderSession, path: string, label: string): string =>
  pathInClass(path, label, process.platform, session.namedBy(path));

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** Whether a file that is deleted ends up in the system's bin: the server of a remote window has none. */
function hasBin(root: vscode.Uri): boolean {
  const isLocal = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  return isLocal && vscode.workspace.getConfiguration('files', root).get('enableTrash') !== false;
}

/** Where a removed picture is kept on machines without a bin. */
async function placeForRemoved(root: vscode.Uri, path: string): Promise<string> {
  const { dir, name, ext } = posix.parse(path);
  for (let i = 1; ; i += 1) {
    const place = posix.join(REPORT_FOLDER, 'removed', dir, i === 1 ? `${name}${ext}` : `${name}-${i}${ext}`);
    if (!(await exists(vscode.Uri.joinPath(root, place)))) return place;
  }
}

/** Where a picture that is removed goes: the bin (undefined), or on machines without one a folder of ours. */
export async function removedTo(session: ClassFolderSession, from: string): Promise<PictureMove> {
  return { from, to: hasBin(session.root) ? undefined : await placeForRemoved(session.root, from) };
}

/** The moves that give flagged pictures another label (the folder of that class), or (undefined) remove them. */
export async function planMoves(
  session: ClassFolderSession,
  ids: readonly number[],
  labelOf: (id: number) => string | undefined,
): Promise<PictureMove[]> {
  await session.refresh();
  const bin = hasBin(session.root);
  const moves: PictureMove[] = [];
  for (const id of ids) {
    const from = session.pathOf(id);
    if (from === undefined) {
      const { path } = pictureOfId(session.report, id);
      throw new FixError(vscode.l10n.t('{0} is no longer in any class folder. Nothing was changed.', path));
    }
    const label = labelOf(id);
    if (label === undefined) moves.push({ from, to: bin ? undefined : await placeForRemoved(session.root, from) });
    else if (session.stateOf(id)?.current?.label !== label) moves.push({ from, to: inClass(session, from, label) });
  }
  return moves;
}

/**
 * Moves pictures as one step that VS Code can undo.
 * @param metadata asks the user to confirm the moves in VS Code's refactor preview
 * @returns takes the moves back; undefined where the user declined
 * @throws FixError where a name is taken; then nothing was moved
 */
export async function movePictures(
  session: ClassFolderSession,
  moves: readonly PictureMove[],
  metadata?: vscode.WorkspaceEditEntryMetadata,
): Promise<(() => Promise<void>) | undefined> {
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(session.root, path);
  await refuseClashes(session, moves);
  const edit = new vscode.WorkspaceEdit();
  const remembered = new Map<string, Uint8Array>();
  for (const { from, to } of moves) {
    if (to !== undefined) {
      edit.renameFile(at(from), at(to), { overwrite: false }, metadata);
      continue;
    }
    const { size } = await vscode.workspace.fs.stat(at(from));
    if (size <= MAX_REMEMBERED) remembered.set(from, await vscode.workspace.fs.readFile(at(from)));
    edit.deleteFile(at(from), {}, metadata);
  }
  const applied = await vscode.workspace.applyEdit(edit, metadata ? { isRefactoring: true } : undefined);
  await session.refresh();
  // In the preview the user may have confirmed some of them only.
  const still = metadata ? await Promise.all(moves.map(({ from }) => exists(at(from)))) : [];
  const made = moves.filter((_, i) => !still[i]);
  if (made.length === 0) return undefined;
  if (!applied) {
    throw new FixError(vscode.l10n.t('The pictures could not be moved. See whether their folders may be written to.'));
  }
  return async () => {
    const back = made.flatMap(({ from, to }) => (to === undefined ? [] : [{ from: to, to: from }]));
    const deleted = made.filter(({ to }) => to === undefined).map(({ from }) => from);
    const lost = deleted.find((path) => !remembered.has(path));
    if (lost !== undefined) {
      throw new FixError(vscode.l10n.t('{0} is too large to be brought back from here; it is in the bin.', lost));
    }
    for (const path of deleted) {
      if (await exists(at(path))) throw new FixError(vscode.l10n.t('{0} is there again already.', path));
    }
    if (back.length > 0) await movePictures(session, back);
    const creation = new vscode.WorkspaceEdit();
    for (const path of deleted) creation.createFile(at(path), { contents: remembered.get(path), overwrite: false });
    if (deleted.length > 0) await vscode.workspace.applyEdit(creation);
    await session.refresh();
  };
}

async function refuseClashes(session: ClassFolderSession, moves: readonly PictureMove[]): Promise<void> {
  const targets = new Set<string>();
  for (const { from, to } of moves) {
    if (!(await exists(vscode.Uri.joinPath(session.root, from)))) {
      throw new FixError(vscode.l10n.t('{0} is no longer there. Nothing was moved.', from));
    }
    if (to === undefined) continue;
    const isTaken = targets.has(to) || (await exists(vscode.Uri.joinPath(session.root, to)));
    if (isTaken) {
      throw new FixError(
        vscode.l10n.t(
          'There is a {0} already, so {1} can’t be moved there. Nothing was moved; rename one of the two and try again.',
          to,
          from,
        ),
      );
    }
    targets.add(to);
  }
}
