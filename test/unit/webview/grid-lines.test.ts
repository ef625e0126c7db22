import { describe, expect, it } from 'vitest';
import { gridLines, placeBelow } from '../../../webview/model/rows/grid-lines.ts';

const starts = (visible: number[], columns: number, sets?: Record<number, number>): number[] => {
  const setOf = sets && new Map(Object.entries(sets).map(([id, set]) => [Number(id), set]));
  const lines = gridLines(visible, columns, setOf);
  return Array.from({ length: lines.count }, (_, line) => lines.startOf(line));
};

describe('the lines of the grid', () => {
  it('are full but for the last, where there are no sets', () => {
    expect(starts([1, 2, 3, 4, 5], 2)).toEqual([0, 2, 4]);
    expect(starts([], 2)).toEqual([]);
    expect(gridLines([1, 2, 3], 2).startOf(2)).toBe(3);
  });

  it('part no set that a line has room for, and put several into one', () => {
    // Sets of 2, 2, 3 and 1 in lines of 5, then of 4.
    const sets = { 0: 0, 1: 0, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3 };
    expect(starts([0, 1, 2, 3, 4, 5, 6, 7], 5, sets)).toEqual([0, 4]);
    expect(starts([0, 1, 2, 3, 4, 5, 6, 7], 4, sets)).toEqual([0, 4]);
    expect(starts([0, 1, 2, 3, 4, 5, 6, 7], 3, sets)).toEqual([0, 2, 4, 7]);
  });

  it('part a set that is longer than a line', () => {
    const sets = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 1, 6: 1 };
    expect(starts([0, 1, 2, 3, 4, 5, 6], 2, sets)).toEqual([0, 2, 4, 5]);
    expect(starts([0, 1, 2, 3, 4, 5, 6], 3, sets)).toEqual([0, 3, 5]);
  });

  it('are moved between in the same column, as far as there is one', () => {
    const lines = gridLines([0, 1, 2, 3, 4, 5, 6], 3, new Map([0, 0, 1, 1, 1, 2, 2].map((set, id) => [id, set])));
    expect([0, 1, 2].map((line) => lines.startOf(line))).toEqual([0, 2, 5]);
    expect([placeBelow(lines, 0, 1), placeBelow(lines, 4, 1), placeBelow(lines, 4, -1)]).toEqual([2, 6, 1]);
    expect([placeBelow(lines, 1, -1), placeBelow(lines, 6, 9), placeBelow(lines, 1, 9)]).toEqual([1, 6, 6]);
  });
});
