import { describe, expect, it } from 'vitest';
import { nextOpen, NOTHING, prune, select, selectOnly, target, type Move } from '../../../webview/model/selection.ts';

const visible = [10, 11, 12, 13, 14, 15, 16]; // in rows of three: 10 11 12 / 13 14 15 / 16
const shape = { columns: 3, rows: 2 };

describe('target', () => {
  it.each<[number, Move, number]>([
    [11, 'left', 10],
    [10, 'left', 10],
    [12, 'right', 13],
    [16, 'right', 16],
    [14, 'up', 11],
    [11, 'up', 11],
    [10, 'down', 13],
    [14, 'down', 16],
    [16, 'down', 16],
    [14, 'home', 10],
    [11, 'end', 16],
    [10, 'pageDown', 16],
    [14, 'pageUp', 11],
  ])('from %i %s to %i', (from, move, to) => {
    expect(target(visible, from, move, shape)).toBe(to);
  });
  it('begins at the first, or the last for End', () => {
    expect(target(visible, null, 'down', shape)).toBe(10);
    expect(target(visible, null, 'end', shape)).toBe(16);
    expect(target([], null, 'down', shape)).toBeNull();
  });
});

describe('select', () => {
  it('extends from the anchor in both directions, and shrinks again', () => {
    const one = selectOnly(13);
    const down = select(one, visible, 15, 'extend');
    expect([...down.ids]).toEqual([13, 14, 15]);
    const up = select(down, visible, 11, 'extend');
    expect([...up.ids]).toEqual([11, 12, 13]);
    expect(up.active).toBe(11);
  });
  it('toggles, but leaves one selected', () => {
    const two = select(selectOnly(10), visible, 14, 'toggle');
    expect([...two.ids]).toEqual([10, 14]);
    const one = select(two, visible, 14, 'toggle');
    expect([...one.ids]).toEqual([10]);
    expect(one.active).toBe(10);
    expect([...select(one, visible, 10, 'toggle').ids]).toEqual([10]);
  });
});

describe('prune', () => {
  it('drops what is hidden and falls back to the first', () => {
    const all = { active: 12, anchor: 10, ids: new Set([10, 11, 12]) };
    expect(prune(all, [11, 13])).toEqual({ active: 11, anchor: 11, ids: new Set([11]) });
    expect(prune(all, [13])).toEqual(selectOnly(13));
    expect(prune(all, [])).toEqual(NOTHING);
    expect(prune(all, visible)).toBe(all);
  });
});

describe('nextOpen', () => {
  it('goes on after the last selected, and round at the end', () => {
    expect(nextOpen(visible, new Set([11, 13]), () => true)).toBe(14);
    expect(nextOpen(visible, new Set([16]), (id) => id === 12 || id === 16)).toBe(12);
    expect(nextOpen(visible, new Set([16]), (id) => id === 16)).toBeNull();
  });
});
