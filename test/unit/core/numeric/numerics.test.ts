import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solve } from '../../../../src/core/numeric/linear-system.ts';
import { forEachLowest, sortedByScore } from '../../../../src/core/numeric/ordering.ts';
import { roundHalfEven, roundPreservingRowTotals, roundSparseRows } from '../../../../src/core/numeric/rounding.ts';
import { rankedRows } from '../../../../src/core/numeric/ranking.ts';
import {
  denseOf,
  entryOf,
  sparseOf,
  sumByColumns,
  sumByRows,
  withoutZeros,
} from '../../../../src/core/numeric/sparse-matrix.ts';
import { pairwiseSum, sparseSum, sumsByClass } from '../../../../src/core/numeric/summation.ts';
import { seededRandom } from '../../seeded-random.ts';

describe('pairwiseSum', () => {
  it('is exact for whole numbers, of any count and stride', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 400 }),
        fc.integer({ min: 1, max: 3 }),
        (list, stride) => {
          const count = Math.ceil(list.length / stride);
          const expected = list.filter((_, i) => i % stride === 0).reduce((sum, value) => sum + value, 0);
          expect(pairwiseSum(list, 0, count, stride)).toBe(expected);
        },
      ),
    );
  });

  it('loses less than adding one by one', () => {
    const values = new Float64Array(1_000_000).fill(0.1);
    expect(Math.abs(pairwiseSum(values, 0, values.length) - 100_000)).toBeLessThan(1e-9);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - 100_000)).toBeGreaterThan(1e-7);
  });
});

describe('sumsByClass', () => {
  it('is the pairwise sum of each class side by side, bit for bit', () => {
    const counts = [0, 1, 7, 8, 127, 128, 129, 300, 8191, 8192, 8193, 20_000];
    const values = counts.map((count, c) => Float64Array.from({ length: count }, (_, i) => Math.sin(i * 37 + c) / 3));
    const given = counts.map(() => 0);
    const labels: number[] = [];
    const mixed: number[] = [];
    // Each class's values in their own order, those of the others between them.
    for (let i = 0; i < 20_000; i++) {
      values.forEach((own, c) => {
        if (i % 3 > 0 && own.length < 8000 && given[c] === 0) return;
        if (given[c] === own.length) return;
        labels.push(c);
        mixed.push(own[given[c]++]);
      });
    }
    expect(given).toEqual(counts);
    const sums = sumsByClass(Uint8Array.from(labels), Float64Array.from(mixed), Float64Array.from(counts));
    expect(Array.from(sums)).toEqual(values.map((own) => pairwiseSum(own, 0, own.length)));
  });
});

describe('rounding', () => {
  it('sends halves to the even neighbour', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6, 7].map(roundHalfEven)).toEqual([0, 2, 2, 0, -2, 2, 3, 7]);
  });

  it('keeps row totals, and moves no entry further than rounding plus one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.infiniteStream(fc.double({ min: 0, max: 50, noNaN: true })),
        (k, stream) => {
          const data = new Float64Array(k * k);
          for (let at = 0; at < k * k; at++) data[at] = (stream.next().value as number) + 0;
          const rounded = data.slice();
          roundPreservingRowTotals({ data: rounded, k });
          for (let i = 0; i < k; i++) {
            const total = pairwiseSum(data, i * k, k);
            expect(pairwiseSum(rounded, i * k, k)).toBe(roundHalfEven(total));
          }
          for (let at = 0; at < k * k; at++) {
            expect(Number.isInteger(rounded[at])).toBe(true);
            expect(Math.abs(rounded[at] - data[at])).toBeLessThan(1.5);
          }
        },
      ),
    );
  });

  it('turns entries that are not finite into 0', () => {
    const data = Float64Array.of(3, NaN, Infinity, 4);
    roundPreservingRowTotals({ data, k: 2 });
    expect(Array.from(data)).toEqual([3, 0, 0, 4]);
  });
});

