// AssemblyScript; see index.ts.

/**
 * c[i, j] += Σ a[i, q] · b[q, j], float32: m rows, n columns (a multiple of 4), sums over p.
 * a[i, q] lies at a + i·rowA + q·stepA, so that a may be a matrix or its transpose; b[q, j] at b + q·rowB + 4j; c[i, j] at
 * c + i·rowC + 4j. Where `upper`, of a symmetric c only tiles that reach the diagonal or lie above it are made.
 * A tile of 4 × 8 stays in registers while q goes by; eight columns of b are packed into `scratch` (8·p floats) first.
 */
export function multiplyAdd(
  a: usize, rowA: usize, stepA: usize, b: usize, rowB: usize, c: usize, rowC: usize, m: i32, n: i32, p: i32, upper: i32,
  scratch: usize,
): void {
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    packEights(b + ((<usize>j) << 2), p, rowB, scratch);
    const rows = upper ? min(m, j + 8) : m;
    const out = c + ((<usize>j) << 2);
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      tile4x8(a + <usize>i * rowA, rowA, stepA, scratch, p, out + <usize>i * rowC, rowC);
    }
    for (; i < rows; i++) tile1x8(a + <usize>i * rowA, stepA, scratch, p, out + <usize>i * rowC);
  }
  if (j < n) {
    const rows = upper ? min(m, j + 4) : m;
    const from = b + ((<usize>j) << 2);
    const out = c + ((<usize>j) << 2);
    for (let i = 0; i < rows; i++) tile1x4(a + <usize>i * rowA, stepA, from, rowB, p, out + <usize>i * rowC);
  }
}

/** Eight columns of each row, side by side. */
function packEights(from: usize, rows: i32, step: usize, to: usize): void {
  for (let q = 0; q < rows; q++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += step;
    to += 32;
  }
}

function tile4x8(a: usize, rowA: usize, stepA: usize, b: usize, p: i32, out: usize, rowC: usize): void {
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
    const xa = v128.load_splat<f32>(ra);
    a0 = f32x4.add(a0, f32x4.mul(xa, y0));
    a1 = f32x4.add(a1, f32x4.mul(xa, y1));
    const xb = v128.load_splat<f32>(rb);
    b0 = f32x4.add(b0, f32x4.mul(xb, y0));
    b1 = f32x4.add(b1, f32x4.mul(xb, y1));
    const xc = v128.load_splat<f32>(rc);
    c0 = f32x4.add(c0, f32x4.mul(xc, y0));
    c1 = f32x4.add(c1, f32x4.mul(xc, y1));
    const xd = v128.load_splat<f32>(rd);
    d0 = f32x4.add(d0, f32x4.mul(xd, y0));
    d1 = f32x4.add(d1, f32x4.mul(xd, y1));
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

function tile1x8(a: usize, stepA: usize, b: usize, p: i32, out: usize): void {
  let a0 = v128.load(out);
  let a1 = v128.load(out, 16);
  for (let q = 0; q < p; q++) {
    const x = v128.load_splat<f32>(a);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(b)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(b, 16)));
    a += stepA;
    b += 32;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
}

function tile1x4(a: usize, stepA: usize, b: usize, rowB: usize, p: i32, out: usize): void {
  let sum = v128.load(out);
  for (let q = 0; q < p; q++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load_splat<f32>(a), v128.load(b)));
    a += stepA;
    b += rowB;
  }
  v128.store(out, sum);
}
