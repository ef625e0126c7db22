import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stratifiedFolds } from '../../../../src/training/folds/stratified-folds.ts';
import { TrainingError } from '../../../../src/training/errors.ts';

const { cases } = JSON.parse(readFileSync('test/fixtures/stratified-k-fold.json', 'utf8')) as {
  cases: { labels: number[]; folds: number; counts: number[][] }[];
};

const alone = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
const deal = (labels: number[], folds: number, seed = 0, groups = alone(labels.length)): Int32Array =>
  stratifiedFolds(Int32Array.from(labels), groups, folds, seed, []).foldOf;

describe('stratifiedFolds', () => {
  it.each(cases)(
    'gives each fold as many of each class as scikit-learn does (case %#)',
    ({ labels, folds, counts }) => {
      for (const seed of [0, 1, 2]) {
        const foldOf = deal(labels, folds, seed);
        const ours = counts.map((row, fold) =>
          row.map((_, c) => labels.filter((l, i) => l === c && foldOf[i] === fold).length),
        );
        expect(ours).toEqual(counts);
      }
    },
  );

  it('deals the same for the same seed, otherwise for another', () => {
    const { labels, folds } = cases[3];
    expect(deal(labels, folds, 5)).toEqual(deal(labels, folds, 5));
    expect(deal(labels, folds, 5)).not.toEqual(deal(labels, folds, 6));
  });

  it('keeps a group in one fold', () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 3);
    const groups = Int32Array.from(labels, (_, i) => Math.floor(i / 3));
    const foldOf = deal(labels, 5, 0, groups);
    for (let i = 0; i < 60; i += 3) expect(new Set(foldOf.slice(i, i + 3)).size).toBe(1);
    expect(new Set(foldOf).size).toBe(5);
  });

  it('names classes with fewer pictures than folds, and with a single one', () => {
    const { warnings } = stratifiedFolds(Int32Array.from([0, 0, 0, 0, 0, 0, 1, 1, 2]), alone(9), 5, 0, [
      'plenty',
      'few',
      'lonely',
    ]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatchObject({ kind: 'class-of-few-pictures', names: ['few'], numbers: [2, 5] });
    expect(warnings[0].text).toMatch(/"few" has 2 different pictures, fewer than the 5 folds/);
    expect(warnings[1]).toMatchObject({ kind: 'class-of-one-picture', names: ['lonely'] });
    expect(warnings[1].text).toMatch(/"lonely" has only one picture/);
  });

  it('refuses fewer than two folds, and more folds than pictures', () => {
    expect(() => deal([0, 1, 0, 1], 1)).toThrow(TrainingError);
    expect(() => deal([0, 1, 0, 1], 5)).toThrow(/4 different pictures cannot be dealt into 5 folds/);
  });
});
