import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { FixError, type TextChange } from './label-edits.ts';
import { sayWarning } from '../host/notify.ts';
import { editorOptions } from '../host/settings.ts';

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
    const held = document.getText();
    if (document.isDirty) return undefined;
    if (text === held || oneKindOfLineEnd(text) === oneKindOfLineEnd(held)) {
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

/**
 * Makes the changes as one step that can be undone, and saves them if the file had no other unsaved changes.
 *
 * @param metadata asks the user to confirm each change in VS Code's refactor preview
 * @returns false where the user declined
 * @throws FixError where the text changed at the same moment
 */
export async function applyChanges(
  { document, mayBeSaved }: LabelsDocument,
  changes: readonly TextChange[],
  metadata?: (change: TextChange) => vscode.WorkspaceEditEntryMetadata,
): Promise<boolean> {
  if (changes.length === 0) return true;
  const edit = new vscode.WorkspaceEdit();
  for (const change of changes) edit.replace(document.uri, change.range, change.text, metadata?.(change));
  const { version } = document;
  const applied = await vscode.workspace.applyEdit(edit, metadata ? { isRefactoring: true } : undefined);
  if (document.version === version) {
    if (metadata) return false;
    if (!applied) {
      const name = basename(document.uri.path);
      throw new FixError(vscode.l10n.t('{0} was being changed at the same moment. Try again.', name));
    }
  }
  // Whether it is dirty the document learns a moment later than that its text changed: it is saved without being asked.
  if (mayBeSaved && (await document.save())) {
    // What was just written need not be read again before the next edit.
    const info = await stat(document.uri.fsPath).catch(() => undefined);
    if (info && !document.isDirty) {
      verified.set(document.uri.toString(), { mtimeMs: info.mtimeMs, size: info.size, mixedLineEnds: false });
    }
  }
  return true;
}
