import { describe, expect, it, vi } from 'vitest';
import type { QueueUpdatesDeps } from '../../../../../src/editor/panel/queue/queue-updates.ts';

vi.mock('vscode', () => ({ env: { language: 'en' }, l10n: { t: (text: string) => text } }));
const { createQueueUpdates } = await import('../../../../../src/editor/panel/queue/queue-updates.ts');

/** A queue of two pictures, whose rows are of these splits now. */
function openQueue(splits: readonly string[]) {
  const decided: unknown[] = [];
  const session = {
    kind: 'csv',
    rowOfIssue: (id: number) => ({ split: splits[id] }),
    onDidChange: () => ({ dispose: vi.fn() }),
  };
  const queue = { root: '/pets', classes: ['cat', 'dog'], pictures: [{}, {}] };
  const deps = {
    queues: { current: { batch: 2, queue, session }, onDidChange: () => ({ dispose: vi.fn() }) },
    decisions: {
      decide: (_session: unknown, ...decision: unknown[]) => {
        decided.push(decision);
        return Promise.resolve();
      },
    },
    post: vi.fn(),
  };
  return { decided, updates: createQueueUpdates(deps as unknown as QueueUpdatesDeps) };
}
const label = (id: number, name = 'cat') => ({ kind: 'label', id, label: name }) as const;

describe('what the page asks of a queue', () => {
  it('labels a picture of it with a class of it, and nothing else', async () => {
    const { decided, updates } = openQueue(['train', '']);
    await updates.answer(2, label(0));
    await updates.answer(2, label(1, 'dog'));
    expect(decided).toEqual([
      [[0], { kind: 'relabel', label: 'cat' }],
      [[1], { kind: 'relabel', label: 'dog' }],
    ]);
    await expect(updates.answer(2, label(2))).rejects.toThrow(/^This is no part of the queue/);
    await expect(updates.answer(2, label(0, 'fox'))).rejects.toThrow(/^This is no part of the queue/);
    expect(decided).toHaveLength(2);
  });

  it('never labels a row that is of a test split by now', async () => {
    const { decided, updates } = openQueue(['test', 'train']);
    await expect(updates.answer(2, label(0))).rejects.toThrow('Nothing was changed');
    await updates.answer(2, label(1));
    expect(decided).toHaveLength(1);
  });

  it('says that a label is not written that was meant for the queue before; the rest is done in silence', async () => {
    const { decided, updates } = openQueue(['train', 'train']);
    await expect(updates.answer(1, label(0))).rejects.toThrow('Nothing was changed');
    await updates.answer(1, { kind: 'undo' });
    await updates.answer(1, { kind: 'close' });
    expect(decided).toEqual([]);
  });
});
