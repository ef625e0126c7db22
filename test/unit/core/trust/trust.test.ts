import { describe, expect, it } from 'vitest';
import {
  countForPrecision,
  estimateTrust,
  precisionAt,
  recallAmong,
  wrongAmong,
} from '../../../../src/core/trust/estimate-trust.ts';
import { plantErrors } from '../../../../src/core/trust/plant-errors.ts';
import { createRandom } from '../../../../src/training/random.ts';

const uniformOf = (seed: number): (() => number) => {
  const random = createRandom(seed, 2);
  return () => random.uniform();
};

/** A ranking whose truth is known: right labels score high, wrong ones low, with some of each in between. */
function mixture(n: number, noise: number, seed: number) {
  const random = createRandom(seed, 1);
  const right = (): number => Math.max(random.uniform(), random.uniform(), random.uniform());
  const wrong = (): number => Math.min(random.uniform(), random.uniform(), random.uniform(), random.uniform()) ** 2;
  const isWrong = Uint8Array.from({ length: n }, (_, i) => (i < Math.round(noise * n) ? 1 : 0));
  const quality = Float64Array.from(isWrong, (one) => (one === 1 ? wrong() : right()));
  const planted = Array.from({ length: 10 }, () => Float64Array.from({ length: Math.round(0.05 * n) }, wrong));
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => quality[a] - quality[b]);
  const truth = (count: number): number => order.slice(0, count).reduce((sum, i) => sum + isWrong[i], 0);
  return { quality, planted, truth, uniform: () => random.uniform() };
}

describe('estimateTrust', () => {
  it('tells how many of the first are wrong', () => {
    const off: number[] = [];
    for (const [n, noise, seed] of [
      [1600, 0.1, 0],
      [1600, 0.1, 1],
      [1600, 0.25, 2],
      [5000, 0.03, 3],
      [20_000, 0.15, 4],
    ]) {
      const { quality, planted, truth, uniform } = mixture(n, noise, seed);
      const trust = estimateTrust(quality, planted, { uniform });
      expect(Math.abs(trust.noise.estimate - noise)).toBeLessThan(0.25 * noise);
      for (const count of [50, 100, 200, 400]) {
        off.push(Math.abs(wrongAmong(trust, count).estimate - truth(count)) / count);
        expect(Math.abs(recallAmong(trust, count) - truth(count) / (noise * n))).toBeLessThan(0.1);
      }
    }
    expect(Math.max(...off)).toBeLessThan(0.2);
    expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(0.06);
  });

  it('finds next to nothing wrong where every label is right, and no more than a few where few are wrong', () => {
    for (const [wrong, seed] of [
      [0, 1],
      [0, 2],
      [3, 3],
      [8, 4],
    ]) {
      // prettier-ignore
      const random = createRandom(seed, 5);
      const low = (): number => 0.2 * random.uniform();
      const quality = Float64Array.from({ length: 353 }, (_, i) => (i < wrong ? low() : 0.7 + 0.3 * random.uniform()));
      const planted = Array.from({ length: 8 }, () => Float64Array.from({ length: 18 }, low));
      const { noise } = estimateTrust(quality, planted, { uniform: () => random.uniform() });
      expect(Math.abs(353 * noise.estimate - wrong)).toBeLessThanOrEqual(2);
      expect(353 * noise.low).toBeLessThanOrEqual(wrong + 0.5);
      expect(353 * noise.high).toBeLessThan(2 * wrong + 4);
    }
  });

  it('ranks planted errors among what the model that saw them says of the others', () => {
    const { quality, planted, uniform } = mixture(1600, 0.1, 9);
    const plain = estimateTrust(quality, planted, { uniform });
    // A model that is less sure of everything, in the same order.
    const unsure = (scores: Float64Array): Float64Array => scores.map((score) => 0.3 + 0.5 * score);
    const others = planted.map(() => unsure(quality));
    const same = estimateTrust(quality, planted.map(unsure), { uniform, others });
    expect(same.noise.estimate).toBeCloseTo(plain.noise.estimate, 9);
    expect(Array.from(same.recall)).toEqual(Array.from(plain.recall));
    expect(same.auc).toBeCloseTo(plain.auc, 9);
    const lost = estimateTrust(quality, planted.map(unsure), { uniform });
    expect(recallAmong(lost, 150)).toBeLessThan(0.8 * recallAmong(plain, 150));
  });

  it('gives an interval that most truths fall into', () => {
    let inside = 0;
    for (let seed = 10; seed < 50; seed++) {
      const { quality, planted, truth, uniform } = mixture(1000, 0.12, seed);
      const { low, high } = wrongAmong(estimateTrust(quality, planted, { uniform, repetitions: 100 }), 150);
      if (truth(150) >= low && truth(150) <= high) inside++;
    }
    expect(inside).toBeGreaterThanOrEqual(32);
  });

  it('never says more than all, and its precision falls along the ranking', () => {
    const { quality, planted, uniform } = mixture(800, 0.1, 5);
    const trust = estimateTrust(quality, planted, { uniform });
    const { ranks, wrong, recall } = trust;
    expect([ranks[0], ranks[ranks.length - 1]]).toEqual([0, 800]);
    expect([wrong[0], recall[0], recall[recall.length - 1]]).toEqual([0, 0, 1]);
    for (let i = 1; i < ranks.length; i++) {
      expect(wrong[i]).toBeGreaterThanOrEqual(wrong[i - 1]);
      expect(wrong[i]).toBeLessThanOrEqual(ranks[i] + 1e-9);
      expect(trust.wrongLow[i]).toBeLessThanOrEqual(wrong[i]);
      expect(trust.wrongHigh[i]).toBeGreaterThanOrEqual(wrong[i]);
    }
    for (let count = 60; count < 700; count += 40) {
      expect(precisionAt(trust, count + 40)).toBeLessThanOrEqual(precisionAt(trust, count) + 1e-9);
    }
  });

  it('cuts a list by the precision that is asked for', () => {
    const { quality, planted, uniform } = mixture(2000, 0.1, 6);
    const trust = estimateTrust(quality, planted, { uniform });
    const count = countForPrecision(trust, 0.7);
    expect(wrongAmong(trust, count).estimate / count).toBeGreaterThanOrEqual(0.7 - 1e-9);
    expect(wrongAmong(trust, count + 2).estimate / (count + 2)).toBeLessThan(0.7);
    expect(countForPrecision(trust, 0.5)).toBeGreaterThan(count);
  });

  it('says that a ranking is no better than a shuffle', () => {
    const random = createRandom(7, 1);
    const quality = Float64Array.from({ length: 500 }, () => random.uniform());
    const planted = [Float64Array.from({ length: 200 }, () => random.uniform())];
    const trust = estimateTrust(quality, planted, { uniform: () => random.uniform() });
    expect(Math.abs(trust.auc - 0.5)).toBeLessThan(0.06);
  });

  it('takes sets of a few examples, and scores that are all equal', () => {
    const uniform = uniformOf(8);
    const few = estimateTrust(Float64Array.of(0.1, 0.9, 0.8), [Float64Array.of(0.05)], { uniform });
    expect(few.n).toBe(3);
    expect(few.noise.estimate).toBeGreaterThan(0);
    const equal = estimateTrust(new Float64Array(50).fill(0.5), [new Float64Array(5).fill(0.5)], { uniform });
    expect(equal.auc).toBe(0.5);
    expect(() => estimateTrust(new Float64Array(5), [], { uniform })).toThrow('planted');
  });
});