describe('a matrix of which few entries are kept', () => {
  /** K×K, most of it 0, as counts of a thousand classes are. */
  const matrices = fc
    .tuple(fc.integer({ min: 1, max: 150 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer())
    .map(([k, share, seed]) => {
      const random = seededRandom(seed);
      const data = Float64Array.from({ length: k * k }, () => (random() < share * share ? 40 * random() ** 4 : 0));
      return { data, k };
    });

  it('is what it was made of, entry by entry', () => {
    fc.assert(
      fc.property(matrices, ({ data, k }) => {
        const sparse = sparseOf({ data, k });
        expect(denseOf(sparse)).toEqual({ data, k });
        expect(sparse.values.every((value) => value !== 0)).toBe(true);
        for (let at = 0; at < k * k; at += 7) expect(entryOf(sparse, Math.floor(at / k), at % k)).toBe(data[at]);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up as all of it does, to the bit, by rows and by columns', () => {
    fc.assert(
      fc.property(matrices, ({ data, k }) => {
        const sparse = sparseOf({ data, k });
        expect(sumByRows(sparse)).toBe(pairwiseSum(data, 0, k * k));
        const turned = data.map((_, at) => data[(at % k) * k + Math.floor(at / k)]);
        expect(sumByColumns(sparse)).toBe(pairwiseSum(turned, 0, k * k));
        const places = Int32Array.from(data.keys()).filter((at) => data[at] !== 0);
        const [from, length] = [places.length >> 2, k * k + 5];
        const left = data.map((value, at) => (at < (places[from] ?? 0) ? 0 : value));
        expect(
          sparseSum(
            places,
            data.filter((value) => value !== 0),
            from,
            places.length,
            length,
          ),
        ).toBe(pairwiseSum([...left, 0, 0, 0, 0, 0], 0, length));
      }),
      { numRuns: 100 },
    );
  });

  it('is rounded as all of it is', () => {
    fc.assert(
      fc.property(matrices, fc.boolean(), ({ data, k }, halves) => {
        const values = halves ? data.map((value) => Math.ceil(value * 2) / 2) : data;
        const sparse = sparseOf({ data: values, k });
        roundSparseRows(sparse);
        const rounded = values.slice();
        roundPreservingRowTotals({ data: rounded, k });
        const left = withoutZeros(sparse);
        expect(denseOf(left).data).toEqual(rounded);
        expect(left).toEqual(sparseOf({ data: rounded, k }));
      }),
      { numRuns: 100 },
    );
  });
});

describe('ordering', () => {
  const scoresOf = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 60 });

  it('marks what a stable sort would put first', () => {
    fc.assert(
      fc.property(scoresOf, fc.integer({ min: -1, max: 70 }), (list, count) => {
        const scores = Float64Array.from(list, (value) => value / 8);
        const marked: number[] = [];
        forEachLowest(scores, count, (position) => marked.push(position));
        const expected = [...scores.keys()].sort((a, b) => scores[a] - scores[b] || a - b).slice(0, Math.max(0, count));
        expect(marked).toEqual(expected.sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts by score and then by index, and leaves its input alone', () => {
    const indices = Int32Array.of(0, 1, 2, 3);
    expect(Array.from(sortedByScore(indices, Float64Array.of(0.5, 0.1, 0.5, 0.1)))).toEqual([1, 3, 0, 2]);
    expect(Array.from(indices)).toEqual([0, 1, 2, 3]);
  });
});

describe('ranking', () => {
  const ranked = (flagged: readonly boolean[], scores: Float64Array): number[] =>
    [...scores.keys()].filter((i) => flagged[i]).sort((a, b) => scores[a] - scores[b] || a - b);

  it('sorts the flagged rows by score and then by row, however the scores are spread', () => {
    const score = fc.oneof(
      fc.integer({ min: 0, max: 8 }).map((value) => value / 8),
      fc.double({ min: -1e-6, max: 1, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(score, fc.boolean()), { maxLength: 300 }), (list) => {
        const scores = Float64Array.from(list, ([value]) => value);
        const flagged = list.map(([, flag]) => flag);
        const marks = Uint8Array.from(flagged, (flag, i) => (flag ? 4 : 0) | (i % 4));
        expect(Array.from(rankedRows(marks, 4, scores))).toEqual(ranked(flagged, scores));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts many that lie close together beside one that is far away', () => {
    const scores = Float64Array.from({ length: 5000 }, (_, i) => (i === 17 ? 1 : ((i * 7919) % 613) * 1e-9));
    const marks = new Uint8Array(5000).fill(1);
    const all = Array.from(marks, () => true);
    expect(Array.from(rankedRows(marks, 1, scores))).toEqual(ranked(all, scores));
  });

  it('sorts scores of every magnitude, and strays below 0', () => {
    const scores = Float64Array.from({ length: 20_000 }, (_, i) => {
      const size = 10 ** -((i * 7919) % 330) * (1 + (i % 3));
      return i % 50 === 0 ? -1e-6 * size : Math.min(size, 1);
    });
    const marks = new Uint8Array(scores.length).fill(1);
    const all = Array.from(marks, () => true);
    expect(Array.from(rankedRows(marks, 1, scores))).toEqual(ranked(all, scores));
  });
});

describe('solve', () => {
  it('solves a system that needs a row exchange', () => {
    const x = solve({ data: Float64Array.of(0, 2, 1, 3, 0, 1, 1, 1, 1), k: 3 }, Float64Array.of(7, 6, 6));
    expect(x[0]).toBeCloseTo(1, 12);
    expect(x[1]).toBeCloseTo(2, 12);
    expect(x[2]).toBeCloseTo(3, 12);
  });

  it('refuses a singular one', () => {
    expect(() => solve({ data: Float64Array.of(1, 0, 1, 0), k: 2 }, Float64Array.of(1, 1))).toThrow(
      /cannot be inverted/,
    );
  });
});
