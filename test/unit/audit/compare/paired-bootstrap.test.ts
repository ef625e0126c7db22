import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from '../../../../src/audit/compare/paired-bootstrap.ts';

/** `right` of `n` pictures judged right in each repeat, the first ones. */
function side(n: number, right: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: n * right.length }, (_, at) => (at % n < right[Math.floor(at / n)] ? 1 : 0));
}

describe('pairedBootstrap', () => {
  it('has the interval of a single proportion, which the normal distribution gives for many pictures', () => {
    const { baseline } = pairedBootstrap(side(1000, [800]), side(1000, [800]), { repeats: 1, seed: 1 });
    expect(baseline.mean).toBe(0.8);
    const half = 1.96 * Math.sqrt((0.8 * 0.2) / 1000);
    expect(baseline.low).toBeCloseTo(0.8 - half, 2);
    expect(baseline.high).toBeCloseTo(0.8 + half, 2);
  });

  it('is paired: sides that judge alike differ by nothing, however uncertain each is', () => {
    const { difference, cleaned } = pairedBootstrap(side(50, [20, 30]), side(50, [20, 30]), { repeats: 2, seed: 1 });
    expect(difference).toEqual({ mean: 0, low: 0, high: 0 });
    expect(cleaned.high - cleaned.low).toBeGreaterThan(0.2);
  });

  it('has the interval of a paired difference', () => {
    // 100 pictures of 1000 are right only for the cleaned side, 50 only for the baseline.
    const baseline = Uint8Array.from({ length: 1000 }, (_, i) => (i < 500 || (i >= 900 && i < 950) ? 1 : 0));
    const cleaned = Uint8Array.from({ length: 1000 }, (_, i) => (i < 600 ? 1 : 0));
    const { difference } = pairedBootstrap(baseline, cleaned, { repeats: 1, seed: 3 });
    expect(difference.mean).toBeCloseTo(0.05, 12);
    const half = 1.96 * Math.sqrt((0.15 - 0.05 ** 2) / 1000);
    expect(difference.low).toBeCloseTo(0.05 - half, 2);
    expect(difference.high).toBeCloseTo(0.05 + half, 2);
  });

  it('is wider where the repeats disagree', () => {
    const width = (right: readonly number[]): number => {
      const { difference } = pairedBootstrap(side(400, [200, 200, 200]), side(400, right), { repeats: 3, seed: 2 });
      return difference.high - difference.low;
    };
    expect(width([150, 220, 290])).toBeGreaterThan(1.5 * width([220, 220, 220]));
  });

  it('gives the same for the same seed', () => {
    const both = [side(30, [10, 12]), side(30, [14, 15])] as const;
    expect(pairedBootstrap(...both, { repeats: 2, seed: 9 })).toEqual(
      pairedBootstrap(...both, { repeats: 2, seed: 9 }),
    );
  });

  it('refuses sides that do not fit', () => {
    expect(() => pairedBootstrap(side(3, [1]), side(4, [1]), { repeats: 1, seed: 0 })).toThrow(/same repeats/);
  });
});
