import * as vscode from 'vscode';
import type { LabelsFileSession } from '../session/labels-file-session.ts';
import type { ClassFolderSession } from '../session/class-folder-session.ts';
import { sayInformation } from '../host/notify.ts';
import { activeSessionOrSays } from '../session/active-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { IssueState } from '../session/types.ts';

/** Milliseconds that the count stays in the status bar. */
const SHOWN = 4000;

/** Goes to the next (1) or previous (-1) open issue: in the order of the labels file, or worst first in class folders. */
export async function goToIssue(store: LiveSessionStore, step: 1 | -1): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const session = (document && store.sessionFor(document.uri)) ?? activeSessionOrSays(store);
  if (!session) return;
  await session.settled();
  if (session.openCount === 0) {
    void sayInformation(vscode.l10n.t('No label issue is open: all have been reviewed.'));
    return;
  }
  if (session.kind === 'csv') await goToRow(session, step);
  else await goToPicture(session, step);
  const count = vscode.l10n.t('{0} of {1} label issues open', session.openCount, session.issues.length);
  vscode.window.setStatusBarMessage(count, SHOWN);
}

async function goToRow(session: LabelsFileSession, step: 1 | -1): Promise<void> {
  const active = vscode.window.activeTextEditor;
  const isThere = active?.document.uri.toString() === session.labelsFile.toString();
  const editor = isThere ? active : await vscode.window.showTextDocument(session.labelsFile);
  await session.settled();
  const ranges = session.issues.flatMap(({ decision, current }) =>
    decision === 'open' && current?.range ? [current.range] : [],
  );
  if (ranges.length === 0) return;
  // From elsewhere the walk begins with the worst one.
  const range = isThere ? nearest(ranges, editor.selection.active.line, step) : ranges[0];
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The first range below (or above) a line; from the end it goes on at the other one. */
export function nearest<R extends Pick<vscode.Range, 'start'>>(ranges: readonly R[], line: number, step: 1 | -1): R {
  const distance = (range: R): number => {
    const ahead = (range.start.line - line) * step;
    return ahead > 0 ? ahead : ahead + Number.MAX_SAFE_INTEGER / 2;
  };
  return ranges.reduce((best, range) => (distance(range) < distance(best) ? range : best));
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
