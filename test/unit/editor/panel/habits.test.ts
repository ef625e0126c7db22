import { describe, expect, it } from 'vitest';
import { createCheckThresholds } from '../../../../src/editor/panel/checks/check-thresholds.ts';
import { createClassKeyStore } from '../../../../src/editor/panel/class-keys.ts';
import { createUnsureMarks } from '../../../../src/editor/panel/unsure-marks.ts';
import type { LiveSession } from '../../../../src/editor/session/live-session.ts';
import { memento } from '../memento.ts';

const audited = (...paths: string[]): LiveSession => {
  const issues = paths.map((path, id) => ({ id, decision: id === 3 ? 'kept' : 'open', issue: { path } }));
  return {
    ...{ root: { fsPath: '/data/digits' }, issues, stateOf: (id: number) => issues.at(id) },
  } as unknown as LiveSession;
};

describe('pictures that were put off', () => {
  it('are the same in the next audit, whatever their places, and only while they are open', async () => {
    const store = memento();
    const marks = createUnsureMarks(store as never);
    const first = audited('a', 'b', 'c', 'd');
    await marks.mark(first, [0, 2, 99], true);
    expect(marks.of(first)).toEqual([0, 2]);
    expect(marks.of(audited('x', 'c', 'b', 'a'))).toEqual([1]);
    await marks.mark(first, [0, 2], false);
    expect(store.kept.size).toBe(0);
  });

  it('are none where something else was kept', () => {
    const marks = createUnsureMarks({ get: () => ({ a: 1 }), update: () => Promise.resolve() } as never);
    expect(marks.of(audited('a'))).toEqual([]);
  });
});

describe('keys of classes', () => {
  it('are kept by data set, and read with care', async () => {
    const store = memento();
    const keys = createClassKeyStore(store as never);
    await keys.set('/a', [['cat', 'x']]);
    expect(keys.of('/a')).toEqual([['cat', 'x']]);
    expect(keys.of('/b')).toEqual([]);
    store.kept.set('classKeys:/b', [['cat'], 3, ['dog', 'y']]);
    expect(keys.of('/b')).toEqual([['dog', 'y']]);
    await keys.set('/a', []);
    expect(keys.of('/a')).toEqual([]);
  });
});

describe('thresholds of checks', () => {
  it('are kept by data set until the audit’s are wanted again, and read with care', async () => {
    const store = memento();
    const thresholds = createCheckThresholds(store as never);
    await thresholds.set('/a', 'blurry', 0.4);
    expect([...thresholds.of('/a')]).toEqual([['blurry', 0.4]]);
    expect(thresholds.of('/b').size).toBe(0);
    await thresholds.set('/a', 'blurry', null);
    expect(store.kept.size).toBe(0);
    store.kept.set('checkThresholds:/b', [['dark', '1'], 3, ['light', 0.2]]);
    expect([...thresholds.of('/b')]).toEqual([['light', 0.2]]);
  });
});