describe('plantErrors', () => {
  const joint = { data: Float64Array.of(0.3, 0.02, 0, 0.01, 0.3, 0.03, 0.01, 0.02, 0.31), k: 3 };
  const labels = Int32Array.from({ length: 3000 }, (_, i) => i % 3);
  const eligible = Uint8Array.from(labels, (_, i) => (i % 10 === 0 ? 0 : 1));

  it('changes so many eligible labels, each to another class, and no other', () => {
    const uniform = uniformOf(3);
    const planted = plantErrors(labels, joint, { share: 0.05, eligible, uniform });
    expect(planted.rows).toHaveLength(150);
    const rows = new Set(planted.rows);
    expect(rows.size).toBe(150);
    labels.forEach((label, i) => {
      if (rows.has(i)) {
        expect(eligible[i]).toBe(1);
        expect(planted.labels[i]).not.toBe(label);
      } else expect(planted.labels[i]).toBe(label);
    });
  });

  it('draws the new labels as the joint confuses them', () => {
    const uniform = uniformOf(4);
    const counts = new Float64Array(9);
    for (let draw = 0; draw < 40; draw++) {
      const planted = plantErrors(labels, joint, { share: 0.05, eligible, uniform });
      for (const row of planted.rows) counts[labels[row] * 3 + planted.labels[row]]++;
    }
    // Of true class 2: labels 0 and 1 in the joint as 0 to 0.03; a fifth is drawn from both alike.
    const ofTwo = counts[6] + counts[7];
    expect(counts[7] / ofTwo).toBeGreaterThan(0.86);
    expect(counts[7] / ofTwo).toBeLessThan(0.94);
    expect(counts[8]).toBe(0);
  });

  it('takes what there is, two classes, and a joint without any confusion', () => {
    const uniform = uniformOf(5);
    const two = { data: Float64Array.of(0.5, 0, 0, 0.5), k: 2 };
    const few = plantErrors(Int32Array.of(0, 1, 0), two, { share: 0.9, eligible: Uint8Array.of(1, 1, 0), uniform });
    expect([...few.labels]).toEqual([1, 0, 0]);
    expect([...few.rows]).toEqual([0, 1]);
    expect(() => plantErrors(Int32Array.of(0), two, { share: 1, eligible: Uint8Array.of(1), uniform })).toThrow(
      'share',
    );
  });
});
