import { describe, expect, it } from 'vitest';
import { choosePenalty, logLoss } from '../../../../../src/training/features/heads/choose-penalty.ts';
import { fitHeads } from '../../../../../src/training/features/heads/fit-heads.ts';
import { withHeadThreads } from '../../../../../src/training/features/heads/head-threads.ts';
import { prepareFeatures } from '../../../../../src/training/features/prepare-features.ts';
import { createRandom } from '../../../../../src/training/random.ts';
import type { HeadTask, PreparedFeatures } from '../../../../../src/training/features/types.ts';

const [N, D, K, FOLDS] = [120, 12, 3, 4];

/** The same formula gave scikit-learn's numbers below. */
function example(): { features: PreparedFeatures; task: HeadTask } {
  const data = new Float32Array(N * D);
  const labels = Int32Array.from({ length: N }, (_, i) => (i * 7) % K);
  const exact = Float64Array.from({ length: N * D }, (_, at) => {
    const [i, j] = [Math.floor(at / D), at % D];
    return Math.fround(Math.sin(i * 12.9898 + j * 78.233) * 1.5 + Math.cos(labels[i] * (j + 1)) * 0.6);
  });
  const variances = new Float64Array(D);
  for (let j = 0; j < D; j++) {
    let mean = 0;
    for (let i = 0; i < N; i++) mean += exact[i * D + j] / N;
    for (let i = 0; i < N; i++) {
      data[i * D + j] = exact[i * D + j] - mean;
      variances[j] += data[i * D + j] ** 2 / N;
    }
  }
  const foldOf = Int32Array.from({ length: N }, (_, i) => i % FOLDS);
  return {
    features: { data, n: N, k: D, variances, totalVariance: D },
    task: { labels, k: K, foldOf, folds: FOLDS },
  };
}

