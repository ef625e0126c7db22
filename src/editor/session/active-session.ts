import * as vscode from 'vscode';
import { sayInformation } from '../host/notify.ts';
import type { LiveSession } from './live-session.ts';
import type { LiveSessionStore } from './session-store.ts';

/** The audit that a command is about: the one shown last. Where there is none, the user is told how to get one. */
export function activeSessionOrSays({ active }: LiveSessionStore): LiveSession | undefined {
  if (!active) void sayInformation(vscode.l10n.t('There is no audit yet: run "Audit Labels" first.'));
  return active;
}
