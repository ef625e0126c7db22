/** Eigenvalues of a symmetric matrix, largest first, each with its eigenvector. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Eigenvector i in row i, of length 1. */
  readonly vectors: Float64Array;
}

/** Shifts of one eigenvalue after which rounding is all that is left; two or three suffice as a rule. */
const MAX_SHIFTS = 60;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to tridiagonal form, then QL with
 * implicit shifts (Golub and Van Loan, "Matrix Computations", sections 8.3.1 and 8.3.3; EISPACK's tred2 and tql2).
 * About 9·size³ operations in float64.
 *
 * @param matrix size × size, row-major; only its lower triangle is read
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const q = Float64Array.from(matrix);
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  tridiagonalise(q, size, diagonal, beside);
  // Rotations turn pairs of columns of q: as rows they are contiguous.
  transpose(q, size);
  diagonalise(q, size, diagonal, beside);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a]);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    vectors.set(q.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/** q becomes orthogonal, with qᵀ·matrix·q tridiagonal: `diagonal`, and `beside` it from 1 on. */
function tridiagonalise(q: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): void {
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let scale = 0;
    for (let j = 0; j < i; j++) scale += Math.abs(q[row + j]);
    let h = 0;
    if (i === 1 || scale === 0) beside[i] = q[row + i - 1];
    else {
      for (let j = 0; j < i; j++) {
        q[row + j] /= scale;
        h += q[row + j] * q[row + j];
      }
      const last = q[row + i - 1];
      const g = last >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
      beside[i] = scale * g;
      h -= last * g;
      q[row + i - 1] = last - g;
      // beside[0..i) = matrix · u / h, with u in row i.
      beside.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        q[j * n + i] = q[row + j] / h;
        const u = q[row + j];
        let sum = q[j * n + j] * u;
        for (let k = 0; k < j; k++) {
          sum += q[j * n + k] * q[row + k];
          beside[k] += q[j * n + k] * u;
        }
        beside[j] += sum;
      }
      let product = 0;
      for (let j = 0; j < i; j++) {
        beside[j] /= h;
        product += beside[j] * q[row + j];
      }
      const half = product / (h + h);
      for (let j = 0; j < i; j++) {
        const u = q[row + j];
        const p = beside[j] - half * u;
        beside[j] = p;
        for (let k = 0; k <= j; k++) q[j * n + k] -= u * beside[k] + p * q[row + k];
      }
    }
    diagonal[i] = h;
  }
  beside[0] = 0;
  diagonal[0] = 0;
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    if (diagonal[i] !== 0) {
      sums.fill(0, 0, i);
      for (let k = 0; k < i; k++) {
        const u = q[row + k];
        for (let j = 0; j < i; j++) sums[j] += u * q[k * n + j];
      }
      for (let k = 0; k < i; k++) {
        const u = q[k * n + i];
        for (let j = 0; j < i; j++) q[k * n + j] -= sums[j] * u;
      }
    }
    diagonal[i] = q[row + i];
    q[row + i] = 1;
    for (let j = 0; j < i; j++) {
      q[row + j] = 0;
      q[j * n + i] = 0;
    }
  }
}

/** Makes `diagonal` the eigenvalues, and each row of q an eigenvector. */
function diagonalise(q: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): void {
  for (let i = 1; i < n; i++) beside[i - 1] = beside[i];
  beside[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let shifts = 0; shifts < MAX_SHIFTS; shifts++) {
      let m = l;
      for (; m < n - 1; m++) {
        const around = Math.abs(diagonal[m]) + Math.abs(diagonal[m + 1]);
        if (Math.abs(beside[m]) <= Number.EPSILON * around) break;
      }
      if (m === l) break;
      let g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
      let r = Math.hypot(g, 1);
      g = diagonal[m] - diagonal[l] + beside[l] / (g + (g >= 0 ? r : -r));
      let sine = 1;
      let cosine = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = sine * beside[i];
        const b = cosine * beside[i];
        r = Math.hypot(f, g);
        beside[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= p;
          beside[m] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = diagonal[i + 1] - p;
        r = (diagonal[i] - g) * sine + 2 * cosine * b;
        p = sine * r;
        diagonal[i + 1] = g + p;
        g = cosine * r - b;
        const low = i * n;
        for (let k = 0, upper = low + n; k < n; k++, upper++) {
          const turned = q[upper];
          q[upper] = sine * q[low + k] + cosine * turned;
          q[low + k] = cosine * q[low + k] - sine * turned;
        }
      }
      if (r === 0 && i >= l) continue;
      diagonal[l] -= p;
      beside[l] = g;
      beside[m] = 0;
    }
  }
}

function transpose(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const kept = matrix[i * n + j];
      matrix[i * n + j] = matrix[j * n + i];
      matrix[j * n + i] = kept;
    }
  }
}
