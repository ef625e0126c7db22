import { describe, expect, it } from 'vitest';
import { createNotesStore } from '../../../../src/editor/session/reviews/review-notes.ts';
import type { Review } from '../../../../src/audit/remediation/reviews.ts';
import { memento } from '../memento.ts';

const review = (path: string, note: string): Review => ({ path, note, label: 'x', decision: 'kept', date: '' });

describe('notes that wait for a decision', () => {
  it('outlive a reload, by picture and split, until they are written', async () => {
    const store = memento();
    const notes = createNotesStore(store as never)('/data');
    await notes.set([{ path: 'a' }, { path: 'a', split: 'val' }], 'blurred');
    const again = createNotesStore(store as never)('/data');
    const found = [again.of({ path: 'a' }), again.of({ path: 'a', split: 'val' }), again.of({ path: 'b' })];
    expect(found).toEqual(['blurred', 'blurred', undefined]);
    expect(createNotesStore(store as never)('/other').of({ path: 'a' })).toBeUndefined();
    await again.written([review('a', 'another')]);
    expect(store.kept.size).toBe(1);
    await again.written([review('a', 'blurred'), { ...review('a', 'blurred'), split: 'val' }]);
    expect(store.kept.size).toBe(0);
    // For the same decision again, after an undo.
    expect(again.of({ path: 'a' })).toBe('blurred');
  });

  it('stay where another session of the data set, as that of a queue, writes one down', async () => {
    const store = memento();
    const audit = createNotesStore(store as never)('/data');
    await audit.set([{ path: 'a' }], 'blurred');
    const queue = createNotesStore(store as never)('/data');
    await audit.set([{ path: 'b' }], 'cut off');
    await queue.written([review('a', 'blurred')]);
    const again = createNotesStore(store as never)('/data');
    expect([again.of({ path: 'a' }), again.of({ path: 'b' })]).toEqual([undefined, 'cut off']);
  });

  it('are taken back, and are none where something else was kept', async () => {
    const store = memento();
    const notes = createNotesStore(store as never)('/data');
    await notes.set([{ path: 'a' }], 'blurred');
    await notes.set([{ path: 'a' }], '');
    expect([notes.of({ path: 'a' }), store.kept.size]).toEqual(['', 0]);
    store.kept.set('notes:/data', { a: 1 });
    expect(createNotesStore(store as never)('/data').of({ path: 'a' })).toBeUndefined();
  });
});
