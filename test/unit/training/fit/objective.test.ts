import { describe, expect, it } from 'vitest';
import { labelSets, objectiveOf, oneLabel, type Objective } from '../../../../src/training/fit/objective.ts';
import { createRandom } from '../../../../src/training/random.ts';

const [N, K] = [7, 5];
const random = createRandom(4, 0);
const logits = Float32Array.from({ length: N * K }, () => 3 * random.normal());
const batch = Int32Array.of(6, 0, 3, 5, 1, 2, 4);
const labels = Int32Array.from({ length: N }, () => random.below(K));
const sets = Uint8Array.from({ length: N * K }, () => Number(random.uniform() < 0.4));

/** The gradient that training uses, and what the loss itself does where each logit is moved a little. */
function gradients(objective: Objective): { made: Float32Array; measured: number[] } {
  const made = new Float32Array(N * K);
  objective.judge(logits, batch, made);
  objective.addGiven(batch, -1, made);
  const lossAt = (at: number, moved: number): number => {
    const values = logits.slice();
    values[at] += moved;
    return objective.judge(values, batch, new Float32Array(N * K)).loss * N;
  };
  const step = 2 ** -7;
  const measured = Array.from(logits, (_, at) => (lossAt(at, step) - lossAt(at, -step)) / (2 * step));
  return { made, measured };
}

describe.each([
  ['one label a picture', oneLabel(labels, K)],
  ['several labels a picture', labelSets(sets, K)],
])('the objective of %s', (_name, objective) => {
  it('has the gradient of its loss', () => {
    const { made, measured } = gradients(objective);
    measured.forEach((value, at) => {
      expect(made[at]).toBeCloseTo(value, 4);
    });
  });

  it('weighs probabilities as it judges logits', () => {
    const probabilities = new Float32Array(N * K);
    const judged = objective.judge(logits, batch, probabilities);
    const weighed = objective.weigh(probabilities, batch);
    expect(weighed.loss).toBeCloseTo(judged.loss, 5);
    expect(weighed.correct).toBeCloseTo(judged.correct, 12);
    const row = new Float32Array(K);
    objective.readRow(logits, 2 * K, row, 0);
    expect(row).toEqual(probabilities.slice(2 * K, 3 * K));
  });

  it('says where a network gives no numbers', () => {
    const none = new Float32Array(N * K).fill(Number.NaN);
    expect(objective.judge(none, batch, new Float32Array(N * K)).loss).toBeNaN();
  });
});

describe('the objective of several labels a picture', () => {
  it('has the loss of each class by itself, however sure the network is', () => {
    const objective = labelSets(Uint8Array.of(1, 0), 2);
    const lossOf = (...values: number[]): number =>
      objective.judge(Float32Array.from(values), Int32Array.of(0), new Float32Array(2)).loss;
    expect(lossOf(0, 0)).toBeCloseTo(2 * Math.log(2), 12);
    expect(lossOf(-200, -200)).toBeCloseTo(200, 12);
    expect(lossOf(-200, 200)).toBeCloseTo(400, 12);
    expect(lossOf(200, -200)).toBeLessThan(1e-80);
  });

  it('is what a data set with sets asks for', () => {
    expect(objectiveOf({ labels, k: K }).link).toBe('softmax');
    expect(objectiveOf({ labels, sets, k: K }).link).toBe('sigmoid');
  });
});
