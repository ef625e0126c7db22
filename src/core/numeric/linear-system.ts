import { CoreInputError } from '../errors.ts';
import type { SquareMatrix } from '../types.ts';

/**
 * Solves `matrix · x = right` by LU decomposition with partial pivoting.
 *
 * @throws {CoreInputError} `singular-matrix` when a pivot is exactly 0
 */
export function solve(matrix: SquareMatrix, right: Float64Array): Float64Array {
  const { k } = matrix;
  const a = matrix.data.slice();
  const x = right.slice();
  for (let col = 0; col < k; col++) {
    let pivot = col;
    for (let row = col + 1; row < k; row++) {
      if (Math.abs(a[row * k + col]) > Math.abs(a[pivot * k + col])) pivot = row;
    }
    if (a[pivot * k + col] === 0) {
      throw new CoreInputError(
        'singular-matrix',
        `The noise matrix cannot be inverted (column ${col}); use py method cnt, marginal or marginal_ps instead of eqn.`,
        { column: col },
      );
    }
    if (pivot !== col) {
      for (let j = 0; j < k; j++) {
        [a[col * k + j], a[pivot * k + j]] = [a[pivot * k + j], a[col * k + j]];
      }
      [x[col], x[pivot]] = [x[pivot], x[col]];
    }
    for (let row = col + 1; row < k; row++) {
      const factor = a[row * k + col] / a[col * k + col];
      if (factor === 0) continue;
      for (let j = col; j < k; j++) a[row * k + j] -= factor * a[col * k + j];
      x[row] -= factor * x[col];
    }
  }
  for (let row = k - 1; row >= 0; row--) {
    for (let j = row + 1; j < k; j++) x[row] -= a[row * k + j] * x[j];
    x[row] /= a[row * k + row];
  }
  return x;
}
