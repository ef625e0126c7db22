import type { Random } from '../random.ts';
import type { Pace } from './pace.ts';
import { createProductMemory, fours } from './product-kernels.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Directions of largest variance. */
export interface PrincipalComponents {
  /** columns × count, row-major: component i in column i, of length 1. */
  readonly components: Float32Array;
  /** Variance along each, largest first. */
  readonly variances: Float64Array;
}

/** Directions that are followed beyond those that are asked for, so that these are found well. */
const SPARE = 32;
/** Products with the covariance after the first one; each parts the directions more clearly. */
const ROUNDS = 2;
/** Share of the largest variance below which a direction is rounding. */
const NOTHING = 1e-7;
/** Rows of a product that are made at once, so that the event loop has its turn. */
const AT_ONCE = 128;
/** Terms of a sum at once, so that what they are made of stays in the processor's first cache. */
const TERMS = 512;

/**
 * The principal components of a covariance by subspace iteration from random directions, and Rayleigh and Ritz (Halko,
 * Martinsson, Tropp 2011, algorithms 4.4 and 5.3): products with the covariance in float32, orthogonal bases and the
 * small eigenproblem in float64. Where the variances fall slowly, the last few of those asked for are mixed with what
 * follows them, which varies about as much.
 *
 * @param covariance columns × columns, symmetric, row-major
 * @param count at most so many components; fewer where the rest has no variance
 */
export async function principalComponents(
  covariance: Float32Array,
  columns: number,
  count: number,
  random: Random,
  pace: Pace,
): Promise<PrincipalComponents> {
  const exact = count + SPARE >= columns;
  const width = fours(exact ? columns : count + SPARE);
  const memory = createProductMemory({
    covariance: columns * columns * 4,
    basis: columns * width * 8,
    product: columns * width * 8,
    small: width * width * 8,
    inverse: width * width * 8,
    basis32: columns * width * 4,
    product32: columns * width * 4,
    scratch: Math.max(columns, width) * 32,
  });
  const { at } = memory;
  memory.floats('covariance').set(covariance);
  const basis = memory.doubles('basis');
  const product = memory.doubles('product');
  const small = memory.doubles('small');
  const inverse = memory.doubles('inverse');
  const row32 = width * 4;
  const row64 = width * 8;

  /** product = covariance · basis */
  const multiply = async (): Promise<void> => {
    memory.floats('basis32').set(basis);
    memory.floats('product32').fill(0);
    for (let p = 0; p < columns; p += TERMS) {
      const terms = Math.min(TERMS, columns - p);
      for (let i = 0; i < columns; i += AT_ONCE) {
        const rows = Math.min(AT_ONCE, columns - i);
        const a = at.covariance + (i * columns + p) * 4;
        const [b, c] = [at.basis32 + p * row32, at.product32 + i * row32];
        memory.multiplyAdd(a, columns * 4, 4, b, row32, c, row32, rows, width, terms, 0, at.scratch);
        if (pace.due()) await pace.rest();
      }
    }
    product.set(memory.floats('product32'));
  };

  /** small = leftᵀ · product, its upper part */
  const multiplySmall = async (left: number): Promise<void> => {
    small.fill(0);
    for (let p = 0; p < columns; p += AT_ONCE) {
      const terms = Math.min(AT_ONCE, columns - p);
      const [a, b] = [left + p * row64, at.product + p * row64];
      memory.multiplyAdd64(a, 8, row64, b, row64, at.small, row64, width, width, terms, 1, at.scratch);
      if (pace.due()) await pace.rest();
    }
  };

  /** basis = product · right */
  const multiplyRight = async (right: number): Promise<void> => {
    basis.fill(0);
    for (let i = 0; i < columns; i += AT_ONCE) {
      const rows = Math.min(AT_ONCE, columns - i);
      const [a, c] = [at.product + i * row64, at.basis + i * row64];
      memory.multiplyAdd64(a, row64, 8, right, row64, c, row64, rows, width, width, 0, at.scratch);
      if (pace.due()) await pace.rest();
    }
  };

  /** basis = an orthonormal basis of product's columns, by Cholesky's factor of their products; twice, for precision. */
  const orthonormalise = async (): Promise<void> => {
    for (let pass = 0; pass < 2; pass++) {
      if (pass > 0) product.set(basis);
      await multiplySmall(at.product);
      invertCholesky(small, inverse, width);
      await multiplyRight(at.inverse);
    }
  };

  if (exact) for (let j = 0; j < columns; j++) basis[j * width + j] = 1;
  else {
    for (let i = 0; i < basis.length; i++) product[i] = random.normal();
    basis.set(product);
    for (let round = 0; round <= ROUNDS; round++) {
      await multiply();
      await orthonormalise();
    }
  }
  await multiply();
  await multiplySmall(at.basis);
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) small[i * width + j] = small[j * width + i];
  const { values, vectors } = symmetricEigen(small, width);
  await pace.rest();
  let found = 0;
  while (found < count && found < width && values[found] > NOTHING * values[0]) found++;
  // basis · vectorsᵀ
  product.set(basis);
  for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) inverse[i * width + j] = vectors[j * width + i];
  await multiplyRight(at.inverse);
  const components = new Float32Array(columns * found);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < found; j++) components[i * found + j] = basis[i * width + j];
  }
  return { components, variances: values.slice(0, found) };
}

/**
 * The inverse of R, with Rᵀ·R = matrix and R upper triangular. A direction that depends on those before it is given a
 * column of zeros.
 * @param matrix symmetric; its upper part is read, and becomes R
 */
function invertCholesky(matrix: Float64Array, inverse: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const whole = matrix[i * n + i];
    // Row by row, so that what is read lies side by side.
    for (let k = 0; k < i; k++) {
      const factor = matrix[k * n + i];
      if (factor === 0) continue;
      for (let j = i; j < n; j++) matrix[i * n + j] -= factor * matrix[k * n + j];
    }
    const pivot = matrix[i * n + i];
    const scale = pivot > 1e-13 * whole ? 1 / Math.sqrt(pivot) : 0;
    for (let j = i; j < n; j++) matrix[i * n + j] *= scale;
  }
  // Rows of R⁻¹ from the last: R⁻¹[i, ·] = (e_i − Σ_{k>i} R[i, k] · R⁻¹[k, ·]) / R[i, i]
  inverse.fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const pivot = matrix[i * n + i];
    if (pivot === 0) continue;
    for (let k = i + 1; k < n; k++) {
      const factor = matrix[i * n + k];
      for (let j = k; j < n; j++) inverse[i * n + j] -= factor * inverse[k * n + j];
    }
    inverse[i * n + i] = 1;
    for (let j = i; j < n; j++) inverse[i * n + j] /= pivot;
  }
}
