import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckPage, CheckSummary, PanelMessage } from '../../../src/protocol/messages.ts';
import type { SavedState } from '../../../webview/model/saved-state.ts';
import { PanelController } from '../../../webview/panel-controller.ts';
import { audit, issue } from './issues.ts';

const SUMMARIES: readonly CheckSummary[] = [
  { name: 'blurry', flagged: 2, threshold: 0.3 },
  { name: 'leaks', flagged: 4, threshold: 0.1, sets: 2 },
];
const SPLITS = { testSplits: ['test'], validationSplits: ['val'] };
/** Ids as the host gives them: of pictures that are not flagged, far from those of the ranking. */
const row = (id: number, split: string, quality: number) => issue(id, { split, quality, current: 'cat' });

function page(change: Partial<CheckPage> = {}): CheckPage {
  const rows = [row(40, 'train', 0.1), row(7, 'test', 0.2), row(90, 'train', 0.4)];
  return {
    ...{ createdAt: audit([]).createdAt, name: 'blurry', threshold: 0.3, flagged: 2, scored: 9, many: false, from: 0 },
    ...{ rows: rows.slice(0, 2), histogram: { bars: [2, 7], range: [0, 1] } },
    ...change,
  };
}

let posted: PanelMessage[];
let states: SavedState[];

function open(saved?: unknown): PanelController {
  posted = [];
  states = [];
  const controller = new PanelController(
    {
      ...{ post: (message) => posted.push(message), save: (state) => states.push(state), changed: vi.fn() },
      ...{ focusSearch: vi.fn(), focusNote: vi.fn(), focusGrid: vi.fn(), scrollToActive: vi.fn() },
    },
    saved,
  );
  const labels = audit([issue(0), issue(1)], SPLITS);
  controller.receive({ type: 'state', state: { phase: 'ready', audit: labels } });
  controller.receive({ type: 'checks', checks: SUMMARIES });
  return controller;
}
const asked = () => posted.filter(({ type }) => type === 'check');
const findings = () => posted.filter(({ type }) => type === 'finding');

