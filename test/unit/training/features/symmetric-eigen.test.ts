import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../../src/training/features/symmetric-eigen.ts';

/** Symmetric, with eigenvalues that come close to each other. */
function matrix(n: number): Float64Array {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      values[i * n + j] = Math.sin(i * 12.9898 + j * 78.233) / (1 + Math.abs(i - j)) + (i === j ? 2 : 0);
      values[j * n + i] = values[i * n + j];
    }
  }
  return values;
}

describe('symmetricEigen', () => {
  it.each([1, 2, 3, 7, 50, 120])('finds orthonormal vectors that a matrix of size %i only stretches', (n) => {
    const a = matrix(n);
    const { values, vectors } = symmetricEigen(a, n);
    for (let v = 0; v < n; v++) {
      if (v > 0) expect(values[v]).toBeLessThanOrEqual(values[v - 1]);
      for (let i = 0; i < n; i++) {
        let image = 0;
        for (let j = 0; j < n; j++) image += a[i * n + j] * vectors[v * n + j];
        expect(Math.abs(image - values[v] * vectors[v * n + i])).toBeLessThan(1e-12);
      }
      for (let w = 0; w <= v; w++) {
        let product = 0;
        for (let i = 0; i < n; i++) product += vectors[v * n + i] * vectors[w * n + i];
        expect(Math.abs(product - (v === w ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  });

  it('knows the eigenvalues of a matrix that is known', () => {
    // The second difference: 2 − 2·cos(π·i / (n + 1)).
    const n = 9;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) a[i * n + i - 1] = -1;
    }
    const { values } = symmetricEigen(a, n);
    values.forEach((value, v) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (n - v)) / (n + 1)), 12);
    });
  });

  it('takes a diagonal and a zero matrix', () => {
    expect(Array.from(symmetricEigen(Float64Array.from([1, 0, 0, 0, 5, 0, 0, 0, 3]), 3).values)).toEqual([5, 3, 1]);
    expect(Array.from(symmetricEigen(new Float64Array(16), 4).values)).toEqual([0, 0, 0, 0]);
  });
});
