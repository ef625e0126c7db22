import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostMessageReader, type PanelMessage } from '../../../src/protocol/messages.ts';
import type { SavedState } from '../../../webview/model/saved-state.ts';
import { PanelController } from '../../../webview/panel-controller.ts';
import { mutations } from '../mutate.ts';
import { HOST_SAMPLES } from '../sample-messages.ts';
import { audit, issue } from './issues.ts';

function openController(saved?: unknown) {
  const posted: PanelMessage[] = [];
  const states: SavedState[] = [];
  const page = {
    post: (message: PanelMessage) => posted.push(message),
    save: (state: SavedState) => states.push(state),
    changed: vi.fn(),
    focusSearch: vi.fn(),
    focusNote: vi.fn(),
    focusGrid: vi.fn(),
    scrollToActive: vi.fn(),
  };
  const controller = new PanelController(page, saved);
  const rows = [issue(0), issue(1), issue(2)];
  const show = () => {
    controller.receive({ type: 'state', state: { phase: 'ready', audit: audit(rows) } });
  };
  return { controller, posted, states, page, show };
}

describe('PanelController', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks for the details of the active picture and of the next', () => {
    const { posted, show } = openController();
    show();
    vi.advanceTimersByTime(50);
    expect(posted).toEqual([
      { type: 'detail', id: 0 },
      { type: 'detail', id: 1 },
    ]);
  });

  it('gives the same class for the same key on every picture, whatever the model sees', () => {
    const { controller, posted, show } = openController();
    show();
    controller.run({ kind: 'pick', key: '9' });
    expect(posted).toEqual([]);
    expect(controller.announcement).toMatch(/No class has the key 9/);
    const { classes } = controller.session!.audit;
    controller.run({ kind: 'pick', key: '2' });
    controller.run({ kind: 'pick', key: '2' });
    expect(posted).toEqual([
      { type: 'decide', ids: [0], action: { kind: 'relabel', label: classes[1] } },
      { type: 'decide', ids: [1], action: { kind: 'relabel', label: classes[1] } },
    ]);
  });

  it('tells the host of a key that the user chose, and takes it at once', () => {
    const { controller, posted, show } = openController();
    show();
    const { classes } = controller.session!.audit;
    controller.act({ kind: 'classKey', class: classes[1], key: 'x' });
    expect(posted).toEqual([{ type: 'classKeys', keys: [[classes[1], 'x']] }]);
    controller.run({ kind: 'pick', key: 'x' });
    expect(posted.at(-1)).toMatchObject({ action: { label: classes[1] } });
  });

  it('remembers how the room is shared, and enlarges only while there is a picture', () => {
    const { controller, states, show } = openController();
    controller.run({ kind: 'loupe' });
    expect(controller.loupeOpen).toBe(false);
    show();
    controller.run({ kind: 'loupe' });
    expect(controller.loupeOpen).toBe(true);
    controller.run({ kind: 'clear' });
    expect(controller.loupeOpen).toBe(false);
    controller.act({ kind: 'layout', change: { cardSize: 240, beside: 0.6, sideBySide: true } });
    vi.advanceTimersByTime(500);
    const again = openController(JSON.parse(JSON.stringify(states.at(-1))));
    expect(again.controller.layout).toEqual({ cardSize: 240, beside: 0.6, below: null, sideBySide: true });
    const odd = openController({ layout: { cardSize: 1e9, beside: -3, below: 'much', sideBySide: 'yes' } });
    expect(odd.controller.layout).toEqual({ cardSize: 360, beside: 0.2, below: null, sideBySide: false });
  });

  it('takes a decision back when the host could not carry it out', () => {
    const { controller, show } = openController();
    show();
    controller.run({ kind: 'accept' });
    expect(controller.session?.store.countReviewed()).toBe(1);
    controller.receive({ type: 'error', message: 'labels.csv is read-only.' });
    expect(controller.session?.store.countReviewed()).toBe(0);
    expect(controller.errors).toEqual(['labels.csv is read-only.']);
    controller.act({ kind: 'dismissError', index: 0 });
    expect(controller.errors).toEqual([]);
  });

  it('decides nothing while it can not be, and forgets the error with its cause', () => {
    const { controller, posted, show } = openController();
    show();
    const message = 'The first line of labels.csv names no label column.';
    controller.run({ kind: 'accept' });
    expect(posted).toHaveLength(1);
    controller.receive({ type: 'error', message });
    controller.receive({ type: 'error', message: 'Another.' });
    controller.receive({ type: 'blocked', message });
    for (const kind of ['accept', 'keep', 'remove', 'undo'] as const) controller.run({ kind });
    controller.run({ kind: 'pick', key: '2' });
    expect(posted).toHaveLength(1);
    expect(controller.session?.store.countReviewed()).toBe(0);
    expect(controller.announcement).toBe(message);
    controller.receive({ type: 'blocked', message: null });
    expect(controller.errors).toEqual(['Another.']);
    controller.run({ kind: 'keep' });
    expect(posted).toHaveLength(2);
  });

  it('restores what was saved of the same audit, and not of another', () => {
    const first = openController();
    first.show();
    first.controller.act({ kind: 'filter', change: { given: 'cat' } });
    first.controller.run({ kind: 'move', to: 'end', extend: false });
    first.controller.act({ kind: 'scrolled', scrollTop: 70 });
    first.controller.act({ kind: 'tab', tab: 'health' });
    vi.advanceTimersByTime(500);
    const saved = first.states.at(-1)!;

    const again = openController(JSON.parse(JSON.stringify(saved)));
    expect(again.controller.tab).toBe('health');
    again.show();
    expect(again.controller.session?.filters.given).toBe('cat');
    expect(again.controller.session?.selection.active).toBe(2);
    expect(again.controller.scrollTop).toBe(70);

    const other = openController({ ...saved, audit: 'another' });
    other.show();
    expect(other.controller.session?.filters.given).toBeNull();
    expect(other.controller.scrollTop).toBe(0);
  });

  it('keeps the view when the host sends the same audit again', () => {
    const { controller, show } = openController();
    show();
    controller.run({ kind: 'move', to: 'right', extend: false });
    show();
    expect(controller.session?.selection.active).toBe(1);
  });

  it('survives every well-formed message, whatever is in it', () => {
    const { controller } = openController();
    const read = hostMessageReader(() => undefined);
    let taken = 0;
    for (const sample of Object.values(HOST_SAMPLES).flat()) {
      for (const { mutated } of mutations(sample)) {
        const message = read(mutated);
        if (!message) continue;
        taken += 1;
        controller.receive(message);
        for (const to of ['right', 'end'] as const) controller.run({ kind: 'move', to, extend: true });
        controller.run({ kind: 'pick', key: '1' });
        controller.act({ kind: 'filter', change: { search: 'a' } });
      }
    }
    expect(taken).toBeGreaterThan(300);
    controller.saveNow();
  });

  it('ignores progress when nothing runs', () => {
    const { controller } = openController();
    controller.receive({ type: 'progress', progress: { stage: 'Training', share: 0.5 } });
    expect(controller.state).toBeNull();
  });
});
