import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRows } from '../../../../src/core/neighbours/nearest-rows.ts';
import { createRandom } from '../../../../src/training/random.ts';

/** Every row of another group by its cosine, by the definition, nearest first; of equal ones the lower first. */
function bruteForce(rows: readonly (readonly number[])[], query: number, count: number, groups?: Int32Array): number[] {
  const unit = (row: readonly number[]): number[] => {
    const length = Math.hypot(...row);
    return row.map((value) => (length > 0 ? value / length : 0));
  };
  const mine = unit(rows[query]);
  return rows
    .map((row, i) => ({ i, distance: unit(row).reduce((sum, value, j) => sum + (value - mine[j]) ** 2, 0) }))
    .filter(({ i }) => i !== query && (groups === undefined || groups[i] !== groups[query]))
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .slice(0, count)
    .map(({ i }) => i);
}

function found(rows: readonly (readonly number[])[], query: number, count: number, groups?: Int32Array): number[] {
  const k = rows[0].length;
  const search = nearestRows({ data: Float64Array.from(rows.flat()), n: rows.length, k }, groups);
  const into = new Int32Array(count);
  return Array.from(into.subarray(0, search(query, into)));
}

describe('nearestRows', () => {
  it('finds what a search through all finds, without itself', () => {
    // Powers of two along the axes: lengths and distances are exact, so that ties are ties in both.
    const cell = fc.constantFrom(-2, -1, 0, 1, 4);
    const axis = fc.tuple(fc.nat(2), cell).map(([at, value]) => [0, 1, 2].map((i) => (i === at ? value : 0)));
    fc.assert(
      fc.property(
        fc.array(axis, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.integer({ min: 1, max: 6 }),
        (rows, q, count) => {
          const query = q % rows.length;
          const nearest = found(rows, query, count);
          expect(nearest).toEqual(bruteForce(rows, query, count));
          expect(nearest).not.toContain(query);
        },
      ),
    );
  });

  it.each([
    ['few columns', 40, 3],
    ['as many as are looked at first', 200, 32],
    ['many columns', 300, 200],
  ])('finds them among random rows of %s', (_, n, k) => {
    const random = createRandom(7, k);
    const rows = Array.from({ length: n }, () =>
      // The first columns tell most, as with principal components.
      Array.from({ length: k }, (_value, j) => Math.fround((random.uniform() - 0.5) / (1 + j / 8))),
    );
    for (let query = 0; query < 25; query++) expect(found(rows, query, 5)).toEqual(bruteForce(rows, query, 5));
  });

  it('finds them where the first columns tell nothing', () => {
    const random = createRandom(3, 1);
    const rows = Array.from({ length: 120 }, () =>
      Array.from({ length: 90 }, (_value, j) => (j < 60 ? 1 : Math.fround(10 * random.uniform()))),
    );
    for (let query = 0; query < 25; query++) expect(found(rows, query, 5)).toEqual(bruteForce(rows, query, 5));
  });

  it('leaves out rows of the same group: copies of one picture say nothing of it', () => {
    const random = createRandom(5, 2);
    const rows = Array.from({ length: 60 }, () => [random.uniform(), random.uniform(), random.uniform()]);
    const groups = Int32Array.from(rows, (_, i) => i % 20);
    for (let query = 0; query < 20; query++) {
      const nearest = found(rows, query, 5, groups);
      expect(nearest).toEqual(bruteForce(rows, query, 5, groups));
      expect(nearest.map((row) => groups[row])).not.toContain(groups[query]);
    }
  });

  it('finds fewer where there are fewer, and none of a single row', () => {
    expect(found([[1, 0]], 0, 5)).toEqual([]);
    expect(
      found(
        [
          [1, 0],
          [0, 1],
          [1, 1],
        ],
        0,
        5,
      ),
    ).toEqual([2, 1]);
    expect(
      found(
        [
          [1, 0],
          [1, 0],
        ],
        0,
        5,
        Int32Array.of(4, 4),
      ),
    ).toEqual([]);
  });

  it('compares by direction: length does not count', () => {
    expect(
      found(
        [
          [1, 1],
          [100, 101],
          [1, 0.5],
        ],
        0,
        2,
      ),
    ).toEqual([1, 2]);
  });

  it('refuses rows and groups that do not fit', () => {
    expect(() => nearestRows({ data: new Float32Array(5), n: 2, k: 3 })).toThrow(/do not fit/);
    expect(() => nearestRows({ data: new Float32Array(6), n: 2, k: 3 }, new Int32Array(1))).toThrow(/do not fit/);
  });
});
