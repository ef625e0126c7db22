import { describe, expect, it } from 'vitest';
import type { AuditView, Decision } from '../../../src/protocol/messages.ts';
import {
  expectedAmong,
  finishPlace,
  progressOf,
  reasonToStop,
  type Progress,
} from '../../../webview/model/finish-line.ts';
import { NO_FILTERS } from '../../../webview/model/rows/filters.ts';
import { ReviewSession } from '../../../webview/model/review-session.ts';
import { headline } from '../../../webview/review/progress-strip.ts';
import { audit, issue } from './issues.ts';

/** 30 labels are wrong: 18 of the first 20, 25 of the first 60, 5 among the 100 that are not listed. */
const estimate = {
  wrong: 30,
  stopAt: 20,
  curve: [
    [20, 18],
    [60, 25],
  ] as [number, number][],
};
const wrong = { estimate: 30, low: 20, high: 40 };
const facts = {
  ...({ kind: 'trust', audited: 1000, listed: 100, first: 100, isOfList: true } as const),
  ...{ wrong, firstWrong: wrong, found: 0.9, planted: 400, isUnlike: false },
};
const trust: AuditView['trust'] = { facts, weak: false, estimate };

function open(decisions: Readonly<Record<number, Decision>> = {}, change: Partial<AuditView> = { trust }) {
  const issues = Array.from({ length: 60 }, (_, id) => issue(id, { decision: decisions[id] ?? 'open' }));
  return new ReviewSession(audit(issues, { audited: 160, ...change }));
}
const progress = (session: ReviewSession): Progress => progressOf(session)!;

describe('what is left of a review', () => {
  it('is expected among the pictures that nobody has decided', () => {
    expect(progress(open())).toMatchObject({ looked: 0, changed: 0, left: 30 });
    // Ten of the first twenty stand for 9 of the 30; that two of them were right is no estimate any more.
    const session = open(
      Object.fromEntries(Array.from({ length: 10 }, (_, id) => [id, id < 8 ? 'relabelled' : 'kept'])),
    );
    expect(progress(session)).toMatchObject({ looked: 10, changed: 8, left: 21 });
    expect(headline(progress(session), 160)).toBe('About 29 of 160 labels are wrong: 8 found, about 21 left.');
    const all = Object.fromEntries(Array.from({ length: 60 }, (_, id) => [id, 'removed' as const]));
    expect(progress(open(all))).toMatchObject({ looked: 60, changed: 60, left: 5 });
    expect(progress(open({ 0: 'gone' }))).toMatchObject({ looked: 0, changed: 0, left: 29 });
  });

  it('moves with a decision, before the host has answered, and back', () => {
    const session = open();
    session.select(0, 'only');
    session.decide({ kind: 'remove' });
    expect(progress(session)).toMatchObject({ looked: 1, changed: 1, last: { looked: 1, changed: 1 } });
    session.apply([{ id: 0, decision: 'open', current: 'cat' }]);
    expect(progress(session)).toMatchObject({ looked: 0, left: 30 });
  });

  it('is not told where nothing is estimated, nor while rows are still to come', () => {
    const session = open({ 0: 'relabelled', 1: 'kept' }, {});
    expect(progress(session).left).toBeUndefined();
    expect(headline(progress(session), 160)).toBe('1 wrong label found.');
    expect(progressOf(open({}, { issueCount: 100 }))).toBeNull();
  });

  it('counts pictures that are not flagged, whose share of the rest is smaller', () => {
    const session = open();
    session.setFilters({ all: true });
    session.wantedRows();
    const rows = Array.from({ length: 100 }, (_, i) => issue(60 + i, { decision: i < 40 ? 'kept' : 'open' }));
    session.takeBrowsed({ createdAt: session.audit.createdAt, from: 0, rows });
    expect(progress(session)).toMatchObject({ looked: 40, changed: 0, left: 28 });
    expect(progress(session).parts.every(({ looked }) => looked === 0)).toBe(true);
  });
});

describe('how often looking still pays', () => {
  it('is told of the last twenty by their time, whatever their places', () => {
    const decisions = Object.fromEntries(
      Array.from({ length: 30 }, (_, id) => [id, id < 15 ? ('kept' as const) : ('relabelled' as const)]),
    );
    const session = open(decisions);
    // The last of the ranking were decided first.
    const date = (id: number): string => new Date(Date.UTC(2026, 0, 1, 0, 59 - id)).toISOString();
    session.record.take(
      Object.keys(decisions).map((id) => ({ id: Number(id), decided: true, date: date(Number(id)) })),
    );
    expect(progress(session).last).toEqual({ looked: 20, changed: 5 });
    session.select(40, 'only');
    session.decide({ kind: 'accept' });
    expect(progress(session).last).toEqual({ looked: 20, changed: 5 }); // in place of one that was changed, too
  });

  it('is told of each part of the ranking, with what was expected of it', () => {
    const session = open({ 0: 'relabelled', 1: 'kept', 25: 'kept', 59: 'removed' });
    expect(progress(session).parts).toEqual([
      { from: 1, to: 20, looked: 2, changed: 1, expected: 18 },
      { from: 21, to: 40, looked: 1, changed: 0, expected: 3.5 },
      { from: 41, to: 60, looked: 1, changed: 1, expected: 3.5 },
    ]);
    expect(expectedAmong(estimate, 10)).toBe(9);
    expect(expectedAmong(estimate, 99)).toBe(25);
  });
});

describe('the finish line', () => {
  it('stands in the ranking at the suggested place, whatever is filtered out', () => {
    const session = open({ 3: 'kept' });
    expect(finishPlace(session)).toBe(20);
    session.setFilters({ decision: 'open' });
    expect(finishPlace(session)).toBe(19);
    session.setFilters({ ...NO_FILTERS, search: 'images/5' });
    expect(finishPlace(session)).toBe(1); // 5, then 50 to 59
  });

  it('is none in another order, nor where no place is known or it is behind the end', () => {
    const session = open();
    session.setSort({ key: 'quality', descending: true });
    expect(finishPlace(session)).toBeNull();
    session.setSort({ key: 'name', descending: false });
    expect(finishPlace(session)).toBeNull();
    expect(finishPlace(open({}, {}))).toBeNull();
    expect(finishPlace(open({}, { trust: { ...trust, estimate: { ...estimate, stopAt: 60 } } }))).toBeNull();
  });

  it('is a reason to stop once all before it is decided, as are twenty that hardly ever were wrong', () => {
    const decided = (count: number, decision: Decision) =>
      Object.fromEntries(Array.from({ length: count }, (_, id) => [id, decision]));
    const reason = (session: ReviewSession) => reasonToStop(session, progress(session));
    expect(reason(open(decided(19, 'relabelled')))).toBeNull();
    expect(reason(open(decided(20, 'relabelled')))).toBe('line');
    expect(reason(open({ ...decided(20, 'kept'), 0: 'relabelled' }, {}))).toBe('last');
    expect(reason(open({ ...decided(20, 'kept'), ...decided(4, 'relabelled') }, {}))).toBeNull();
    expect(reason(open(decided(19, 'kept'), {}))).toBeNull();
  });
});
