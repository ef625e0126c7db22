import { describe, expect, it } from 'vitest';
import { checkInputs } from '../../../../src/core/passes/inputs.ts';
import { CoreInputError } from '../../../../src/core/errors.ts';
import { toLabels, toPredProbs } from '../../../../src/core/convert.ts';
import type { CoreInputErrorCode } from '../../../../src/core/errors.ts';
import type { PredProbs } from '../../../../src/core/types.ts';

const labels = Int32Array.of(0, 1, 1);
const probabilities = (...rows: number[][]): PredProbs => toPredProbs(rows);
const good = probabilities([0.9, 0.1], [0.2, 0.8], [0.6, 0.4]);

function refusal(run: () => unknown): CoreInputError {
  try {
    run();
  } catch (error) {
    if (error instanceof CoreInputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('checkInputs', () => {
  it('gives good input back without copying or warning', () => {
    const checked = checkInputs(labels, good);
    expect(checked.predProbs).toBe(good);
    expect(checked.warnings).toEqual([]);
    expect(Array.from(checked.labelCounts)).toEqual([1, 2]);
  });

  const bad: [string, Int32Array, PredProbs, CoreInputErrorCode, number | undefined, unknown, RegExp][] = [
    ['NaN', labels, probabilities([0.9, 0.1], [NaN, 1], [0, 1]), 'probability-not-finite', 1, NaN, /Row 1.*NaN/],
    ['Infinity', labels, probabilities([0, Infinity], [0, 1], [0, 1]), 'probability-not-finite', 0, Infinity, /Row 0/],
    ['above one', labels, probabilities([0.9, 0.1], [0, 1], [1.2, -0.2]), 'probability-out-of-range', 2, 1.2, /1\.2/],
    [
      'percentages',
      labels,
      probabilities([3, 97], [0, 100], [50, 50]),
      'probability-out-of-range',
      0,
      3,
      /divide percentages by 100/,
    ],
    ['logits', labels, probabilities([-3, 97], [0, 100], [50, 50]), 'probability-out-of-range', 0, -3, /not logits/],
    ['below zero', labels, probabilities([0.9, 0.1], [-0.1, 1], [0, 1]), 'probability-out-of-range', 1, -0.1, /-0\.1/],
    ['sum', labels, probabilities([0.9, 0.1], [0.2, 0.7], [0, 1]), 'row-sum', 1, 0.2 + 0.7, /Row 1.*sum to 0\.89/],
    ['label too high', Int32Array.of(0, 2, 1), good, 'label-out-of-range', 1, 2, /Row 1: label 2 is not in 0…1/],
    ['label below zero', Int32Array.of(0, 1, -1), good, 'label-out-of-range', 2, -1, /Row 2/],
    ['fewer labels', Int32Array.of(0, 1), good, 'shape-mismatch', undefined, 2, /2 labels but 3 rows/],
    ['one class', Int32Array.of(0), probabilities([1]), 'too-few-classes', undefined, 1, /1 column/],
    [
      'nothing',
      new Int32Array(0),
      { ...good, n: 0, data: new Float64Array(0) },
      'empty',
      undefined,
      undefined,
      /no exam/,
    ],
    ['wrong length', labels, { ...good, k: 3 }, 'shape-mismatch', undefined, 6, /3×3 but holds 6/],
  ];
  it.each(bad)('refuses %s', (_, y, p, code, row, value, message) => {
    const error = refusal(() => checkInputs(y, p));
    expect(error.code).toBe(code);
    expect(error.row).toBe(row);
    expect(error.value).toEqual(value);
    expect(error.message).toMatch(message);
  });

  it('normalises rows that are off by at most 1e-2, in a copy, and says so once', () => {
    const given = probabilities([0.9, 0.11], [0.2, 0.8], [0.6, 0.393]);
    const { predProbs, warnings } = checkInputs(labels, given);
    expect(given.data[1]).toBe(0.11);
    expect(Array.from(predProbs.data.subarray(0, 2))).toEqual([0.9 / (0.9 + 0.11), 0.11 / (0.9 + 0.11)]);
    expect(predProbs.data[4] + predProbs.data[5]).toBeCloseTo(1, 15);
    expect(predProbs.data.subarray(2, 4)).toEqual(given.data.subarray(2, 4));
    expect(warnings).toEqual([{ code: 'rows-normalised', count: 2, of: 3, firstRow: 0, tolerance: 0.01 }]);
    expect(checkInputs(labels, predProbs).warnings).toEqual([]);
  });

  it.each([0.0101, -0.0101])('refuses a row that is off by %f', (off) => {
    expect(refusal(() => checkInputs(labels, probabilities([0.5, 0.5 + off], [0, 1], [0, 1]))).code).toBe('row-sum');
  });

  it('leaves float32 rounding alone', () => {
    const data = new Float32Array(3 * 1000).fill(1 / 1000);
    const many = { data, n: 3, k: 1000 };
    expect(checkInputs(labels, many).predProbs).toBe(many);
  });

  it('tolerates float noise of a single value', () => {
    const noisy = probabilities([1 + 5e-7, 0], [-5e-7, 1], [0, 1]);
    expect(checkInputs(labels, noisy).predProbs).toBe(noisy);
  });

  it('names a class without labels, and one that is never predicted', () => {
    const { warnings } = checkInputs(labels, probabilities([0.9, 0.1, 0], [0.9, 0.1, 0], [0.2, 0.1, 0.7]));
    expect(warnings).toEqual([
      { code: 'classes-without-labels', classes: [2] },
      { code: 'classes-never-predicted', classes: [1] },
    ]);
  });
});

describe('toLabels', () => {
  it('takes integers of every width', () => {
    const same = Int32Array.of(1, 0);
    expect(toLabels(same)).toBe(same);
    for (const source of [[1, 0], BigInt64Array.of(1n, 0n), Uint8Array.of(1, 0)])
      expect(toLabels(source)).toEqual(same);
  });

  it.each<[string, unknown, number | undefined]>([
    ['nothing', null, undefined],
    ['a string', '101', undefined],
    ['text', [0, 'b'], 1],
    ['booleans', [true], 0],
    ['rows', [[0], [1]], 0],
    ['a fraction', [0, 1, 1.5], 2],
    ['a negative number', [-1], 0],
    ['a number beyond 32 bits', BigInt64Array.of(0n, 1n << 40n), 1],
    ['floating point', Float64Array.of(0, 1), 0],
  ])('refuses %s', (_, source, row) => {
    const error = refusal(() => toLabels(source));
    expect(error.code).toBe('not-labels');
    expect(error.row).toBe(row);
  });
});

describe('toPredProbs', () => {
  it.each<[string, unknown, CoreInputErrorCode]>([
    ['nothing', undefined, 'not-probabilities'],
    ['one dimension', [0.1, 0.9], 'not-probabilities'],
    ['text', [['0.1', '0.9']], 'not-probabilities'],
    ['no rows', [], 'empty'],
    ['ragged rows', [[0.1, 0.9], [1]], 'shape-mismatch'],
  ])('refuses %s', (_, rows, code) => {
    expect(refusal(() => toPredProbs(rows)).code).toBe(code);
  });

  it('refuses other things than arrays at the door', () => {
    expect(refusal(() => checkInputs([0, 1] as unknown as Int32Array, good)).code).toBe('not-labels');
    expect(refusal(() => checkInputs(labels, { ...good, data: [] as unknown as Float64Array })).code).toBe(
      'not-probabilities',
    );
  });
});
