import { describe, expect, it } from 'vitest';
import { findLabelIssues, labelQualityScores, type PredProbs } from '../../../../../src/core/index.ts';
import { atTemperature, fitTemperature } from '../../../../../src/training/features/heads/calibrate.ts';
import {
  judgeAgain,
  judgeByFeatures,
  type Flag,
} from '../../../../../src/training/features/heads/judge-by-features.ts';
import { prepareFeatures } from '../../../../../src/training/features/prepare-features.ts';
import { createRandom } from '../../../../../src/training/random.ts';

const [N, D, K, FOLDS] = [600, 30, 4, 5];

/** Classes that overlap somewhat, of which every twelfth label is wrong. */
function noisy(): { data: Float32Array; labels: Int32Array; wrong: Uint8Array } {
  const random = createRandom(5, 1);
  const centres = Float64Array.from({ length: K * D }, () => random.normal() * 0.75);
  const data = new Float32Array(N * D);
  const wrong = Uint8Array.from({ length: N }, (_, i) => (i % 12 === 5 ? 1 : 0));
  const labels = Int32Array.from({ length: N }, (_, i) => {
    const own = random.below(K);
    for (let j = 0; j < D; j++) data[i * D + j] = centres[own * D + j] + random.normal();
    return wrong[i] === 1 ? (own + 1 + random.below(K - 1)) % K : own;
  });
  return { data, labels, wrong };
}

/** As an audit ranks by heads on features. */
const qualityOf = (labels: Int32Array, predProbs: PredProbs): Float64Array =>
  labelQualityScores(labels, predProbs, { method: 'pairwise_margin' });

const flag: Flag = (labels, predProbs) => findLabelIssues(labels, predProbs).mask;

function averagePrecision(quality: Float64Array, wrong: Uint8Array): number {
  const order = Array.from(quality.keys()).sort((a, b) => quality[a] - quality[b]);
  let found = 0;
  let sum = 0;
  order.forEach((row, rank) => {
    if (wrong[row] === 1) sum += ++found / (rank + 1);
  });
  return sum / found;
}

async function task(): Promise<{
  features: Awaited<ReturnType<typeof prepareFeatures>>;
  labels: Int32Array;
  wrong: Uint8Array;
  heads: { labels: Int32Array; k: number; foldOf: Int32Array; folds: number };
}> {
  const { data, labels, wrong } = noisy();
  const features = await prepareFeatures({ data, n: N, k: D });
  const foldOf = Int32Array.from({ length: N }, (_, i) => i % FOLDS);
  return { features, labels, wrong, heads: { labels, k: K, foldOf, folds: FOLDS } };
}

describe('judgeByFeatures', () => {
  it('finds wrong labels, and more of them in the second round', async () => {
    const { features, labels, wrong, heads } = await task();
    const one = await judgeByFeatures(features, heads);
    const two = await judgeByFeatures(features, heads, { flag });
    const [first, second] = [one, two].map(({ predProbs }) => averagePrecision(qualityOf(labels, predProbs), wrong));
    expect(first).toBeGreaterThan(0.8);
    expect(second).toBeGreaterThan(first);
    expect(two.round1).toEqual(one.round1);
    expect(two.leftOut).toEqual(flag(labels, two.round1.predProbs));
    expect(one.leftOut).toBeUndefined();
    // Of the labels a twelfth is wrong, and no model can foresee them.
    expect(two.round1.accuracy).toBeGreaterThan(0.75);
    expect(two.round1.accuracy).toBeLessThan(0.95);
  });

  it('judges changed labels much as if it had begun with them', async () => {
    const { features, labels, heads } = await task();
    const before = await judgeByFeatures(features, heads, { flag });
    const changed = { ...heads, labels: labels.map((label, i) => (i % 40 === 0 ? (label + 1) % K : label)) };
    const again = await judgeAgain(features, changed, before, { flag });
    const anew = await judgeByFeatures(features, changed, { flag });
    const quality = qualityOf(changed.labels, again.predProbs);
    if (anew.c === before.c) {
      const anewQuality = qualityOf(changed.labels, anew.predProbs);
      const apart = quality.map((value, i) => Math.abs(value - anewQuality[i]));
      expect(apart.reduce((sum, value) => sum + value, 0) / N).toBeLessThan(0.01);
    }
    for (let i = 0; i < N; i += 40) expect(quality[i]).toBeLessThan(0.9);
    const mean = (rows: number[]): number => rows.reduce((sum, i) => sum + quality[i], 0) / rows.length;
    const planted = Array.from({ length: N / 40 }, (_, i) => i * 40);
    expect(mean(planted)).toBeLessThan(0.35);
  });

  it('tells its progress, and stops when it is told to', async () => {
    const { features, heads } = await task();
    const shares: number[] = [];
    await judgeByFeatures(features, heads, { flag, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const stop = new AbortController();
    const work = judgeByFeatures(features, heads, {
      flag,
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('enough'));
      },
    });
    await expect(work).rejects.toThrow('enough');
  });
});

describe('temperature', () => {
  it('is found again where probabilities were made sharper', () => {
    const random = createRandom(9, 1);
    const [n, k] = [4000, 3];
    const true_ = new Float32Array(n * k);
    const labels = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const raw = Array.from({ length: k }, () => Math.exp(random.normal() * 1.5));
      const sum = raw.reduce((total, value) => total + value, 0);
      raw.forEach((value, c) => (true_[i * k + c] = value / sum));
      let draw = random.uniform() * sum;
      labels[i] = raw.findIndex((value) => (draw -= value) < 0);
    }
    const fitting = { data: true_, n, k };
    expect(fitTemperature(labels, fitting)).toBeCloseTo(1, 0);
    const sharp = atTemperature(fitting, 0.5);
    const temperature = fitTemperature(labels, sharp);
    expect(temperature / fitTemperature(labels, fitting)).toBeCloseTo(2, 2);
    atTemperature(sharp, 2).data.forEach((value, i) => {
      expect(value).toBeCloseTo(true_[i], 5);
    });
  });
});
