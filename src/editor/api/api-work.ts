import * as vscode from 'vscode';
import { AUDIT_OPTIONS, InputError, isAllowed, wantedOf, type OptionTable } from '../../audit/light.ts';
import { openedSession } from '../session/opened-session.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { runNamedAudit } from '../runs/run-named-audit.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import type { AuditSession } from '../session/types.ts';
import type { RunOptions } from './types.ts';

// A piece of its own: see `LATER` in scripts/host-bundle.mjs.

/** What the interface works with. */
export interface ApiDeps {
  readonly store: LiveSessionStore;
  readonly runs: AuditRuns;
  readonly decisions: LiveDecisionMaker;
  /** Folder for decoded pictures. */
  readonly cacheFolder: string;
  /** Settles when the audits that earlier windows finished are there again. */
  readonly restored: () => Promise<void>;
}

/** As `LabelAuditApi.run`. */
export async function runForExtension(
  deps: ApiDeps,
  target: vscode.Uri,
  options: RunOptions = {},
  token?: vscode.CancellationToken,
): Promise<AuditSession | undefined> {
  requireFile(target);
  requireAllowed(options);
  await deps.restored();
  const stop = new AbortController();
  if (token?.isCancellationRequested === true) return undefined;
  const cancelling = token?.onCancellationRequested(() => {
    stop.abort();
  });
  try {
    return await runNamedAudit(target.fsPath, options, deps, stop.signal);
  } finally {
    cancelling?.dispose();
  }
}

/** As `LabelAuditApi.read`. */
export async function readForExtension({ store, restored }: ApiDeps, target: vscode.Uri): Promise<AuditSession> {
  requireFile(target);
  // Two that read the same would each make a session of it.
  await restored();
  const session = await openedSession(store, target.fsPath);
  if (session === undefined) {
    throw new Error(vscode.l10n.t('{0} has not been audited: run "Audit Labels" first.', target.fsPath));
  }
  await session.settled();
  return session;
}

function requireFile({ scheme, path }: vscode.Uri): void {
  if (scheme === 'file') return;
  throw new Error(vscode.l10n.t('{0} is not on a disk of this machine, so it can’t be audited.', `${scheme}:${path}`));
}

/** Other extensions may be written without types. Their authors read this, not users. */
function requireAllowed(options: RunOptions): void {
  const table: OptionTable = AUDIT_OPTIONS;
  for (const [name, value] of Object.entries<unknown>(options)) {
    if (!Object.hasOwn(table, name)) throw new InputError(`There is no option ${JSON.stringify(name)} of an audit.`);
    if (value === undefined || isAllowed(table[name].allowed, value)) continue;
    const given = JSON.stringify(value);
    throw new InputError(`${name} should be ${wantedOf(table[name].allowed)}, not ${given}.`);
  }
}
