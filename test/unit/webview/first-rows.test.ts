import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PanelMessage } from '../../../src/protocol/messages.ts';
import { NO_FILTERS } from '../../../webview/model/rows/filters.ts';
import { WORST_FIRST } from '../../../webview/model/rows/sort-issues.ts';
import { PanelController } from '../../../webview/panel-controller.ts';
import { audit, issue } from './issues.ts';

const ROWS = Array.from({ length: 6 }, (_, id) => issue(id));

function open(saved?: unknown) {
  const posted: PanelMessage[] = [];
  const page = {
    post: (message: PanelMessage) => posted.push(message),
    ...{
      save: vi.fn(),
      changed: vi.fn(),
      focusSearch: vi.fn(),
      focusNote: vi.fn(),
      focusGrid: vi.fn(),
      scrollToActive: vi.fn(),
    },
  };
  const controller = new PanelController(page, saved);
  const first = (rows = ROWS) => {
    const partial = audit(rows.slice(0, 3), { issueCount: 6, reviewedBeyond: 1 });
    controller.receive({ type: 'state', state: { phase: 'ready', audit: partial } });
  };
  const whole = (rows = ROWS) => {
    controller.receive({ type: 'state', state: { phase: 'ready', audit: audit(rows) } });
  };
  return { controller, posted, page, first, whole };
}

describe('PanelController with the first rows of many', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts the pictures that are still to come', () => {
    const { controller, first, whole } = open();
    first();
    const session = controller.session!;
    expect(session).toMatchObject({ isPartial: true, total: 6, shownCount: 6, reviewed: 1 });
    controller.act({ kind: 'filter', change: { search: '1.png' } });
    expect(session).toMatchObject({ total: 6, shownCount: 1 });
    expect(controller.announcement).toBe('');
    whole();
    expect(session).toMatchObject({ isPartial: false, total: 6, shownCount: 1, reviewed: 0 });
    expect(controller.announcement).toBe('Showing 1 of 6 pictures.');
  });

  it('keeps what the user sees and has loaded when all are there', () => {
    const { controller, posted, page, first, whole } = open();
    first();
    const { session } = controller;
    controller.run({ kind: 'move', to: 'end', extend: false });
    controller.act({ kind: 'scrolled', scrollTop: 40 });
    controller.receive({ type: 'thumbnails', uris: [[2, 'two.png']] });
    vi.advanceTimersByTime(500);
    page.scrollToActive.mockClear();
    whole();
    expect(controller.session).toBe(session);
    expect(session?.visible).toHaveLength(6);
    expect(session?.selection.active).toBe(2);
    expect(controller.scrollTop).toBe(40);
    expect(controller.loaders.thumbnails.get(2)).toBe('two.png');
    expect(page.scrollToActive).not.toHaveBeenCalled();
    expect(controller.announcement).toBe('');
    const asked = posted.length;
    vi.advanceTimersByTime(500);
    expect(posted.slice(asked)).toEqual([{ type: 'detail', id: 3 }]); // the next open one is another now
  });

  it('keeps what is under way until the host has said what became of it', () => {
    const { controller, first, whole } = open();
    first();
    controller.run({ kind: 'keep' });
    whole();
    const { store } = controller.session!;
    expect([store.decisionOf(0), store.isPending(0)]).toEqual(['kept', true]);
    controller.receive({ type: 'issues', changes: [{ id: 0, decision: 'kept', current: 'cat' }], stale: false });
    expect([store.decisionOf(0), store.isPending(0)]).toEqual(['kept', false]);
  });

  it('takes the whole for the truth, and selects what an undo opened again', () => {
    const { controller, first, whole } = open();
    first([issue(0), issue(1, { decision: 'kept' }), issue(2)]);
    controller.run({ kind: 'undo' });
    whole(ROWS.map((row) => (row.id === 5 ? issue(5, { decision: 'removed' }) : row)));
    expect(controller.session?.store.decisionOf(5)).toBe('removed');
    expect(controller.session?.selection.active).toBe(1);
  });

  it('shows a picture beyond the first once it is there', () => {
    const { controller, page, first, whole } = open();
    first();
    controller.receive({ type: 'select', id: 5 });
    expect(page.focusGrid).not.toHaveBeenCalled();
    whole();
    expect(controller.session?.selection.active).toBe(5);
    expect(page.focusGrid).toHaveBeenCalledOnce();
    whole();
    expect(page.focusGrid).toHaveBeenCalledOnce();
  });

  it('selects all of them when all were to be selected', () => {
    const { controller, first, whole } = open();
    first();
    controller.run({ kind: 'selectAll' });
    expect(controller.session?.selection.ids.size).toBe(3);
    whole();
    expect(controller.session?.selection.ids.size).toBe(6);
  });

  it('waits for all where the first would not show what was seen last', () => {
    const view = { filters: NO_FILTERS, sort: WORST_FIRST, active: 5, selected: [5], scrollTop: 0 };
    const saved = { tab: 'review', audit: 'pets\n2025-01-01T00:00:00Z', view };
    const { controller, first, whole } = open(saved);
    first();
    expect(controller.session).toBeNull();
    controller.saveNow();
    whole();
    expect(controller.session?.selection.active).toBe(5);
    const near = open({ ...saved, view: { ...view, active: 2, selected: [2] } });
    near.first();
    expect(near.controller.session?.selection.active).toBe(2);
  });

  it('does not go back from all to the first', () => {
    const { controller, first, whole } = open();
    whole();
    const { session } = controller;
    first();
    expect(controller.session).toBe(session);
    expect(session?.total).toBe(6);
  });
});
