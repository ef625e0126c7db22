// AssemblyScript; see index.ts. Each function is made twice, for float32 (`T` is f32, 4 numbers in a vector) and for float64.

/**
 * c[i, j] += Σ a[i, q] · b[q, j]: m rows, n columns (a multiple of 4), sums over p.
 * a[i, q] lies at a + i·rowA + q·stepA, so that a may be a matrix or its transpose; b[q, j] at b + q·rowB + j numbers; c[i, j]
 * at c + i·rowC + j numbers. Where `upper`, of a symmetric c only tiles that reach the diagonal or lie above it are made.
 * A tile of four rows and two vectors of columns stays in registers while q goes by; so many columns of b are packed into
 * `scratch` (32·p bytes) first. In float32 four columns may be left over.
 */
export function multiplyAddOf<T>(
  a: usize, rowA: usize, stepA: usize, b: usize, rowB: usize, c: usize, rowC: usize, m: i32, n: i32, p: i32, upper: i32,
  scratch: usize,
): void {
  const wide = 32 / sizeof<T>();
  let j = 0;
  for (; j + <i32>wide <= n; j += <i32>wide) {
    pack(b + <usize>j * sizeof<T>(), p, rowB, scratch);
    const rows = upper ? min(m, j + <i32>wide) : m;
    const out = c + <usize>j * sizeof<T>();
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      tileOfFour<T>(a + <usize>i * rowA, rowA, stepA, scratch, p, out + <usize>i * rowC, rowC);
    }
    for (; i < rows; i++) tileOfOne<T>(a + <usize>i * rowA, stepA, scratch, p, out + <usize>i * rowC);
  }
  if (sizeof<T>() == 4 && j < n) {
    const rows = upper ? min(m, j + 4) : m;
    const from = b + <usize>j * sizeof<T>();
    const out = c + <usize>j * sizeof<T>();
    for (let i = 0; i < rows; i++) vectorOfOne<T>(a + <usize>i * rowA, stepA, from, rowB, p, out + <usize>i * rowC);
  }
}

/** Two vectors of each row, side by side. */
function pack(from: usize, rows: i32, step: usize, to: usize): void {
  for (let q = 0; q < rows; q++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += step;
    to += 32;
  }
}

function tileOfFour<T>(a: usize, rowA: usize, stepA: usize, b: usize, p: i32, out: usize, rowC: usize): void {
  let a0 = v128.load(out);
  let a1 = v128.load(out, 16);
  let b0 = v128.load(out + rowC);
  let b1 = v128.load(out + rowC, 16);
  let c0 = v128.load(out + rowC * 2);
  let c1 = v128.load(out + rowC * 2, 16);
  let d0 = v128.load(out + rowC * 3);
  let d1 = v128.load(out + rowC * 3, 16);
  let ra = a;
  let rb = a + rowA;
  let rc = a + rowA * 2;
  let rd = a + rowA * 3;
  for (let q = 0; q < p; q++) {
    const y0 = v128.load(b);
    const y1 = v128.load(b, 16);
    const xa = v128.load_splat<T>(ra);
    a0 = v128.add<T>(a0, v128.mul<T>(xa, y0));
    a1 = v128.add<T>(a1, v128.mul<T>(xa, y1));
    const xb = v128.load_splat<T>(rb);
    b0 = v128.add<T>(b0, v128.mul<T>(xb, y0));
    b1 = v128.add<T>(b1, v128.mul<T>(xb, y1));
    const xc = v128.load_splat<T>(rc);
    c0 = v128.add<T>(c0, v128.mul<T>(xc, y0));
    c1 = v128.add<T>(c1, v128.mul<T>(xc, y1));
    const xd = v128.load_splat<T>(rd);
    d0 = v128.add<T>(d0, v128.mul<T>(xd, y0));
    d1 = v128.add<T>(d1, v128.mul<T>(xd, y1));
    ra += stepA;
    rb += stepA;
    rc += stepA;
    rd += stepA;
    b += 32;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out + rowC, b0);
  v128.store(out + rowC, b1, 16);
  v128.store(out + rowC * 2, c0);
  v128.store(out + rowC * 2, c1, 16);
  v128.store(out + rowC * 3, d0);
  v128.store(out + rowC * 3, d1, 16);
}

function tileOfOne<T>(a: usize, stepA: usize, b: usize, p: i32, out: usize): void {
  let a0 = v128.load(out);
  let a1 = v128.load(out, 16);
  for (let q = 0; q < p; q++) {
    const x = v128.load_splat<T>(a);
    a0 = v128.add<T>(a0, v128.mul<T>(x, v128.load(b)));
    a1 = v128.add<T>(a1, v128.mul<T>(x, v128.load(b, 16)));
    a += stepA;
    b += 32;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
}

function vectorOfOne<T>(a: usize, stepA: usize, b: usize, rowB: usize, p: i32, out: usize): void {
  let sum = v128.load(out);
  for (let q = 0; q < p; q++) {
    sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(a), v128.load(b)));
    a += stepA;
    b += rowB;
  }
  v128.store(out, sum);
}
