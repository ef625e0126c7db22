import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PanelMessage, QueueAsk, QueueView } from '../../../src/protocol/index.ts';
import { QueueState } from '../../../webview/model/queue-state.ts';
import { PanelController } from '../../../webview/panel-controller.ts';

const CLASSES = ['cat', 'dog'];
const VIEW: QueueView = {
  ...{ batch: 1, name: 'pets', labelsFile: 'labels.csv', movesFiles: false, classes: CLASSES },
  pictures: Array.from({ length: 4 }, (_, id) => ({
    ...{ id, path: `${id}.png`, isGone: false },
    classes: CLASSES.map((name) => ({ class: name, probability: 0.5 })),
  })),
  ...{ judged: 4, labelled: 10, accuracy: 0.9 },
};

function openQueue() {
  const asked: QueueAsk[] = [];
  const queue = new QueueState(VIEW, (message: PanelMessage) => {
    if (message.type === 'queue') asked.push(message.ask);
  });
  const told = (id: number, current?: string) => {
    queue.receive({ kind: 'changes', batch: 1, changes: [{ id, isGone: false, current }] });
  };
  return { asked, queue, told };
}

describe('the queue of pictures to label next', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes to the picture whose label was taken back', () => {
    const { queue, told } = openQueue();
    queue.label('cat');
    told(0, 'cat');
    queue.run({ kind: 'undo' });
    told(0);
    expect([queue.active, queue.labelled]).toEqual([0, 0]);
  });

  it('stays at the next picture when a label is written after there was nothing to take back', () => {
    const { asked, queue, told } = openQueue();
    queue.run({ kind: 'undo' });
    queue.label('cat');
    told(0, 'cat');
    expect(queue.active).toBe(1);
    queue.label('dog');
    expect(asked).toEqual([
      { kind: 'undo' },
      { kind: 'label', id: 0, label: 'cat' },
      { kind: 'label', id: 1, label: 'dog' },
    ]);
  });

  it('is where it was when it is told again with another state of the audit; another choice begins anew', () => {
    const page = {
      ...{ post: vi.fn(), save: vi.fn(), changed: vi.fn(), focusSearch: vi.fn(), focusNote: vi.fn() },
      ...{ focusGrid: vi.fn(), scrollToActive: vi.fn() },
    };
    const controller = new PanelController(page, undefined);
    controller.receive({ type: 'queue', queue: VIEW });
    controller.run({ kind: 'unsure' });
    controller.run({ kind: 'pick', key: '1' });
    controller.receive({ type: 'queue', queue: VIEW });
    expect([controller.queue?.active, controller.queue?.labelOf(1)]).toEqual([2, 'cat']);
    expect(controller.queue?.isSkipped(0)).toBe(true);
    controller.receive({ type: 'queue', queue: { ...VIEW, batch: 2 } });
    expect([controller.queue?.active, controller.queue?.labelled]).toEqual([0, 0]);
    controller.receive({ type: 'queue', queue: null });
    expect(controller.queue).toBeNull();
  });
});
