import { statSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * Milliseconds after which a file is looked at once more. VS Code does not say when a watcher is up; outside the workspace it
 * takes some 50 ms where the machine is idle, and seconds where it is not.
 */
const LOOKS = [1000, 5000];

/**
 * Calls back whenever a file has changed, come or gone on disk, also where it did while the watcher was starting. Read the
 * file after this has been called, not before.
 *
 * @param folder that is watched
 * @param path of the file, relative to it
 */
export function watchFile(folder: vscode.Uri, path: string, onDisk: () => void): vscode.Disposable {
  const { fsPath } = vscode.Uri.joinPath(folder, path);
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, path));
  let known = stampOf(fsPath);
  const look = (): void => {
    const now = stampOf(fsPath);
    if (now === known) return;
    known = now;
    onDisk();
  };
  const looks = LOOKS.map((delay) => setTimeout(look, delay));
  const stopLooking = (): void => {
    for (const one of looks) clearTimeout(one);
  };
  const onEvent = (): void => {
    stopLooking();
    onDisk();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(onEvent),
    watcher.onDidCreate(onEvent),
    watcher.onDidDelete(onEvent),
    { dispose: stopLooking },
  );
}

/** What tells one state of a file from the next. It is taken at once: a read that begins later must not be older. */
function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'gone';
  }
}
