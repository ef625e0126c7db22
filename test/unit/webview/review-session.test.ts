import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../../webview/model/rows/filters.ts';
import { ReviewSession } from '../../../webview/model/review-session.ts';
import { readSavedState } from '../../../webview/model/saved-state.ts';
import { audit, issue } from './issues.ts';

const session = (count = 5) => new ReviewSession(audit(Array.from({ length: count }, (_, id) => issue(id))));

describe('ReviewSession', () => {
  it('decides the selected picture and goes on to the next open one', () => {
    const review = session();
    expect(review.decide({ kind: 'accept' })).toEqual({ type: 'decide', ids: [0], action: { kind: 'accept' } });
    expect(review.store.decisionOf(0)).toBe('relabelled');
    expect(review.store.isPending(0)).toBe(true);
    expect(review.store.countReviewed()).toBe(1);
    expect(review.selection.active).toBe(1);
  });

  it('decides several together, in the order shown', () => {
    const review = session();
    review.select(3, 'only');
    review.select(1, 'extend');
    expect(review.decide({ kind: 'keep' })).toMatchObject({ ids: [1, 2, 3] });
    expect(review.selection.active).toBe(4);
    expect(review.decide({ kind: 'keep' })).toMatchObject({ ids: [4] });
    expect(review.selection.active).toBe(0);
    expect(review.decide({ kind: 'remove' })).toMatchObject({ ids: [0] });
    expect([...review.selection.ids]).toEqual([0]); // none is open: it stays
    expect(review.decide({ kind: 'keep' })).toBeNull(); // removed pictures can't be decided
  });

  it('counts what is gone from the data set neither as reviewed nor as to be reviewed', () => {
    const review = session();
    review.apply([
      { id: 0, decision: 'gone' },
      { id: 1, decision: 'removed' },
      { id: 2, decision: 'kept', current: 'cat' },
    ]);
    expect([review.reviewed, review.decidable]).toEqual([2, 4]);
    review.select(0, 'only');
    expect(review.decide({ kind: 'keep' })).toBeNull();
  });

  it('believes the host, not itself', () => {
    const review = session();
    review.decide({ kind: 'accept' });
    review.apply([{ id: 0, decision: 'open', current: 'cat' }]);
    expect(review.store.decisionOf(0)).toBe('open');
    review.select(1, 'only');
    review.decide({ kind: 'keep' });
    review.fail();
    expect(review.store.decisionOf(1)).toBe('open');
    review.apply([{ id: 99, decision: 'kept' }]); // of another audit
    expect(review.store.countReviewed()).toBe(0);
  });

  it('selects one of those that an undo brings back, and nothing when the host undoes by itself', () => {
    const review = session();
    review.select(1, 'extend');
    review.decide({ kind: 'keep' });
    review.apply([
      { id: 0, decision: 'kept' },
      { id: 1, decision: 'kept' },
    ]);
    review.expectUndo();
    review.apply([
      { id: 0, decision: 'open' },
      { id: 1, decision: 'open' },
    ]);
    // Both selected, the next Enter would decide two.
    expect([...review.selection.ids]).toEqual([0]);
    review.select(4, 'only');
    review.apply([{ id: 0, decision: 'kept' }]);
    review.apply([{ id: 0, decision: 'open' }]);
    expect(review.selection.active).toBe(4);
  });

  it('puts pictures off: they come last, and are open still', () => {
    const review = session();
    expect(review.putOff()).toEqual({ type: 'unsure', ids: [0], isUnsure: true });
    expect([review.standingOf(0), review.selection.active, review.reviewed]).toEqual(['unsure', 1, 0]);
    review.setFilters({ decision: 'open' });
    expect(review.visible).toEqual([1, 2, 3, 4]);
    review.setFilters({ decision: null });
    review.select(1, 'only');
    review.select(4, 'extend');
    review.decide({ kind: 'keep' });
    expect(review.selection.active).toBe(0);
    expect(review.putOff()).toEqual({ type: 'unsure', ids: [0], isUnsure: false });
    expect(review.standingOf(0)).toBe('open');
    review.decide({ kind: 'accept' });
    expect(review.putOff()).toBeNull();
  });

  it('hides what is decided when only open ones are shown, and goes on in order', () => {
    const review = session();
    review.setFilters({ decision: 'open' });
    review.select(2, 'only');
    review.decide({ kind: 'accept' });
    expect(review.visible).toEqual([0, 1, 3, 4]);
    expect(review.selection.active).toBe(3);
  });

  it('drops filters that hide what is to be shown', () => {
    const review = session();
    review.setFilters({ maxQuality: 0.1 });
    review.reveal(4);
    expect(review.filters).toEqual(NO_FILTERS);
    expect(review.selection.active).toBe(4);
  });

  it('begins where the user left', () => {
    const view = { filters: { ...NO_FILTERS, search: 'images' }, sort: { key: 'name', descending: true } as const };
    const rows = [issue(0), issue(1), issue(2)];
    const review = new ReviewSession(audit(rows), { ...view, active: 2, selected: [1, 2], scrollTop: 5 });
    expect(review.visible).toEqual([2, 1, 0]);
    expect(review.selection.active).toBe(2);
    expect([...review.selection.ids].sort()).toEqual([1, 2]);
  });
});

describe('what comes from outside', () => {
  it('takes the defaults for a saved state that is damaged', () => {
    const empty = readSavedState(undefined);
    expect(empty).toMatchObject({ tab: 'review', audit: '', view: { filters: NO_FILTERS, scrollTop: 0 } });
    const damaged = {
      tab: 'other',
      audit: 3,
      view: {
        filters: { given: 3, decision: 'x', eitherWay: 1 },
        sort: { key: 'constructor' },
        selected: ['a', 1],
        active: 'b',
        scrollTop: -4,
      },
    };
    expect(readSavedState(damaged)).toEqual({ ...empty, view: { ...empty.view, selected: [1] } });
  });
});
