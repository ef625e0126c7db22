import * as vscode from 'vscode';
import { hasStoredReport, rootOf } from '../../audit/light.ts';
import { placeKey } from '../host/same-place.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSessionStore } from './session-store.ts';

/**
 * The session of a data set's folder or labels file, opened where an audit left a report there.
 * @param target absolute path
 * @returns undefined where it was not audited
 * @throws Error that says why an audit that is there can't be opened
 */
export async function openedSession(store: LiveSessionStore, target: string): Promise<LiveSession | undefined> {
  const wanted = placeKey(vscode.Uri.file(target));
  const isIt = ({ root, labelsFiles }: LiveSession): boolean =>
    [root, ...labelsFiles].some((one) => placeKey(one) === wanted);
  const open = store.sessions.find(isIt);
  if (open !== undefined || !(await hasStoredReport(target))) return open;
  return store.load(vscode.Uri.file(await rootOf(target)));
}
