import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditRuns } from '../../../../src/editor/runs/audit-runs.ts';
import { createPanelUpdates } from '../../../../src/editor/panel/panel-updates.ts';
import type { LiveSessionStore } from '../../../../src/editor/session/session-store.ts';
import type { AuditSession, IssueState } from '../../../../src/editor/session/types.ts';
import type { AuditView, HostMessage } from '../../../../src/protocol/messages.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));

const row = (id: number, decision: IssueState['decision'] = 'open'): IssueState => ({
  ...{ id, decision },
  issue: {
    ...{ index: id, path: `${id}.png`, givenLabel: 'i', suggestedLabel: 'v' },
    ...{ labelQuality: 0.1, givenProbability: 0.1, suggestedProbability: 0.9 },
  },
});

/** An open data set with so many flagged pictures: only what the updates looks at. */
function openUpdates(count: number) {
  const posted: HostMessage[] = [];
  const heard: { sessions?: () => void; runs?: () => void; session?: (ids: readonly number[]) => void } = {};
  const session = {
    root: { fsPath: '/data/digits' },
    report: {
      ...{ createdAt: '2025-01-01', options: {}, environment: { backend: 'provided' }, confidentJoint: [] },
      ...{ dataset: { classes: ['i', 'v'], splits: {} }, health: {}, warnings: [], problems: [] },
    },
    issues: Array.from({ length: count }, (_, id) => row(id)),
    openCount: count,
    stale: false,
    onDidChange: (listener: (ids: readonly number[]) => void) => {
      heard.session = listener;
      return { dispose: vi.fn() };
    },
  };
  const store = {
    active: session as unknown as AuditSession | undefined,
    onDidChangeSessions: (listener: () => void) => {
      heard.sessions = listener;
      return { dispose: vi.fn() };
    },
  };
  const runs = {
    current: undefined as AuditRuns['current'],
    onDidChange: (listener: () => void) => {
      heard.runs = listener;
      return { dispose: vi.fn() };
    },
  };
  const run = (current: AuditRuns['current']) => {
    runs.current = current;
    heard.runs?.();
  };
  const updates = createPanelUpdates(store as unknown as LiveSessionStore, runs as unknown as AuditRuns, (message) => {
    posted.push(message);
  });
  const decide = (id: number) => {
    session.issues = session.issues.with(id, row(id, 'kept'));
    session.openCount -= 1;
    heard.session?.([id]);
  };
  const close = () => {
    store.active = undefined;
    heard.sessions?.();
  };
  return { updates, posted, decide, close, run };
}

function auditOf(message: HostMessage | undefined): AuditView {
  if (message?.type !== 'state' || message.state.phase !== 'ready') throw new Error(`No audit: ${message?.type}`);
  return message.state.audit;
}

describe('createPanelUpdates', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends a few flagged pictures at once', () => {
    const { posted } = openUpdates(500);
    vi.advanceTimersByTime(1000);
    expect(posted).toHaveLength(1);
    expect(auditOf(posted[0]).issues).toHaveLength(500);
    expect(auditOf(posted[0])).not.toHaveProperty('issueCount');
  });

  it('leaves the result in use while it is made again, and when that fails', () => {
    const { posted, run } = openUpdates(3);
    const target = { name: 'digits', root: '/data/digits', target: '/data/digits/labels.csv' } as never;
    const progress = { stage: 'Training', share: 0.4 };
    run({ phase: 'running', target, progress });
    const again = 'labelAudit.audit';
    run({ phase: 'failed', target, again, message: 'labels.csv is gone.' });
    run({ phase: 'cancelled', target, again });
    run({ phase: 'running', target: { name: 'other', root: '/data/other' } as never, progress });
    expect(posted.slice(1)).toEqual([
      { type: 'run', run: { phase: 'running', progress } },
      { type: 'run', run: { phase: 'failed', message: 'labels.csv is gone.' } },
      { type: 'run', run: { phase: 'none' } },
      { type: 'state', state: { phase: 'running', name: 'other', progress } },
    ]);
  });

  it('sends the first of many ahead, then all', () => {
    const { posted } = openUpdates(501);
    expect(posted).toHaveLength(1);
    expect(auditOf(posted[0])).toMatchObject({ issueCount: 501, reviewedBeyond: 0 });
    expect(auditOf(posted[0]).issues.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, id) => id));
    vi.advanceTimersByTime(1000);
    expect(posted).toHaveLength(2);
    expect(auditOf(posted[1]).issues).toHaveLength(501);
    expect(auditOf(posted[1])).not.toHaveProperty('issueCount');
  });

  it('sends what is decided in between, before the whole', () => {
    const { updates, posted, decide } = openUpdates(600);
    decide(3);
    decide(599);
    vi.advanceTimersByTime(1000);
    expect(posted.map(({ type }) => type)).toEqual(['state', 'issues', 'state']);
    const decisions = auditOf(posted[2]).issues.map(({ decision }) => decision);
    expect([decisions[3], decisions[598], decisions[599]]).toEqual(['kept', 'open', 'kept']);
    updates.sendState();
    expect(auditOf(posted[3]).reviewedBeyond).toBe(1);
  });

  it('sends the whole once, of the last state', () => {
    const { updates, posted } = openUpdates(600);
    updates.sendState();
    vi.advanceTimersByTime(1000);
    expect(posted.map((message) => auditOf(message).issues.length)).toEqual([200, 200, 600]);
  });

  it('does not send the whole of what is shown no more', () => {
    const first = openUpdates(600);
    first.close();
    vi.advanceTimersByTime(1000);
    expect(first.posted.slice(1)).toEqual([{ type: 'state', state: { phase: 'empty' } }]);
    const second = openUpdates(600);
    second.updates.dispose();
    vi.advanceTimersByTime(1000);
    expect(second.posted).toHaveLength(1);
  });
});
