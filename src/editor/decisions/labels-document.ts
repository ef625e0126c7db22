import { readFile, stat, utimes } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { FixError, type TextChange } from './label-edits.ts';
import { sayWarning } from '../host/notify.ts';
import { editorOptions } from '../host/settings/settings.ts';

/** VS Code hands no text above this size to extensions. */
const MAX_BYTES = 50 * 1024 * 1024;
/** Milliseconds that VS Code gets to notice that a file has changed on disk. */
const PATIENCE = 4000;

/** A file as it was when its text and the document's were last found to be the same. */
interface Verified {
  readonly mtimeMs: number;
  readonly size: number;
  readonly mixedLineEnds: boolean;
}

/** A labels file, opened for an edit. */
export interface LabelsDocument {
  readonly document: vscode.TextDocument;
  /** Whether the edit may be saved: nothing else is unsaved, and saving changes nothing else. */
  readonly mayBeSaved: boolean;
}

const verified = new Map<string, Verified>();

/**
 * Opens a labels file for an edit, whether or not an editor shows it, and makes sure that the document holds what is on
 * disk, if it has no unsaved changes.
 * @throws FixError
 */
export async function openForEdit(uri: vscode.Uri): Promise<LabelsDocument> {
  const name = basename(uri.path);
  const info = await stat(uri.fsPath).catch(() => undefined);
  if (!info) {
    throw new FixError(
      vscode.l10n.t('{0} is gone, so its labels can’t be changed. Bring it back and try again.', name),
    );
  }
  if (info.size > MAX_BYTES) {
    const size = Math.round(info.size / 1024 / 1024);
    throw new FixError(
      vscode.l10n.t(
        '{0} has {1} MB. VS Code lets extensions edit files of up to 50 MB only: divide it, or edit it by other means.',
        name,
        size,
      ),
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty) return { document, mayBeSaved: false };
  const found = await verify(document, name);
  if (!found) return { document, mayBeSaved: false };
  const { mixedLineEnds } = found;
  const { saveAfterFix: wanted } = editorOptions(uri);
  if (wanted && mixedLineEnds) {
    // Nothing is done without being asked for that touches other rows.
    void sayWarning(
      vscode.l10n.t(
        '{0} mixes kinds of line ends; VS Code writes one kind. The fix is left unsaved: saving will change the other lines’ ends, too.',
        name,
      ),
    );
  }
  return { document, mayBeSaved: wanted && !mixedLineEnds };
}

/**
 * Waits until a document without unsaved changes holds the same text as its file; undefined where the user begins to
 * type meanwhile.
 */
async function verify(document: vscode.TextDocument, name: string): Promise<Verified | undefined> {
  const key = document.uri.toString();
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const info = await stat(document.uri.fsPath);
    const known = verified.get(key);
    if (known?.mtimeMs === info.mtimeMs && known.size === info.size) return known;
    const text = new TextDecoder().decode(await readFile(document.uri.fsPath));
    const after = await stat(document.uri.fsPath);
    const isWhole = after.mtimeMs === info.mtimeMs && after.size === info.size;
    const held = document.getText();
    if (document.isDirty) return undefined;
    // A file that is still being written is looked at again.
    if (isWhole && (text === held || oneKindOfLineEnd(text) === oneKindOfLineEnd(held))) {
      const fresh = { mtimeMs: info.mtimeMs, size: info.size, mixedLineEnds: text !== held };
      verified.set(key, fresh);
      return fresh;
    }
    if (Date.now() > deadline) {
      throw new FixError(
        vscode.l10n.t(
          '{0} was changed on disk by another program, and VS Code has not read it again. Nothing was changed; open the file and try again.',
          name,
        ),
      );
    }
    await sleep(50);
  }
}

function oneKindOfLineEnd(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Edits of one labels file that was opened for them. */
export interface DocumentChanges {
  readonly opened: LabelsDocument;
  readonly changes: readonly TextChange[];
}

/**
 * Makes the changes of all files as one step that can be undone, and saves each file that had no other unsaved changes.
 *
 * @param metadata asks the user to confirm each change in VS Code's refactor preview
 * @returns false where the user declined
 * @throws FixError where a text changed at the same moment
 */
export async function applyChanges(
  files: readonly DocumentChanges[],
  metadata?: (change: TextChange) => vscode.WorkspaceEditEntryMetadata,
): Promise<boolean> {
  const changed = files.filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) return true;
  const edit = new vscode.WorkspaceEdit();
  for (const { opened, changes } of changed) {
    for (const change of changes) edit.replace(opened.document.uri, change.range, change.text, metadata?.(change));
  }
  const versions = changed.map(({ opened }) => opened.document.version);
  const applied = await vscode.workspace.applyEdit(edit, metadata ? { isRefactoring: true } : undefined);
  // That a text has another version by now says nothing: VS Code may have taken in what another program wrote meanwhile.
  if (!applied && !metadata) {
    const name = basename(changed[0].opened.document.uri.path);
    throw new FixError(vscode.l10n.t('{0} was being changed at the same moment. Try again.', name));
  }
  const made = changed.filter(({ opened }, i) => opened.document.version !== versions[i]);
  if (metadata && made.length === 0) return false;
  for (const { opened } of metadata ? made : changed) await save(opened);
  return true;
}

/**
 * Saves an edited file, or says that it is changed and not saved. Whether a document is dirty it learns a moment later
 * than that its text changed: it is saved without being asked.
 */
async function save({ document, mayBeSaved }: LabelsDocument): Promise<void> {
  if (!mayBeSaved) return;
  if (!(await document.save()) && !(await saveAgain(document))) {
    void sayWarning(
      vscode.l10n.t(
        '{0} is changed, but VS Code could not save it: the fix is in its editor, not yet on disk. Save the file, or see what keeps it from being saved.',
        basename(document.uri.path),
      ),
    );
    return;
  }
  // What was just written need not be read again before the next edit.
  const info = await stat(document.uri.fsPath).catch(() => undefined);
  if (info && !document.isDirty) {
    verified.set(document.uri.toString(), { mtimeMs: info.mtimeMs, size: info.size, mixedLineEnds: false });
  }
}

/**
 * VS Code asks for a file's size and time, then reads it. Where another program writes the file between the two, VS Code
 * holds the new text with the old size and time, takes the file for a newer one at the next save, and refuses. The file
 * is the one whose text was compared before the edit, though, if size and time say so: then it is given a time that VS
 * Code does not take for newer. Whatever is written in between gets the time of that moment and is still refused.
 */
async function saveAgain(document: vscode.TextDocument): Promise<boolean> {
  const file = document.uri.fsPath;
  const known = verified.get(document.uri.toString());
  const info = await stat(file).catch(() => undefined);
  if (!info || known?.mtimeMs !== info.mtimeMs || known.size !== info.size || !document.isDirty) return false;
  try {
    await utimes(file, info.atime, new Date(0));
  } catch {
    return false; // not ours to write
  }
  if (await document.save()) return true;
  const left = await stat(file).catch(() => undefined);
  if (left?.mtimeMs === 0) await utimes(file, info.atime, info.mtime);
  return false;
}
