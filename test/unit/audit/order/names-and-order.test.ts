import { describe, expect, it } from 'vitest';
import { matchNames } from '../../../../src/audit/order/match-names.ts';
import { compareCodePoints, comparisonOf, sortedAsPython } from '../../../../src/audit/order/python-order.ts';
import type { Dataset, Example } from '../../../../src/dataset/types.ts';

describe("Python's order", () => {
  it('is by code points: capitals first, 10 before 2, what lies beyond U+FFFF last', () => {
    const names = ['b', 'B', '10', '2', 'é', '\uff5e', '😀', 'a', ''];
    const sorted = ['', '10', '2', 'B', 'a', 'b', 'é', '\uff5e', '😀'];
    expect([...names].sort(compareCodePoints)).toEqual(sorted);
    expect([...names].sort(comparisonOf(names))).toEqual(sorted);
    expect(sortedAsPython(['Tops', 'dress', 'Shoes'])).toEqual(['Shoes', 'Tops', 'dress']);
  });

  it('is by value where all labels are numbers', () => {
    expect(sortedAsPython(['10', '9', '-1', '2.5'])).toEqual(['-1', '2.5', '9', '10']);
    expect(sortedAsPython(['10', '9', 'x'])).toEqual(['10', '9', 'x']);
  });
});

describe('matchNames', () => {
  const dataset = (paths: readonly (string | readonly [string, string])[], root = '/data/train'): Dataset => ({
    ...{ root, classes: ['a', 'b'], problems: [] },
    examples: paths.map((one): Example => {
      const [path, split] = typeof one === 'string' ? [one, undefined] : one;
      return { path, label: 0, ...(split === undefined ? {} : { split }), place: { kind: 'folder' } };
    }),
  });
  const rowsOf = (paths: Parameters<typeof dataset>[0], names: readonly string[], others: readonly string[] = []) =>
    matchNames(dataset(paths), others, { names });

  it('tells folders of the same names apart where paths say which is which', () => {
    const names = ['data/val/cat/1.png', 'data/train/cat/1.png', 'data/val/dog/1.png', 'data/train/dog/1.png'];
    const found = rowsOf(['cat/1.png', 'dog/1.png'], names);
    expect(found).toMatchObject({ rowOf: Int32Array.of(1, 3), unknown: [0, 2], doubled: [], missing: [] });
  });

  it('does not take a picture of another split for one of the same name', () => {
    const found = rowsOf(['train/cat/1.png'], ['1.png', 'val/cat/2.png', '2.png'], ['val/cat/2.png']);
    expect(found).toMatchObject({ rowOf: Int32Array.of(0), notAudited: [1, 2], byName: 1 });
    expect(rowsOf(['train/cat/1.png'], ['1.png'], ['val/cat/1.png'])).toMatchObject({ ambiguous: [0], missing: [0] });
  });

  it('finds the end of a path, names, ids, other forms of accents and %20', () => {
    const paths = ['x/caf\u00e9.png', 'x/a b.png', 'x/7.jpg', 'x/y/8.png'];
    const found = rowsOf(paths, ['cafe\u0301.png', 'a%20b.png', '7', 'y/8.png']);
    expect(found).toMatchObject({ rowOf: Int32Array.of(0, 1, 2, 3), unknown: [], ambiguous: [], byName: 4 });
  });

  it('gives each split of a picture its row, or the only one', () => {
    const paths = [
      ['1.png', 'train'],
      ['1.png', 'test'],
    ] as const;
    expect(rowsOf(paths, ['1.png', '1.png']).rowOf).toEqual(Int32Array.of(0, 1));
    expect(rowsOf(paths, ['1.png']).rowOf).toEqual(Int32Array.of(0, 0));
    const bySplit = matchNames(dataset(paths), [], { names: ['1.png', '1.png'], splits: ['test', 'train'] });
    expect(bySplit.rowOf).toEqual(Int32Array.of(1, 0));
    expect(rowsOf(paths, ['1.png', '1.png', '1.png']).doubled).toEqual([[2, 0]]);
  });
});
