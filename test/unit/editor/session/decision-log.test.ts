import { beforeEach, describe, expect, it } from 'vitest';
import { createDecisionLog, type DecisionLog } from '../../../../src/editor/session/reviews/decision-log.ts';
import type { Review } from '../../../../src/audit/remediation/reviews.ts';

let labels: Map<string, string>;
let reviews: Map<string, Review>;
let writes: number;
let isDiskFull: boolean;
let notes: DecisionLog;

const written = (): string[] =>
  [...reviews.values()].map(({ path, decision, label }) => `${path} ${decision} ${label}`);

beforeEach(() => {
  labels = new Map([
    ['a.png', '1'],
    ['b.png', '2'],
  ]);
  reviews = new Map();
  writes = 0;
  isDiskFull = false;
  notes = createDecisionLog({
    labelsAt: ({ path }) => [labels.get(path)].filter((label) => label !== undefined),
    reviewOf: ({ path }) => reviews.get(path),
    write: (set, restore, remove) => {
      writes += 1;
      if (isDiskFull) return Promise.resolve(false);
      for (const note of set) reviews.set(note.path, { ...note, date: 'now' });
      for (const review of restore) reviews.set(review.path, review);
      for (const path of remove) reviews.delete(path);
      return Promise.resolve(true);
    },
  });
});

describe('review notes', () => {
  it('writes what was relabelled and removed, and takes it out when it is undone', async () => {
    labels.set('a.png', '7');
    labels.delete('b.png');
    notes.add([
      { path: 'a.png', label: '7', decision: 'relabelled' },
      { path: 'b.png', label: '2', decision: 'removed' },
    ]);
    await notes.sync();
    expect(written()).toEqual(['a.png relabelled 7', 'b.png removed 2']);
    labels.set('a.png', '1');
    await notes.sync();
    expect(written()).toEqual(['b.png removed 2']);
    labels.set('b.png', '2');
    await notes.sync();
    expect(written()).toEqual([]);
    labels.set('a.png', '7'); // redo
    await notes.sync();
    expect(written()).toEqual(['a.png relabelled 7']);
  });

  it('knows of a row that was taken out for what a check found, and takes that back alone', async () => {
    labels.delete('a.png');
    notes.add([{ path: 'a.png', type: 'leaks', label: '1', decision: 'removed' }]);
    await notes.sync();
    expect(reviews.get('a.png')).toMatchObject({ type: 'leaks', decision: 'removed' });
    expect([notes.hasRemoved({ path: 'a.png' }), notes.has({ path: 'a.png' })]).toEqual([true, true]);
    expect(notes.hasRemoved({ path: 'b.png' })).toBe(false);
  });

  it('writes nothing where nothing changed, nor what the user declined', async () => {
    notes.add([{ path: 'a.png', label: '7', decision: 'relabelled' }]);
    await notes.sync();
    await notes.sync();
    expect(writes).toBe(0);
  });

  it('goes back to the decision before, of several on one picture', async () => {
    for (const label of ['7', '9']) {
      labels.set('a.png', label);
      notes.add([{ path: 'a.png', label, decision: 'relabelled' }]);
      await notes.sync();
    }
    expect(written()).toEqual(['a.png relabelled 9']);
    labels.set('a.png', '7');
    await notes.sync();
    expect(written()).toEqual(['a.png relabelled 7']);
  });

  it('brings back what was there, and leaves alone what somebody else has written since', async () => {
    const kept: Review = { path: 'a.png', label: '1', decision: 'kept', date: 'before' };
    reviews.set('a.png', kept);
    labels.set('a.png', '7');
    notes.add([{ path: 'a.png', label: '7', decision: 'relabelled' }]);
    await notes.sync();
    labels.set('a.png', '1');
    await notes.sync();
    expect(reviews.get('a.png')).toEqual(kept);

    labels.set('b.png', '8');
    notes.add([{ path: 'b.png', label: '8', decision: 'relabelled' }]);
    await notes.sync();
    const theirs: Review = { path: 'b.png', label: '5', decision: 'relabelled', date: 'since' };
    reviews.set('b.png', theirs);
    labels.set('b.png', '2');
    await notes.sync();
    expect(reviews.get('b.png')).toEqual(theirs);
  });

  it('writes the next time what could not be written, and takes back only what was', async () => {
    isDiskFull = true;
    labels.set('a.png', '7');
    notes.add([{ path: 'a.png', label: '7', decision: 'relabelled' }]);
    await notes.sync();
    expect(written()).toEqual([]);
    isDiskFull = false;
    await notes.sync();
    expect(written()).toEqual(['a.png relabelled 7']);
    isDiskFull = true;
    labels.set('a.png', '1');
    await notes.sync();
    isDiskFull = false;
    await notes.sync();
    expect(written()).toEqual([]);
  });

  it('writes one after the other, however often it is asked', async () => {
    notes.add([{ path: 'a.png', label: '7', decision: 'relabelled' }]);
    labels.set('a.png', '7');
    await Promise.all([notes.sync(), notes.sync(), notes.sync()]);
    expect(writes).toBe(1);
  });
});
