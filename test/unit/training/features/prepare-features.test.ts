import { describe, expect, it } from 'vitest';
import { prepareFeatures } from '../../../../src/training/features/prepare-features.ts';
import { symmetricEigen } from '../../../../src/training/features/symmetric-eigen.ts';
import { createRandom } from '../../../../src/training/random.ts';

/** Rows with a few strong directions and many weak ones, on columns of very different means and sizes. */
function rows(n: number, k: number, directions = 20): Float32Array {
  const random = createRandom(3, 1);
  const mix = Float64Array.from({ length: directions * k }, () => random.normal());
  const data = new Float32Array(n * k);
  const own = new Float64Array(directions);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < directions; d++) own[d] = random.normal() / (1 + d * 0.3);
    for (let j = 0; j < k; j++) {
      let value = random.normal() * 0.3;
      for (let d = 0; d < directions; d++) value += own[d] * mix[d * k + j];
      data[i * k + j] = (value + (j % 7) * 10) * (1 + (j % 5));
    }
  }
  return data;
}

/** Variances of the principal components of the standardised columns, all of them, in float64. */
function exactVariances(data: Float32Array, n: number, k: number): Float64Array {
  const standard = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += data[i * k + j] / n;
    let variance = 0;
    for (let i = 0; i < n; i++) variance += (data[i * k + j] - mean) ** 2 / n;
    for (let i = 0; i < n; i++) standard[i * k + j] = (data[i * k + j] - mean) / Math.sqrt(variance);
  }
  const covariance = new Float64Array(k * k);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < k; a++) {
      for (let b = 0; b <= a; b++) covariance[a * k + b] += (standard[i * k + a] * standard[i * k + b]) / n;
    }
  }
  return symmetricEigen(covariance, k).values;
}

function covariance(data: Float32Array, n: number, k: number, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (data[i * k + a] * data[i * k + b]) / n;
  return sum;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('prepareFeatures', () => {
  it('turns standardised columns onto uncorrelated ones of the largest variances', async () => {
    const [n, k] = [300, 60];
    const data = rows(n, k);
    const exact = exactVariances(data, n, k);
    const prepared = await prepareFeatures({ data, n, k });
    expect(prepared.k).toBe(60);
    expect(prepared.totalVariance).toBe(60);
    for (let a = 0; a < 60; a++) {
      expect(Math.abs(prepared.variances[a] / exact[a] - 1)).toBeLessThan(1e-3);
      expect(Math.abs(covariance(prepared.data, n, 60, a, a) / exact[a] - 1)).toBeLessThan(1e-3);
      for (let b = 0; b < a; b++) expect(Math.abs(covariance(prepared.data, n, 60, a, b))).toBeLessThan(1e-4);
    }
  });

  it('finds those of many columns without going through all of them', async () => {
    const [n, k] = [400, 150];
    const data = rows(n, k);
    const exact = exactVariances(data, n, k);
    const prepared = await prepareFeatures({ data, n, k }, { dimensions: 30 });
    expect(prepared.k).toBe(30);
    expect(sum(prepared.variances) / sum(exact.slice(0, 30))).toBeGreaterThan(0.998);
    for (let a = 0; a < 15; a++) expect(Math.abs(prepared.variances[a] / exact[a] - 1)).toBeLessThan(1e-3);
  });

  it('gives the same numbers each time', async () => {
    const data = rows(100, 80);
    const [one, two] = [await prepareFeatures({ data, n: 100, k: 80 }), await prepareFeatures({ data, n: 100, k: 80 })];
    expect(two.data).toEqual(one.data);
  });

  it('has no more columns than the rows can tell apart, and none of columns that do not change or repeat others', async () => {
    const data = rows(20, 40);
    for (let i = 0; i < 20; i++) {
      data[i * 40 + 3] = 7;
      data[i * 40 + 4] = data[i * 40 + 5];
    }
    const few = await prepareFeatures({ data, n: 20, k: 40 });
    expect(few.k).toBe(19);
    expect(few.totalVariance).toBe(39);
    const two = Float32Array.from([1, 5, 9, 2, 5, 18, 4, 5, 36]);
    const one = await prepareFeatures({ data: two, n: 3, k: 3 });
    expect(one.k).toBe(1);
    expect(Array.from(one.data).every(Number.isFinite)).toBe(true);
  });

  it('says which row and column is no number, and what else it cannot take', async () => {
    const data = rows(10, 4);
    data[4 * 4 + 2] = Number.NaN;
    await expect(prepareFeatures({ data, n: 10, k: 4 })).rejects.toThrow('Row 4, column 2 of the features is NaN');
    await expect(prepareFeatures({ data: new Float32Array(8), n: 2, k: 4 })).rejects.toThrow('No column');
    await expect(prepareFeatures({ data: new Float32Array(7), n: 2, k: 4 })).rejects.toThrow('2×4 (7)');
    await expect(prepareFeatures({ data: new Float32Array(20_000), n: 2, k: 10_000 })).rejects.toThrow('8192 columns');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const work = prepareFeatures({ data: rows(2000, 700), n: 2000, k: 700 }, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});
