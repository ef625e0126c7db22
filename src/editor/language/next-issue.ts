import * as vscode from 'vscode';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import { sayInformation } from '../host/notify.ts';
import { activeSessionOrSays } from '../session/active-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { IssueState } from '../session/types.ts';

/** Milliseconds that the count stays in the status bar. */
const SHOWN = 4000;

/** Goes to the next (1) or previous (-1) open issue: in the order of the labels file, or worst first in class folders. False: there is none. */
export async function goToIssue(store: LiveSessionStore, step: 1 | -1): Promise<boolean> {
  const document = vscode.window.activeTextEditor?.document;
  const session = (document && store.sessionFor(document.uri)) ?? activeSessionOrSays(store);
  if (!session) return false;
  await session.settled();
  if (session.openCount === 0) {
    void sayInformation(vscode.l10n.t('No label issue is open: all have been reviewed.'));
    return false;
  }
  if (session.kind === 'csv') await goToRow(session, step);
  else await goToPicture(session, step);
  const count = vscode.l10n.t('{0} of {1} label issues open', session.openCount, session.issues.length);
  vscode.window.setStatusBarMessage(count, SHOWN);
  return true;
}

async function goToRow(session: LabelsFileSession, step: 1 | -1): Promise<void> {
  const active = vscode.window.activeTextEditor;
  const at = active ? session.fileOf(active.document.uri) : -1;
  await session.settled();
  const places = session.issues.flatMap(({ id, decision, current }) => {
    const row = decision === 'open' ? session.rowOfIssue(id) : undefined;
    return row && current?.range ? [{ file: row.file, start: current.range.start, range: current.range }] : [];
  });
  if (places.length === 0) return;
  // From elsewhere the walk begins with the worst one.
  const { file, range } =
    active && at >= 0 ? nearest(places, { file: at, line: active.selection.active.line }, step) : places[0];
  const editor = active && at === file ? active : await vscode.window.showTextDocument(session.labelsFiles[file]);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A place in one of several files. */
interface FilePlace {
  readonly file: number;
  readonly start: Pick<vscode.Position, 'line'>;
}

/** No file has so many lines. */
const FILE = 2 ** 31;

/** The first place below (or above) a line, in this file or the next; from the end it goes on at the other one. */
export function nearest<P extends FilePlace>(
  places: readonly P[],
  from: { readonly file: number; readonly line: number },
  step: 1 | -1,
): P {
  const distance = ({ file, start }: P): number => {
    const ahead = ((file - from.file) * FILE + start.line - from.line) * step;
    return ahead > 0 ? ahead : ahead + Number.MAX_SAFE_INTEGER / 2;
  };
  return places.reduce((best, place) => (distance(place) < distance(best) ? place : best));
}

async function goToPicture(session: ClassFolderSession, step: 1 | -1): Promise<void> {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const shown = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
  const uriOf = ({ issue }: IssueState): vscode.Uri => vscode.Uri.joinPath(session.root, issue.path);
  const at = session.issues.findIndex((state) => uriOf(state).toString() === shown?.toString());
  const { length } = session.issues;
  for (let i = 1; i <= length; i += 1) {
    const state = session.issues[((((at < 0 && step < 0 ? 0 : at) + i * step) % length) + length) % length];
    if (state.decision !== 'open') continue;
    await vscode.commands.executeCommand('vscode.open', uriOf(state), { preview: true });
    return;
  }
}
