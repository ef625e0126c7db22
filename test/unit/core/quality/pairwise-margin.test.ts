import { describe, expect, it } from 'vitest';
import { labelQualityScores } from '../../../../src/core/index.ts';

describe('pairwise_margin', () => {
  it('is the label against the best of the others', () => {
    const data = Float32Array.from([0.5, 0.25, 0.25, 0.1, 0.1, 0.8, 0, 1, 0]);
    const quality = labelQualityScores(Int32Array.from([0, 1, 0]), { data, n: 3, k: 3 }, { method: 'pairwise_margin' });
    expect(quality[0]).toBeCloseTo(2 / 3, 6);
    expect(quality[1]).toBeCloseTo(1 / 9, 6);
    expect(quality[2]).toBeCloseTo(0, 12);
  });
});