/** scikit-learn 1.x, LogisticRegression(C=0.05, tol=1e-10), trained on the other folds; the first twelve rows. */
const SKLEARN = [
  [0.77305, 0.11433, 0.11261],
  [0.1148, 0.72715, 0.15805],
  [0.11316, 0.15911, 0.72773],
  [0.76677, 0.11442, 0.11881],
  [0.11498, 0.7208, 0.16422],
  [0.10959, 0.15791, 0.7325],
  [0.76386, 0.11378, 0.12236],
  [0.11587, 0.72082, 0.16331],
  [0.113, 0.16089, 0.72611],
  [0.77002, 0.11339, 0.11659],
  [0.118, 0.726, 0.156],
  [0.11815, 0.16678, 0.71507],
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('fitHeads', () => {
  it('gives the out-of-fold probabilities of scikit-learn', async () => {
    const { features, task } = example();
    const { predProbs } = await fitHeads(features, task, { c: 0.05 });
    SKLEARN.flat().forEach((value, i) => {
      expect(Math.abs(predProbs.data[i] - value)).toBeLessThan(4e-3);
    });
    for (let i = 0; i < N; i++) {
      const row = predProbs.data.subarray(i * K, (i + 1) * K);
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    }
  });

  it('ends where it would have ended, from wherever it starts, and sooner', async () => {
    const { features, task } = example();
    const cold = await fitHeads(features, task, { c: 0.05 });
    const changed = { ...task, labels: task.labels.map((label, i) => (i % 30 === 0 ? (label + 1) % K : label)) };
    const warm = await fitHeads(features, changed, { c: 0.05, start: cold });
    const anew = await fitHeads(features, changed, { c: 0.05 });
    const again = await fitHeads(features, task, { c: 0.05, start: cold });
    warm.predProbs.data.forEach((value, i) => {
      expect(Math.abs(value - anew.predProbs.data[i])).toBeLessThan(6e-3);
    });
    expect(sum(warm.passes)).toBeLessThan(sum(anew.passes));
    // What was remembered of the curvature is gone, so that a step or two may follow.
    expect(sum(again.passes)).toBeLessThan(sum(cold.passes) / 2);
    again.predProbs.data.forEach((value, i) => {
      expect(Math.abs(value - cold.predProbs.data[i])).toBeLessThan(6e-3);
    });
  });

  it('learns nothing of the labels that a fold holds out', async () => {
    const { features, task } = example();
    const before = await fitHeads(features, task, { c: 0.05 });
    const labels = task.labels.map((label, i) => (task.foldOf[i] === 2 ? (label + 1) % K : label));
    const after = await fitHeads(features, { ...task, labels }, { c: 0.05 });
    for (let i = 2; i < N; i += FOLDS) {
      expect(after.predProbs.data.slice(i * K, i * K + K)).toEqual(before.predProbs.data.slice(i * K, i * K + K));
    }
    expect(after.predProbs.data).not.toEqual(before.predProbs.data);
  });

  it('judges rows that are left out of training, and does not look at their labels', async () => {
    const { features, task } = example();
    const leftOut = Uint8Array.from({ length: N }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const one = await fitHeads(features, task, { c: 0.05, leftOut });
    const labels = task.labels.map((label, i) => (leftOut[i] === 1 ? (label + 1) % K : label));
    const two = await fitHeads(features, { ...task, labels }, { c: 0.05, leftOut });
    expect(two.predProbs.data).toEqual(one.predProbs.data);
    expect(one.predProbs.data[0]).toBeGreaterThan(0.5);
  });

  it('keeps a small probability for a class that a fold has no row of', async () => {
    const { features, task } = example();
    const labels = task.labels.map((label, i) => (i === 0 ? 3 : label));
    const { predProbs } = await fitHeads(features, { ...task, labels, k: 4 }, { c: 0.05 });
    for (let i = 0; i < N; i++) {
      expect(predProbs.data[i * 4 + 3]).toBeGreaterThan(0);
      expect(predProbs.data[i * 4 + 3]).toBeLessThan(0.2);
    }
    expect(predProbs.data[3]).toBeLessThan(0.02);
  });

  it('refuses arrays that do not fit, by row', async () => {
    const { features, task } = example();
    await expect(fitHeads(features, { ...task, labels: task.labels.slice(1) }, { c: 1 })).rejects.toThrow('119 labels');
    const labels = task.labels.slice();
    labels[5] = 3;
    await expect(fitHeads(features, { ...task, labels }, { c: 1 })).rejects.toThrow('Row 5 has class 3');
    const leftOut = Uint8Array.from(task.foldOf, (fold) => (fold === 0 ? 0 : 1));
    await expect(fitHeads(features, task, { c: 1, leftOut })).rejects.toThrow('Fold 1 has no row');
  });

  it('stops when it is told to', async () => {
    const { features, task } = example();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fitHeads(features, task, { c: 1, signal })).rejects.toThrow('enough');
  });
});

describe('choosePenalty', () => {
  it('finds the lowest out-of-fold log-loss of its steps', async () => {
    const { features, task: clean } = example();
    // With wrong labels there is such a thing as too weak a penalty.
    const labels = clean.labels.map((label, i) => (i % 9 === 0 ? (label + 1) % K : label));
    const task = { ...clean, labels };
    const { c, fit, tried } = await choosePenalty(features, task);
    const lowest = Math.min(...tried.map(({ logLoss: loss }) => loss));
    expect(tried.find(({ logLoss: loss }) => loss === lowest)?.c).toBe(c);
    expect(logLoss(fit.predProbs.data, task)).toBeCloseTo(lowest, 10);
    for (const factor of [0.5, 2]) {
      const beside = await fitHeads(features, task, { c: c * factor });
      expect(logLoss(beside.predProbs.data, task)).toBeGreaterThan(lowest - 3e-3);
    }
  });
});

/** Large enough for threads. */
async function large(): Promise<{ features: PreparedFeatures; task: HeadTask }> {
  const [n, d, k, folds] = [2000, 80, 7, 5];
  const random = createRandom(3, 1);
  const labels = Int32Array.from({ length: n }, () => random.below(k));
  const data = Float32Array.from(
    { length: n * d },
    (_, at) => random.normal() + (labels[Math.floor(at / d)] * (at % d)) / 90,
  );
  const foldOf = Int32Array.from({ length: n }, (_, i) => (i * 7) % folds);
  return { features: await prepareFeatures({ data, n, k: d }), task: { labels, k, foldOf, folds } };
}

describe('withHeadThreads', () => {
  it('fits the same heads, bit for bit', async () => {
    const { features, task } = await large();
    const options = { c: 0.01, leftOut: Uint8Array.from(task.labels, (_, i) => (i % 9 === 0 ? 1 : 0)) };
    const alone = await fitHeads(features, task, options);
    const [together, again] = await withHeadThreads(features, { k: 7, folds: 5, jobs: 3 }, async (threads) => {
      expect(threads?.count).toBe(3);
      const cold = await fitHeads(features, task, { ...options, threads });
      return [cold, await fitHeads(features, task, { ...options, c: 0.02, threads, start: cold })];
    });
    expect(together).toEqual(alone);
    expect(again).toEqual(await fitHeads(features, task, { ...options, c: 0.02, start: alone }));
  });

  it('starts none where the work is little, or the heads are too large', async () => {
    const { features } = await large();
    const count = (k: number, jobs: number): Promise<number | undefined> =>
      withHeadThreads({ ...features, data: features.data }, { k, folds: 5, jobs }, (threads) =>
        Promise.resolve(threads?.count),
      );
    expect(await count(7, 1)).toBeUndefined();
    expect(await count(7, 8)).toBe(5);
    expect(await count(20_000, 8)).toBeLessThan(5);
    expect(await count(100_000, 8)).toBeUndefined();
  });

  it('stops, and leaves no thread behind', async () => {
    const { features, task } = await large();
    const stop = new AbortController();
    const work = withHeadThreads(features, { k: 7, folds: 5, jobs: 2 }, (threads) =>
      fitHeads(features, task, {
        c: 10,
        threads,
        signal: stop.signal,
        onFold: () => {
          stop.abort(new Error('enough'));
        },
      }),
    );
    await expect(work).rejects.toThrow('enough');
  });

  it('names what a fold lacks', async () => {
    const { features, task } = await large();
    const leftOut = new Uint8Array(task.labels.length).fill(1);
    const work = withHeadThreads(features, { k: 7, folds: 5, jobs: 2 }, (threads) =>
      fitHeads(features, task, { c: 1, leftOut, threads }),
    );
    await expect(work).rejects.toThrow(/Fold \d has no row to train on/);
  });

  it('says where its script is missing', async () => {
    const { features, task } = await large();
    const missing = {
      k: 7,
      folds: 5,
      jobs: 2,
      workerFile: import.meta.filename.replace('fit-heads.test.ts', 'no-worker.mjs'),
    };
    const work = withHeadThreads(features, missing, (threads) => fitHeads(features, task, { c: 1, threads }));
    await expect(work).rejects.toThrow('is missing. Reinstall');
  });
});
