import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solve } from '../../../src/core/linear-system.ts';
import { forEachLowest, sortedByScore } from '../../../src/core/ordering.ts';
import { roundHalfEven, roundPreservingRowTotals } from '../../../src/core/rounding.ts';
import { pairwiseSum } from '../../../src/core/summation.ts';

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
