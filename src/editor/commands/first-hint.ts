import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { sayInformation } from '../host/notify.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import type { LiveSessionStore } from '../session/session-store.ts';

/** Kept with the workspace: it has been offered here. */
const OFFERED = 'hasOfferedAudit';
/** Kept with the user: it is not wanted anywhere. */
const NEVER = 'neverOffersAudit';
/** Milliseconds after the start: what the user opened comes first. */
const DELAY = 8000;

export interface FirstHintOptions {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState'>;
  readonly store: LiveSessionStore;
  readonly runs: AuditRuns;
  /** Settles when the audits that earlier windows finished are there again. */
  readonly restored: Promise<void>;
}

/**
 * Offers an audit, once in a workspace that holds a data set and no audit, and never where the user has begun one meanwhile.
 * To be called where the workspace is trusted.
 */
export function createFirstHint(options: FirstHintOptions): vscode.Disposable {
  const stop = new AbortController();
  const timer = setTimeout(() => {
    offer(options, stop.signal).catch(() => {
      // A folder that went away, say. The user has not asked for anything, so there is nothing to answer.
    });
  }, DELAY);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    stop.abort();
  });
}

/**
 * Whether an audit may be offered to who has not asked for one. Not through the table of settings: that is loaded with the first
 * audit. What is no flag counts as not set, there as here.
 */
function offersAudit(): boolean {
  const folder = vscode.workspace.workspaceFolders?.at(0);
  return (
    folder !== undefined &&
    vscode.workspace.getConfiguration('labelAudit', folder.uri).get<unknown>('offerAudit') !== false
  );
}

async function offer({ context, store, runs, restored }: FirstHintOptions, signal: AbortSignal): Promise<void> {
  const { workspaceState, globalState } = context;
  const isUnwanted = (): boolean =>
    signal.aborted || store.sessions.length > 0 || runs.current !== undefined || !offersAudit();
  if (workspaceState.get(OFFERED) === true || globalState.get(NEVER) === true) return;
  await restored;
  if (isUnwanted() || (await store.findAudits()).length > 0) return;
  const found = await firstDataset(signal);
  if (found === undefined || isUnwanted()) return;
  await workspaceState.update(OFFERED, true);
  const audit = vscode.l10n.t('Audit Labels');
  const never = vscode.l10n.t("Don't Offer Again");
  const answer = await sayInformation(
    vscode.l10n.t('{0} labels pictures. Label Audit finds the labels that are probably wrong.', found.name),
    audit,
    never,
  );
  if (answer === audit) void vscode.commands.executeCommand('labelAudit.audit', found.uri);
  if (answer === never) await globalState.update(NEVER, true);
}

async function firstDataset(signal: AbortSignal): Promise<{ uri: vscode.Uri; name: string } | undefined> {
  const { glanceAtDataset } = await import('./command-work.ts');
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    const path = await glanceAtDataset(uri.fsPath, signal);
    if (path !== undefined) {
      return { uri: vscode.Uri.file(join(uri.fsPath, path)), name: path === '.' ? basename(uri.fsPath) : path };
    }
  }
  return undefined;
}
