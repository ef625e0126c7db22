import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  InputError,
  type AuditedDataset,
  type OfferedFix,
  type RemediationPlan,
  type ToolHost,
} from '../../audit/light.ts';
import type { LiveDecisionMaker } from '../decisions/decision-maker.ts';
import { showFailure, type Log } from '../host/output.ts';
import type { AuditRuns } from '../runs/audit-runs.ts';
import { runNamedAudit, workspaceFolders } from '../runs/run-named-audit.ts';
import type { LiveSession } from '../session/live-session.ts';
import { openedSession } from '../session/opened-session.ts';
import type { LiveSessionStore } from '../session/session-store.ts';
import { sessionDataset } from './session-dataset.ts';

/** What tools work with. */
export interface AgentDeps {
  readonly store: LiveSessionStore;
  readonly runs: AuditRuns;
  readonly decisions: LiveDecisionMaker;
  readonly output: Log;
  /** Folder for decoded pictures. */
  readonly cacheFolder: string;
  /** A picture as a WebP file of at most so many pixels a side. */
  readonly thumbnail: (root: string, path: string, side: number) => Promise<string | undefined>;
  /** Settles when the audits that earlier windows finished are there again. */
  readonly restored: () => Promise<void>;
}

/** What a model sees of a picture, in pixels a side: enough to judge, and not too much to pay for. */
const SIDE = 512;
/** Whatever keeps a preview from opening is known by then, in milliseconds. */
const OPENING = 1500;

/** The tools' work in VS Code: sessions of the window, its audits, and the refactor preview. */
export function createEditorToolHost(deps: AgentDeps): ToolHost {
  const { store, decisions, output } = deps;
  /** Sessions whose preview the user has not answered. */
  const previewed = new Set<LiveSession>();

  const settled = async (session: LiveSession): Promise<AuditedDataset> => {
    await session.settled();
    return sessionDataset(session);
  };

  const offer = async (session: LiveSession, plan: RemediationPlan, signal: AbortSignal): Promise<OfferedFix> => {
    if (previewed.has(session)) {
      throw new InputError(
        'The preview of an earlier fix is still open in VS Code. The user confirms or discards it first.',
      );
    }
    previewed.add(session);
    const answered = decisions.carryOutPlan(session, plan).finally(() => previewed.delete(session));
    const early = new AbortController();
    try {
      const isApplied = await Promise.race([
        answered,
        sleep(OPENING, undefined, { signal: AbortSignal.any([signal, early.signal]) }),
      ]);
      if (isApplied === true)
        return { status: 'The user confirmed changes in the refactor preview: they are written.' };
      if (isApplied === false) return { status: 'The refactor preview was closed, and nothing was changed.' };
    } finally {
      early.abort();
    }
    // From here on it is between the user and VS Code.
    answered.catch((error: unknown) => showFailure(output, error));
    return {
      status:
        'The refactor preview is open in VS Code: the user confirms or discards each change there. Nothing is written until then; list_label_issues tells later what was.',
    };
  };

  return {
    get folders() {
      return workspaceFolders();
    },
    audited: () => Promise.resolve(store.active === undefined ? [] : [store.active.root.fsPath]),
    open: async (target) => settled(await sessionAt(store, target)),
    audit: async (target, options, { signal }) => {
      const session = await runNamedAudit(target, options, deps, signal);
      if (session === undefined) throw new InputError('The user cancelled the audit; there is no new report.');
      return settled(store.own(session));
    },
    picture: async (root, path) => {
      const file = await deps.thumbnail(root, path, SIDE);
      return file === undefined ? undefined : readFile(file);
    },
    offerFix: async ({ root }, plan, _options, { signal }) => offer(await sessionAt(store, root), plan, signal),
  };
}

/** The session of a folder or labels file, opened where an audit left a report there. */
async function sessionAt(store: LiveSessionStore, target: string): Promise<LiveSession> {
  const session = await openedSession(store, target);
  if (session !== undefined) return session;
  throw new InputError('That data set has not been audited here. Call run_label_audit with it first.');
}
