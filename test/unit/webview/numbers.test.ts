import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percent } from '../../../src/protocol/index.ts';
import { fileName } from '../../../webview/model/format.ts';
import { countMatrix } from '../../../webview/model/matrix/count-matrix.ts';
import { heat, heatMatrix } from '../../../webview/model/matrix/heat-matrix.ts';
import { histogram, scaleTop, sliderStep } from '../../../webview/model/rows/histogram.ts';

describe('histogram', () => {
  it('counts every value once, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const { counts } = histogram(values, 24);
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(values.length);
      }),
    );
  });
  it('ends at the next tenth', () => {
    expect(scaleTop([])).toBe(0.1);
    expect(scaleTop([0.02, 0.41])).toBe(0.5);
    expect(scaleTop([0.3])).toBe(0.3);
    expect(scaleTop([1])).toBe(1);
    expect(histogram([0, 0.05, 0.1, 0.4], 4)).toEqual({ counts: [2, 1, 0, 1], top: 0.4 });
  });
  it('moves the handle within the scale', () => {
    expect(sliderStep(0.5, 0.5, 'ArrowLeft')).toBe(0.495);
    expect(sliderStep(0.5, 0.5, 'ArrowRight')).toBe(0.5);
    expect(sliderStep(0.2, 0.5, 'PageDown')).toBe(0.15);
    expect(sliderStep(0.01, 0.5, 'PageDown')).toBe(0);
    expect(sliderStep(0.01, 0.5, 'End')).toBe(0.5);
    expect(sliderStep(0.01, 0.5, 'x')).toBeNull();
  });
});

describe('heatMatrix', () => {
  const joint = countMatrix(
    [
      ...([
        [0, 0, 90],
        [0, 2, 1],
        [1, 0, 4],
        [1, 1, 50],
        [2, 2, 10],
      ] as const),
      // Of no class.
      [7, 7, 1000],
    ],
    3,
  );
  it('finds the greatest counts', () => {
    expect(heatMatrix(joint, 40)).toEqual({ shown: [0, 1, 2], maxOff: 4, maxDiagonal: 90 });
  });
  it('shows the most confused classes, in their order', () => {
    expect(heatMatrix(joint, 2)).toEqual({ shown: [0, 1], maxOff: 4, maxDiagonal: 90 });
    expect(heatMatrix(countMatrix([], 0), 5)).toEqual({ shown: [], maxOff: 0, maxDiagonal: 0 });
  });
  it('colours by square root', () => {
    expect(heat(1, 4)).toBe(0.5);
    expect(heat(4, 4)).toBe(1);
    expect(heat(0, 0)).toBe(0);
  });
});

describe('format', () => {
  it('never rounds to certainty', () => {
    expect([0, 0.001, 0.5, 0.994, 0.999, 1, NaN].map(percent)).toEqual([
      '0%',
      '<1%',
      '50%',
      '99%',
      '>99%',
      '100%',
      '–',
    ]);
  });
  it('finds the file name', () => {
    expect(fileName('a/b/c.png')).toBe('c.png');
    expect(fileName('c.png')).toBe('c.png');
  });
});
