import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stratifiedGroupFolds } from '../../../../src/training/folds/stratified-group-folds.ts';

const names = ['a', 'b', 'c', 'd'];
const deal = (labels: number[], groups: number[], folds: number, seed = 0) =>
  stratifiedGroupFolds(Int32Array.from(labels), Int32Array.from(groups), folds, seed, names);

/** Groups numbered by first sight. */
function dense(groups: readonly number[]): number[] {
  const known = new Map<number, number>();
  return groups.map((group) => {
    const number = known.get(group) ?? known.size;
    known.set(group, number);
    return number;
  });
}

const sets = fc
  .array(fc.tuple(fc.nat(3), fc.nat(30)), { minLength: 20, maxLength: 200 })
  .map((rows) => ({ labels: rows.map(([label]) => label), groups: dense(rows.map(([, group]) => group)) }));

describe('stratifiedGroupFolds', () => {
  it('keeps each group in one fold, and leaves no fold empty', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 2, max: 8 }), fc.nat(99), ({ labels, groups }, folds, seed) => {
        fc.pre(Math.max(...groups) + 1 >= folds);
        const { foldOf } = deal(labels, groups, folds, seed);
        const foldOfGroup = new Map<number, number>();
        groups.forEach((group, i) => {
          expect(foldOfGroup.get(group) ?? foldOf[i]).toBe(foldOf[i]);
          foldOfGroup.set(group, foldOf[i]);
        });
        expect(new Set(foldOf).size).toBe(folds);
        expect(Math.max(...foldOf)).toBe(folds - 1);
      }),
      { numRuns: 500, seed: 21 },
    );
  });

  it('gives each fold about the same share of each class', () => {
    const groups = Array.from({ length: 1000 }, (_, i) => i % 100);
    const labels = groups.map((group) => (group % 4 === 0 ? 0 : 1));
    const { foldOf } = deal(labels, groups, 5, 3);
    for (let fold = 0; fold < 5; fold++) {
      const own = labels.filter((_, i) => foldOf[i] === fold);
      expect(own).toHaveLength(200);
      expect(own.filter((label) => label === 0)).toHaveLength(50);
    }
  });

  it('balances groups of very different sizes as well as they can be', () => {
    // One group of 40, and sixty of one: no fold but that of the large one holds more than 15.
    const groups = [...new Array<number>(40).fill(0), ...Array.from({ length: 60 }, (_, i) => i + 1)];
    const { foldOf } = deal(
      groups.map(() => 0),
      groups,
      5,
      1,
    );
    const sizes = [0, 1, 2, 3, 4].map((fold) => foldOf.filter((one) => one === fold).length).sort((a, b) => a - b);
    expect(sizes).toEqual([15, 15, 15, 15, 40]);
  });

  it('is decided by the seed', () => {
    const groups = Array.from({ length: 200 }, (_, i) => i >> 2);
    const labels = groups.map((_, i) => i % 4);
    expect(deal(labels, groups, 5, 7)).toEqual(deal(labels, groups, 5, 7));
    expect(deal(labels, groups, 5, 7).foldOf).not.toEqual(deal(labels, groups, 5, 8).foldOf);
  });

  it('says which classes lie in too few groups', () => {
    const { warnings } = deal([0, 0, 1, 1, 2, 2, 2, 0], [0, 0, 1, 1, 2, 3, 4, 5], 3);
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Class "a" lies in 2 groups, fewer than the 3 folds/),
      expect.stringMatching(/^Class "b" lies in one group alone/),
    ]);
    expect(warnings.map(({ kind, names, numbers }) => [kind, names, numbers])).toEqual([
      ['class-of-few-groups', ['a'], [2, 3]],
      ['class-of-one-group', ['b'], undefined],
    ]);
  });

  it('refuses fewer groups than folds', () => {
    expect(() => deal([0, 1, 0], [0, 1, 1], 3)).toThrow(/2 groups of pictures cannot be dealt into 3 folds/);
  });
});
