import { describe, expect, it } from 'vitest';
import type { IssueRow } from '../../../src/protocol/messages.ts';
import { NO_FILTERS } from '../../../webview/model/rows/filters.ts';
import { ReviewSession } from '../../../webview/model/review-session.ts';
import { readSavedState } from '../../../webview/model/saved-state.ts';
import { WORST_FIRST } from '../../../webview/model/rows/sort-issues.ts';
import { audit, issue } from './issues.ts';

const FLAGGED = [issue(0), issue(1), issue(2)];
const right = (id: number, quality: number, change: Partial<IssueRow> = {}) =>
  issue(id, { given: 'cat', suggested: 'cat', quality, ...change });
const createdAt = '2025-01-01T00:00:00Z';

describe('all pictures of an audit', () => {
  const open = () => new ReviewSession(audit(FLAGGED, { audited: 8 }));
  const browsing = () => {
    const session = open();
    session.setFilters({ all: true });
    expect(session.wantedRows()).toEqual({ from: 0, count: 500 });
    session.takeBrowsed({ createdAt, from: 0, next: 5, rows: [right(3, 0.9), right(4, 0.6)] });
    return session;
  };

  it('are asked for page by page, and only while they are wanted', () => {
    const session = open();
    expect(session.wantedRows()).toBeNull();
    session.setFilters({ all: true });
    expect(session.wantedRows()).toEqual({ from: 0, count: 500 });
    expect(session.wantedRows()).toBeNull(); // one is on its way
    expect([session.isLoading, session.shownCount, session.scope]).toEqual([true, 8, 8]);
    expect(session.takeBrowsed({ createdAt: 'another', from: 0, rows: [right(3, 0.9)] })).toBe(false);
    expect(session.takeBrowsed({ createdAt, from: 0, next: 5, rows: [right(3, 0.9)] })).toBe(true);
    expect(session.takeBrowsed({ createdAt, from: 0, next: 5, rows: [right(3, 0.9)] })).toBe(false); // twice
    expect(session.wantedRows()).toEqual({ from: 5, count: 2000 });
    session.setFilters({ all: false });
    session.takeBrowsed({ createdAt, from: 5, rows: [right(7, 0.5)] });
    expect(session.visible).toEqual([0, 1, 2]);
    session.setFilters({ all: true });
    expect(session.wantedRows()).toBeNull();
    expect(session.visible).toEqual([0, 1, 2, 7, 3]);
    expect([session.isLoading, session.shownCount]).toEqual([false, 5]);
  });

  it('come after the flagged ones, worst first', () => {
    const session = browsing();
    expect(session.visible).toEqual([0, 1, 2, 4, 3]);
    session.setSort({ ...WORST_FIRST, descending: true });
    expect(session.visible).toEqual([3, 4, 2, 1, 0]);
  });

  it('are decided as flagged ones are, and counted apart', () => {
    const session = browsing();
    session.select(3, 'only');
    expect(session.decide({ kind: 'remove' })).toEqual({ type: 'decide', ids: [3], action: { kind: 'remove' } });
    expect(session.store.decisionOf(3)).toBe('removed');
    expect([session.reviewed, session.total]).toEqual([0, 3]);
    session.apply([{ id: 3, decision: 'removed' }]);
    session.expectUndo();
    session.apply([{ id: 3, decision: 'open', current: 'cat' }]);
    expect(session.selection.active).toBe(3);
  });

  it('are kept where the label that they bear is chosen', () => {
    const session = browsing();
    session.select(4, 'only');
    session.decide({ kind: 'accept' });
    expect(session.store.decisionOf(4)).toBe('kept');
    session.select(3, 'only');
    session.decide({ kind: 'relabel', label: 'dog' });
    expect(session.store.decisionOf(3)).toBe('relabelled');
  });

  it('bring back what was selected when the last of them is here', () => {
    const saved = { ...readSavedState({}).view, filters: { ...NO_FILTERS, all: true }, active: 7, selected: [7] };
    const session = new ReviewSession(audit(FLAGGED, { audited: 8 }), saved);
    session.wantedRows();
    session.takeBrowsed({ createdAt, from: 0, next: 5, rows: [right(3, 0.9)] });
    expect(session.selection.active).toBe(0);
    session.wantedRows();
    session.takeBrowsed({ createdAt, from: 5, rows: [right(7, 0.5)], unsure: [7] });
    expect(session.selection.active).toBe(7);
    expect(session.standingOf(7)).toBe('unsure');
  });

  it('are not there where the host has none', () => {
    const session = open();
    session.setFilters({ all: true });
    session.wantedRows();
    session.takeBrowsed({ createdAt, from: 0, rows: [], problem: 'The arrays are gone.' });
    expect([session.browseProblem, session.isLoading]).toEqual(['The arrays are gone.', false]);
    expect(session.visible).toEqual([0, 1, 2]);
  });
});
