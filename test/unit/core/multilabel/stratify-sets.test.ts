import { describe, expect, it } from 'vitest';
import { labelSetsOf } from '../../../../src/core/multilabel/label-sets.ts';
import { stratifySets } from '../../../../src/core/multilabel/stratify-sets.ts';
import { seededRandom } from '../../seeded-random.ts';

const RATES = [0.5, 0.2, 0.05, 0.01];

function drawn(n: number) {
  const random = seededRandom(5);
  return labelSetsOf(
    Array.from({ length: n }, () => [0, 1, 2, 3].filter((c) => random() < RATES[c])),
    4,
  );
}

const countIn = (sets: ReturnType<typeof drawn>, folds: Int32Array, fold: number, c: number): number =>
  folds.reduce((sum, own, i) => sum + (own === fold ? sets.data[i * sets.k + c] : 0), 0);

describe('stratifySets', () => {
  it('gives each fold its share of every class, rare ones too, and as many examples', () => {
    const sets = drawn(2000);
    const folds = stratifySets(sets, 5, seededRandom(1));
    for (let fold = 0; fold < 5; fold++) {
      for (let c = 0; c < 4; c++) {
        const total = [0, 1, 2, 3, 4].reduce((sum, one) => sum + countIn(sets, folds, one, c), 0);
        expect(Math.abs(countIn(sets, folds, fold, c) - total / 5)).toBeLessThanOrEqual(2);
      }
      expect(Math.abs(folds.filter((own) => own === fold).length - 400)).toBeLessThanOrEqual(2);
    }
  });

  it('is the same for the same seed', () => {
    const sets = drawn(300);
    expect(stratifySets(sets, 4, seededRandom(7))).toEqual(stratifySets(sets, 4, seededRandom(7)));
    expect(stratifySets(sets, 4, seededRandom(7))).not.toEqual(stratifySets(sets, 4, seededRandom(8)));
  });

  it('refuses more folds than examples', () => {
    expect(() => stratifySets(drawn(3), 4, seededRandom(1))).toThrow('folds is 4; give a whole number from 2 to 3.');
  });
});
