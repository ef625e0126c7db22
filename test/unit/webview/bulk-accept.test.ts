import { describe, expect, it, vi } from 'vitest';
import type { PanelMessage } from '../../../src/protocol/messages.ts';
import { NO_FILTERS } from '../../../webview/model/rows/filters.ts';
import { ReviewSession } from '../../../webview/model/review-session.ts';
import { PanelController } from '../../../webview/panel-controller.ts';
import { audit, issue } from './issues.ts';

const ISSUES = [
  issue(0, { suggestedProbability: 0.99, split: 'train' }),
  issue(1, { suggestedProbability: 0.97, split: 'test' }),
  issue(2, { suggestedProbability: 0.96, given: 'fox', split: 'train' }),
  issue(3, { suggestedProbability: 0.5, split: 'train' }),
  issue(4, { suggestedProbability: 0.98, decision: 'kept', split: 'train' }),
  issue(5, { suggestedProbability: 0.98, suggested: 'cat', split: 'train' }), // doubtful: it suggests the given label
];
const AUDIT = audit(ISSUES, { testSplits: ['test'] });

describe('suggestions that are accepted together', () => {
  it('are the open ones that are sure, none of a test split, and all of them in sight', () => {
    const session = new ReviewSession(AUDIT);
    session.startBulk({});
    expect(session.visible).toEqual([0, 2]);
    expect(session.leftOut).toBe(1);
    session.setFilters({ minProbability: 0.4 });
    expect(session.visible).toEqual([0, 2, 3]);
    expect(session.acceptBulk()).toEqual({ type: 'decide', ids: [0, 2, 3], action: { kind: 'accept' } });
    expect(session.isBulk).toBe(false);
    expect(session.filters).toEqual(NO_FILTERS);
    expect(session.store.decisionOf(3)).toBe('relabelled');
    expect(session.store.decisionOf(1)).toBe('open');
  });

  it('are fewer by those that are decided one by one, and by those put off', () => {
    const session = new ReviewSession(AUDIT);
    session.startBulk({});
    session.select(0, 'only');
    session.decide({ kind: 'keep' });
    expect(session.visible).toEqual([2]);
    session.select(2, 'only');
    session.putOff();
    expect(session.visible).toEqual([]);
    expect(session.acceptBulk()).toBeNull();
    session.endBulk();
    expect(session.visible).toHaveLength(6);
  });

  it('may be those of one pair, whatever their probability', () => {
    const session = new ReviewSession(AUDIT);
    expect(session.countLike({ given: 'cat', suggested: 'dog' })).toBe(2);
    session.setFilters({ search: 'images' });
    session.startBulk({ ...NO_FILTERS, given: 'cat', suggested: 'dog' });
    expect(session.visible).toEqual([0, 3]);
    expect(session.lastingFilters.search).toBe('images');
    session.endBulk();
    expect(session.filters.search).toBe('images');
  });

  it('are not accepted before all of them are here', () => {
    const session = new ReviewSession({ ...AUDIT, issueCount: 600 });
    session.startBulk({});
    expect(session.acceptBulk()).toBeNull();
  });

  it('are sorted and filtered by probability', () => {
    const session = new ReviewSession(AUDIT);
    session.setSort({ key: 'probability', descending: true });
    expect(session.visible).toEqual([0, 4, 5, 1, 2, 3]);
    session.setFilters({ minProbability: 0.98 });
    expect(session.visible).toEqual([0, 4, 5]);
  });

  it('are one decision for the host, which Undo takes back as one', () => {
    const posted: PanelMessage[] = [];
    const page = { post: (message: PanelMessage) => posted.push(message), save: vi.fn(), changed: vi.fn() };
    const focus = { focusSearch: vi.fn(), focusNote: vi.fn(), focusGrid: vi.fn(), scrollToActive: vi.fn() };
    const controller = new PanelController({ ...page, ...focus }, undefined);
    controller.receive({ type: 'state', state: { phase: 'ready', audit: AUDIT } });
    controller.receive({ type: 'like', given: 'cat', suggested: 'dog' });
    expect(controller.session?.visible).toEqual([0, 3]);
    controller.act({ kind: 'acceptBulk' });
    expect(posted.filter(({ type }) => type === 'decide')).toEqual([
      { type: 'decide', ids: [0, 3], action: { kind: 'accept' } },
    ]);
    controller.act({ kind: 'startBulk', filters: {} });
    controller.run({ kind: 'clear' });
    expect(controller.session?.isBulk).toBe(false);
  });
});