describe('what a check found', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it('is asked for when it is chosen, and shown worst first whatever the ids', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    expect(asked()).toEqual([{ type: 'check', name: 'blurry', below: null, from: 0 }]);
    expect(controller.session?.isLoading).toBe(true);
    controller.receive({ type: 'check', page: page() });
    expect(controller.session?.visible).toEqual([40, 7]);
    expect([controller.session?.decidable, controller.session?.isFlagged(40)]).toEqual([2, true]);
    expect(asked()).toHaveLength(1);
    // The labels are what they were.
    controller.act({ kind: 'check', name: null });
    expect(controller.session?.visible).toEqual([0, 1]);
  });

  it('is decided apart from labels, and kept up by the host', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    controller.receive({ type: 'check', page: page() });
    controller.run({ kind: 'keep' });
    controller.run({ kind: 'remove' });
    controller.run({ kind: 'accept' });
    controller.run({ kind: 'pick', key: '1' });
    expect(controller.announcement).toMatch(/Labels are decided among the labels/);
    expect(findings()).toEqual([
      { type: 'finding', check: 'blurry', ids: [40], action: 'keep' },
      { type: 'finding', check: 'blurry', ids: [7], action: 'remove' },
    ]);
    expect(posted.filter(({ type }) => type === 'decide')).toEqual([]);
    controller.receive({ type: 'checked', name: 'blurry', changes: [{ id: 7, decision: 'open', current: 'cat' }] });
    expect(controller.session?.store.decisionOf(7)).toBe('open');
    expect(controller.labels?.store.decisionOf(0)).toBe('open');
    // A label that becomes another while findings are shown is heard of.
    controller.receive({ type: 'issues', changes: [{ id: 0, decision: 'kept', current: 'cat' }], stale: false });
    expect(controller.labels?.reviewed).toBe(1);
  });

  it('removes no picture of a test split with others', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    controller.receive({ type: 'check', page: page() });
    controller.run({ kind: 'selectAll' });
    controller.run({ kind: 'remove' });
    expect(findings()).toEqual([{ type: 'finding', check: 'blurry', ids: [40], action: 'remove' }]);
    expect(controller.announcement).toMatch(/1 picture of test splits is left/);
    expect(controller.session?.store.decisionOf(7)).toBe('open');
  });

  it('follows the threshold: one question at a time, for what is not here yet', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    controller.receive({ type: 'check', page: page() });
    controller.act({ kind: 'threshold', value: 0.4, isChosen: false });
    controller.act({ kind: 'threshold', value: 0.5, isChosen: true });
    expect(asked().slice(1)).toEqual([{ type: 'check', name: 'blurry', below: 0.4, from: 2 }]);
    controller.receive({ type: 'check', page: page({ threshold: 0.4, flagged: 2, from: 2, rows: [] }) });
    expect(asked().slice(2)).toEqual([{ type: 'check', name: 'blurry', below: 0.5, from: 2 }]);
    const more = { threshold: 0.5, flagged: 3, from: 2, rows: [row(90, 'train', 0.4)] };
    controller.receive({ type: 'check', page: page(more) });
    expect(controller.session?.visible).toEqual([40, 7, 90]);
    expect(posted.filter(({ type }) => type === 'checkThreshold')).toEqual([
      { type: 'checkThreshold', name: 'blurry', below: 0.5 },
    ]);
    controller.act({ kind: 'threshold', value: null, isChosen: true });
    controller.receive({ type: 'check', page: page({ from: 3, rows: [] }) });
    expect(controller.session?.visible).toEqual([40, 7]);
    expect(posted.at(-1)).not.toMatchObject({ type: 'check', from: 0 });
    expect(posted.filter(({ type }) => type === 'checkThreshold').at(-1)).toMatchObject({ below: null });
  });

  it('is not asked for without end where the host has nothing more', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    controller.receive({ type: 'check', page: page({ flagged: 5 }) });
    expect(asked()).toHaveLength(2);
    controller.receive({ type: 'check', page: page({ flagged: 5, from: 2, rows: [] }) });
    expect(asked()).toHaveLength(2);
    expect(controller.session?.isLoading).toBe(false);
  });

  it('is in sets of which the best stays, or what is there to measure with', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'leaks' });
    const rows = [row(5, 'test', 0), row(6, 'train', 0), row(8, 'val', 0.05), row(9, 'train', 0.05)];
    const sets = [
      { ids: [5, 6], others: [], by: 'pixels', score: 0 },
      { ids: [8, 9], others: [], by: 'features', score: 0.05 },
    ] as const;
    controller.receive({ type: 'check', page: page({ name: 'leaks', threshold: 0.1, flagged: 4, rows, sets }) });
    controller.run({ kind: 'accept' });
    expect(findings()).toEqual([{ type: 'finding', check: 'leaks', ids: [5], action: 'removeFromTrain' }]);
    expect([5, 6, 8, 9].map((id) => controller.session?.store.decisionOf(id))).toEqual([
      'open',
      'removed',
      'open',
      'open',
    ]);
    controller.act({ kind: 'select', id: 9, mode: 'only' });
    controller.run({ kind: 'accept' });
    expect(controller.session?.store.decisionOf(9)).toBe('removed');
  });

  it('is shown again after a reload, with the threshold that was chosen', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'leaks' });
    controller.saveNow();
    const saved = states.at(-1);
    expect(saved?.check).toBe('leaks');
    const again = open(saved);
    expect(again.session?.check?.name).toBe('leaks');
    expect(asked()).toEqual([{ type: 'check', name: 'leaks', below: null, from: 0 }]);
  });

  it('makes room for the labels when one of them is to be shown', () => {
    const controller = open();
    controller.act({ kind: 'check', name: 'blurry' });
    controller.receive({ type: 'select', id: 1 });
    expect(controller.session?.check).toBeNull();
    expect(controller.session?.active?.id).toBe(1);
  });
});
