import { describe, expect, it } from 'vitest';
import {
  BARS,
  countBelow,
  histogramOf,
  rankByScores,
  rankListed,
  rankSets,
} from '../../../../../src/editor/session/checks/check-ranking.ts';

describe('a ranking of pictures by a check', () => {
  it('has the worst first, equal ones in the order of the data set, and none that has no score', () => {
    const scores = Float32Array.of(0.5, 1, 0.25, 2, NaN, 3, 0.25, 4);
    const { order, scores: ranked } = rankByScores(scores, 0, 2);
    expect([...order]).toEqual([1, 3, 0]);
    expect([...ranked]).toEqual([0.25, 0.25, 0.5]);
  });

  it('counts what is below a threshold, and nothing that is equal to it', () => {
    const scores = Float32Array.of(0.1, 0.25, 0.25, 0.5);
    expect([0, 0.25, 0.26, 0.5, 1].map((threshold) => countBelow(scores, threshold))).toEqual([0, 1, 3, 3, 4]);
  });

  it('is that of the report where the scores of all are gone', () => {
    expect(rankListed({ pictures: [{ index: 4, score: 0.5 }] })).toEqual({
      order: Int32Array.of(4),
      scores: Float32Array.of(0.5),
    });
  });

  it('goes set by set, the best of each first, without pictures that were not audited', () => {
    const member = (index?: number) => ({ index, path: `${index ?? 'test/x'}.png` });
    const { order, sets, scores } = rankSets([
      { members: [member(3), member(), member(1)], by: 'features', score: 0.25 },
      { members: [member(2), member(1), member(0)], by: 'pixels', score: 0 },
    ]);
    expect([...order]).toEqual([2, 1, 0, 3]);
    expect([...(sets ?? [])]).toEqual([1, 1, 1, 0]);
    expect([...scores]).toEqual([0, 0, 0, 0.25]);
  });

  it('is drawn in bars of equal width, the ends included', () => {
    const bars = histogramOf(Float32Array.of(0, 0.999, 1, 1.5), 0, 1);
    expect(bars).toHaveLength(BARS);
    expect([bars[0], bars.at(-1)]).toEqual([1, 3]);
    expect(bars.reduce((sum, one) => sum + one, 0)).toBe(4);
  });

  it('takes a hundred thousand pictures in the time of a frame for each move of the threshold', () => {
    const scores = Float32Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 100_003) / 100_003);
    const ranking = rankByScores(scores, 0, 1);
    const started = performance.now();
    let sum = 0;
    for (let i = 0; i < 1000; i += 1) sum += countBelow(ranking.scores, i / 1000);
    expect(sum).toBeGreaterThan(0);
    expect((performance.now() - started) / 1000).toBeLessThan(1);
  });
});
