import { describe, expect, it } from 'vitest';
import {
  countForPrecision,
  estimateTrust,
  precisionAt,
  recallAmong,
  wrongAmong,
} from '../../../../src/core/trust/estimate-trust.ts';
import { pictureClearness } from '../../../../src/core/trust/clearness.ts';
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

/** Pictures of which some are unclear, where wrong labels score higher and right ones lower. */
function pictures(n: number, seed: number, chanceOf: (clearness: number) => number) {
  const random = createRandom(seed, 6);
  const own = Float64Array.from({ length: n }, () => random.uniform());
  const score = (clear: number, wrong: boolean): number => {
    const belief = 1 / (1 + Math.exp(-6 * clear - 1.5 * random.normal()));
    return wrong ? 1 - belief : belief;
  };
  const isWrong = Uint8Array.from(own, (clear) => (random.uniform() < chanceOf(clear) ? 1 : 0));
  const quality = own.map((clear, i) => score(clear, isWrong[i] === 1));
  const rows = Array.from({ length: 8 }, () => Int32Array.from({ length: 0.05 * n }, () => random.below(n)));
  const planted = rows.map((draw) => Float64Array.from(draw, (row) => score(own[row], true)));
  const clearness = { own, planted: rows.map((draw) => Float64Array.from(draw, (row) => own[row])) };
  const order = Array.from(own.keys()).sort((a, b) => quality[a] - quality[b]);
  const truth = (count: number): number => order.slice(0, count).reduce((sum, i) => sum + isWrong[i], 0);
  return { quality, planted, clearness, truth, uniform: () => random.uniform() };
}

describe('errors on unclear pictures', () => {
  it('are counted by planted errors on such pictures', () => {
    const off = { plain: [] as number[], weighed: [] as number[] };
    for (const seed of [1, 2, 3]) {
      const { quality, planted, clearness, truth, uniform } = pictures(
        2000,
        seed,
        (clear) => 0.04 + 0.4 * Math.exp(-5 * clear),
      );
      const plain = estimateTrust(quality, planted, { uniform });
      const weighed = estimateTrust(quality, planted, { uniform, clearness });
      expect(plain.unlike).toBe(0);
      expect(weighed.unlike).toBeGreaterThan(1);
      for (const count of [50, 100, 200, 400]) {
        off.plain.push(truth(count) / count - wrongAmong(plain, count).estimate / count);
        off.weighed.push(truth(count) / count - wrongAmong(weighed, count).estimate / count);
      }
    }
    const mean = (values: number[]): number => values.reduce((sum, one) => sum + Math.abs(one), 0) / values.length;
    expect(mean(off.plain)).toBeGreaterThan(0.15);
    expect(mean(off.weighed)).toBeLessThan(0.12);
  });

  it('are not taken for the kind where they are on any picture, or where there are none', () => {
    for (const [noise, seed] of [
      [0.1, 1],
      [0.1, 2],
      [0.03, 3],
      [0, 4],
      [0, 5],
    ]) {
      const { quality, planted, clearness } = pictures(2000, seed, () => noise);
      const plain = estimateTrust(quality, planted, { uniform: uniformOf(seed) });
      const weighed = estimateTrust(quality, planted, { uniform: uniformOf(seed), clearness });
      expect(weighed).toEqual(plain);
    }
  });

  it('are looked for in small sets and where all pictures are alike', () => {
    const { quality, planted, clearness, uniform } = pictures(40, 6, () => 0.2);
    expect(estimateTrust(quality, planted, { uniform, clearness }).n).toBe(40);
    const alike = {
      own: new Float64Array(40).fill(0.5),
      planted: clearness.planted.map((draw) => draw.map(() => 0.5)),
    };
    expect(estimateTrust(quality, planted, { uniform, clearness: alike }).unlike).toBe(0);
  });
});

describe('pictureClearness', () => {
  it('orders pictures by how sure the model is of any class', () => {
    const data = Float32Array.of(0.5, 0.5, 0, 1, 0, 0, 0.1, 0.2, 0.7, 0.34, 0.33, 0.33);
    expect([...pictureClearness({ data, n: 4, k: 3 })]).toEqual([0.375 + 0.25, 0.875, 0.375, 0.125]);
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
