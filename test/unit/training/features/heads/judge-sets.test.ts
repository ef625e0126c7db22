import { expect, it } from 'vitest';
import { createLogisticObjective } from '../../../../../src/training/features/heads/logistic-objective.ts';
import { fitHeads } from '../../../../../src/training/features/heads/fit-heads.ts';
import { judgeSets } from '../../../../../src/training/features/heads/judge-sets.ts';
import { createPace } from '../../../../../src/training/features/algebra/pace.ts';
import { prepareFeatures } from '../../../../../src/training/features/prepare-features.ts';
import { createRandom } from '../../../../../src/training/random.ts';

const [N, D, K, FOLDS] = [400, 20, 3, 4];

/** Rows that each of three directions belongs to or not, by itself; every tenth row lacks or has a class wrongly. */
async function task() {
  const random = createRandom(3, 1);
  const centres = Float64Array.from({ length: K * D }, () => random.normal());
  const data = new Float32Array(N * D);
  const truth = new Uint8Array(N * K);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < D; j++) data[i * D + j] = random.normal();
    for (let c = 0; c < K; c++) {
      if (random.uniform() < 0.6) continue;
      truth[i * K + c] = 1;
      for (let j = 0; j < D; j++) data[i * D + j] += centres[c * D + j];
    }
  }
  const wrong = Uint8Array.from({ length: N * K }, (_, at) => (at % 30 === 7 ? 1 : 0));
  const sets = truth.map((entry, at) => (wrong[at] === 1 ? 1 - entry : entry));
  const features = await prepareFeatures({ data, n: N, k: D });
  const foldOf = Int32Array.from({ length: N }, (_, i) => i % FOLDS);
  return { features, truth, wrong, sets, heads: { sets, k: K, foldOf, folds: FOLDS } };
}

it('the gradient is that of the loss', async () => {
  const { features, sets } = await task();
  const objective = createLogisticObjective(features, K, 'sigmoid');
  const random = createRandom(1, 1);
  const size = (features.k + 1) * objective.width;
  const point = Float64Array.from({ length: size }, (_, i) => (i % objective.width < K ? random.normal() * 0.3 : 0));
  const gradient = new Float64Array(size);
  const rows = Int32Array.from({ length: N }, (_, i) => i);
  const pace = createPace();
  await objective.evaluate(point, rows, sets, gradient, pace);
  const scratch = new Float64Array(size);
  for (const at of [0, 1, 2, objective.width + 1, size - objective.width, size - objective.width + 2]) {
    const step = 1e-2;
    const loss = async (by: number): Promise<number> => {
      const moved = point.slice();
      moved[at] += by;
      return objective.evaluate(moved, rows, sets, scratch, pace);
    };
    expect(((await loss(step)) - (await loss(-step))) / (2 * step)).toBeCloseTo(gradient[at], 0);
  }
});

it('each class is a regression of its own: what others are given changes nothing', async () => {
  const { features, heads } = await task();
  const { predProbs } = await fitHeads(features, heads, { c: 1e-3 });
  const others = heads.sets.map((entry, at) => (at % K === 0 ? entry : 1 - entry));
  const { predProbs: again } = await fitHeads(features, { ...heads, sets: others }, { c: 1e-3 });
  for (let i = 0; i < N; i++) expect(again.data[i * K]).toBeCloseTo(predProbs.data[i * K], 2);
});

it('judges out of sample what each row is of, and doubts what is wrong', async () => {
  const { features, truth, wrong, heads } = await task();
  const { predProbs, logLoss } = await judgeSets(features, heads);
  const right = predProbs.data.reduce((sum, p, at) => sum + (p >= 0.5 === (truth[at] === 1) ? 1 : 0), 0) / (N * K);
  expect(right).toBeGreaterThan(0.8);
  const meanOf = (of: number): number => {
    let [sum, count] = [0, 0];
    wrong.forEach((value, at) => {
      if (value !== of) return;
      sum += Math.abs(predProbs.data[at] - heads.sets[at]);
      count++;
    });
    return sum / count;
  };
  expect(meanOf(1)).toBeGreaterThan(2 * meanOf(0));
  expect(logLoss).toBeLessThan(K * Math.log(2));
});
