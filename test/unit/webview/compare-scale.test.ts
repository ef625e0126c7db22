import { describe, expect, it } from 'vitest';
import type { ComparedSideView, ComparisonView } from '../../../src/protocol/messages.ts';
import { accuracyAxis, placeOnAxis, sharedScale } from '../../../webview/model/matrix/compare-scale.ts';

const side = (rows: number[][], low: number, high: number, runs: number[]): ComparedSideView => ({
  ...{ trainPictures: 10, runs, curves: [] },
  confusion: rows.flatMap((row, i) => row.map((count, j) => [i, j, count] as const)),
  accuracy: { mean: (low + high) / 2, low, high },
});

const comparison = (baseline: ComparedSideView, cleaned: ComparedSideView): ComparisonView => ({
  ...{
    createdAt: '',
    classes: ['a', 'b'],
    testSplit: 'val',
    scored: 4,
    alsoInTraining: 0,
    cleaning: { kind: 'file', name: 'b.csv' },
  },
  ...{
    baseline,
    cleaned,
    verdict: 'none',
    model: { name: 'small-cnn', backend: 'wasm', seed: 0 },
    perClass: [],
    classesBetter: 0,
    classesWorse: 0,
    warnings: [],
  },
  changes: { removed: 0, relabelled: 0, added: 0 },
  difference: { mean: 0, low: 0, high: 0 },
});

describe('two confusion matrices on one scale', () => {
  const left = [
    [8, 5],
    [0, 7],
  ];
  const right = [
    [9, 1],
    [2, 6],
  ];

  it('has the greatest count of either as its end', () => {
    const view = comparison(side(left, 0.5, 0.6, []), side(right, 0.5, 0.6, []));
    expect(sharedScale(view, 40)).toEqual({ shown: [0, 1], maxOff: 5, maxDiagonal: 9 });
  });
});

describe('the axis of both accuracies', () => {
  it('holds intervals and repeats in steps of 5%', () => {
    const [from, to] = accuracyAxis(comparison(side([], 0.61, 0.7, [0.58]), side([], 0.7, 0.82, [0.83])));
    expect(from).toBeCloseTo(0.55);
    expect(to).toBeCloseTo(0.85);
  });

  it('is never empty, nor beyond what an accuracy can be', () => {
    expect(accuracyAxis(comparison(side([], 0.5, 0.5, []), side([], 0.5, 0.5, [])))).toEqual([0.5, 0.55]);
    expect(accuracyAxis(comparison(side([], 0, 1, []), side([], 0, 1, [])))).toEqual([0, 1]);
  });

  it('places an interval by shares of its width', () => {
    const { low, mean, high } = placeOnAxis({ low: 0.6, mean: 0.7, high: 0.9 }, [0.5, 0.7]);
    expect(low).toBeCloseTo(0.5);
    expect(mean).toBeCloseTo(1);
    expect(high).toBe(1);
  });
});
