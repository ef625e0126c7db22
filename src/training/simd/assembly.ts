// AssemblyScript, not TypeScript: scripts/build-simd.mjs compiles this file to dist/simd-kernels.wasm. The module
// shares the memory of tfjs's WASM backend, so pointers are byte offsets of float32 tensors on that heap. It has no
// data segment and allocates nothing. Every kernel handles any channel count; four at a time where there are four.

/**
 * Mean and biased variance of each column of x [rows × c]. Two passes, so that large means do not cancel; sums of
 * 64 rows at a time, so that rounding stays small. `partial` is scratch space for c floats.
 */
export function columnMoments(x: usize, rows: i32, c: i32, mean: usize, variance: usize, partial: usize): void {
  const bytes = (<usize>c) << 2;
  memory.fill(mean, 0, bytes);
  memory.fill(variance, 0, bytes);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes);
    for (let r = start; r < end; r++) addRow(partial, x + <usize>r * bytes, c);
    addRow(mean, partial, c);
  }
  scaleRow(mean, 1.0 / <f32>rows, c);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes);
    for (let r = start; r < end; r++) addSquaredDifference(partial, x + <usize>r * bytes, mean, c);
    addRow(variance, partial, c);
  }
  scaleRow(variance, 1.0 / <f32>rows, c);
}

// @ts-ignore: decorator
@inline
function addRow(into: usize, row: usize, c: i32): void {
  let j = 0;
  for (; j + 4 <= c; j += 4) {
    const o = (<usize>j) << 2;
    v128.store(into + o, f32x4.add(v128.load(into + o), v128.load(row + o)));
  }
  for (; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(into + o, load<f32>(into + o) + load<f32>(row + o));
  }
}

// @ts-ignore: decorator
@inline
function scaleRow(row: usize, factor: f32, c: i32): void {
  for (let j = 0; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(row + o, load<f32>(row + o) * factor);
  }
}

// @ts-ignore: decorator
@inline
function addSquaredDifference(into: usize, row: usize, mean: usize, c: i32): void {
  let j = 0;
  for (; j + 4 <= c; j += 4) {
    const o = (<usize>j) << 2;
    const d = f32x4.sub(v128.load(row + o), v128.load(mean + o));
    v128.store(into + o, f32x4.add(v128.load(into + o), f32x4.mul(d, d)));
  }
  for (; j < c; j++) {
    const o = (<usize>j) << 2;
    const d = load<f32>(row + o) - load<f32>(mean + o);
    store<f32>(into + o, load<f32>(into + o) + d * d);
  }
}

/** out = x * scale + shift by column; negative results become 0 where `relu` is set. */
export function scaleShift(x: usize, rows: i32, c: i32, scale: usize, shift: usize, relu: i32, out: usize): void {
  const bytes = (<usize>c) << 2;
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const base = <usize>r * bytes;
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const o = (<usize>j) << 2;
      let y = f32x4.add(f32x4.mul(v128.load(x + base + o), v128.load(scale + o)), v128.load(shift + o));
      if (relu) y = f32x4.max(y, zero);
      v128.store(out + base + o, y);
    }
    for (; j < c; j++) {
      const o = (<usize>j) << 2;
      let y = load<f32>(x + base + o) * load<f32>(scale + o) + load<f32>(shift + o);
      if (relu) y = max<f32>(y, 0);
      store<f32>(out + base + o, y);
    }
  }
}

/**
 * First half of batch normalisation's gradient, by column: sumDy = Σ g, sumDyX = Σ g·(x − mean)·inverseStd, where g is
 * dy, or 0 where the ReLU behind the normalisation was shut (y ≤ 0) if `relu` is set. `partial` holds 2·c floats.
 */
export function normGradSums(
  x: usize, dy: usize, y: usize, rows: i32, c: i32, mean: usize, inverseStd: usize, relu: i32,
  sumDy: usize, sumDyX: usize, partial: usize,
): void {
  const bytes = (<usize>c) << 2;
  const partialX = partial + bytes;
  const zero = f32x4.splat(0);
  memory.fill(sumDy, 0, bytes);
  memory.fill(sumDyX, 0, bytes);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes << 1);
    for (let r = start; r < end; r++) {
      const base = <usize>r * bytes;
      let j = 0;
      for (; j + 4 <= c; j += 4) {
        const o = (<usize>j) << 2;
        let g = v128.load(dy + base + o);
        if (relu) g = v128.and(g, f32x4.gt(v128.load(y + base + o), zero));
        const centred = f32x4.sub(v128.load(x + base + o), v128.load(mean + o));
        v128.store(partial + o, f32x4.add(v128.load(partial + o), g));
        v128.store(partialX + o, f32x4.add(v128.load(partialX + o), f32x4.mul(g, centred)));
      }
      for (; j < c; j++) {
        const o = (<usize>j) << 2;
        let g = load<f32>(dy + base + o);
        if (relu && !(load<f32>(y + base + o) > 0)) g = 0;
        const centred = load<f32>(x + base + o) - load<f32>(mean + o);
        store<f32>(partial + o, load<f32>(partial + o) + g);
        store<f32>(partialX + o, load<f32>(partialX + o) + g * centred);
      }
    }
    addRow(sumDy, partial, c);
    addRow(sumDyX, partialX, c);
  }
  for (let j = 0; j < c; j++) {
    const o = (<usize>j) << 2;
    store<f32>(sumDyX + o, load<f32>(sumDyX + o) * load<f32>(inverseStd + o));
  }
}

/** Second half: dx = a·g − b − d·x by column, with the columns' constants a, b, d worked out by the caller. */
export function normGradInput(
  x: usize, dy: usize, y: usize, rows: i32, c: i32, a: usize, b: usize, d: usize, relu: i32, dx: usize,
): void {
  const bytes = (<usize>c) << 2;
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const base = <usize>r * bytes;
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const o = (<usize>j) << 2;
      let g = v128.load(dy + base + o);
      if (relu) g = v128.and(g, f32x4.gt(v128.load(y + base + o), zero));
      const linear = f32x4.add(v128.load(b + o), f32x4.mul(v128.load(d + o), v128.load(x + base + o)));
      v128.store(dx + base + o, f32x4.sub(f32x4.mul(v128.load(a + o), g), linear));
    }
    for (; j < c; j++) {
      const o = (<usize>j) << 2;
      let g = load<f32>(dy + base + o);
      if (relu && !(load<f32>(y + base + o) > 0)) g = 0;
      const linear = load<f32>(b + o) + load<f32>(d + o) * load<f32>(x + base + o);
      store<f32>(dx + base + o, load<f32>(a + o) * g - linear);
    }
  }
}

/** out = dy where y > 0, else 0: the gradient of a ReLU whose output was y. */
export function reluGrad(dy: usize, y: usize, n: i32, out: usize): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const o = (<usize>i) << 2;
    v128.store(out + o, v128.and(v128.load(dy + o), f32x4.gt(v128.load(y + o), zero)));
  }
  for (; i < n; i++) {
    const o = (<usize>i) << 2;
    store<f32>(out + o, load<f32>(y + o) > 0 ? load<f32>(dy + o) : 0);
  }
}

/**
 * x [n × p × c] to out [c × p × n]: what turns a batch of pictures into the operands of the filter's gradient. With
 * p = 1 a plain matrix transpose. 4×4 tiles, so that both sides are read and written four floats at a time.
 */
export function transposeOuter(x: usize, n: i32, p: i32, c: i32, out: usize): void {
  const inRow = (<usize>p * <usize>c) << 2;
  const outRow = (<usize>p * <usize>n) << 2;
  // Tiles of 64 × 64 values keep the strided side within the first-level cache.
  for (let q = 0; q < p; q++) {
    const source = x + ((<usize>q * <usize>c) << 2);
    const target = out + ((<usize>q * <usize>n) << 2);
    for (let i0 = 0; i0 < n; i0 += 64) {
      const i1 = min(i0 + 64, n);
      for (let j0 = 0; j0 < c; j0 += 64) {
        transposeTile(source, inRow, target, outRow, i0, i1, j0, min(j0 + 64, c));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeTile(
  source: usize, inRow: usize, target: usize, outRow: usize, i0: i32, i1: i32, j0: i32, j1: i32,
): void {
  let i = i0;
  for (; i + 4 <= i1; i += 4) {
    let j = j0;
    const r0 = source + <usize>i * inRow;
    for (; j + 4 <= j1; j += 4) {
      const o = (<usize>j) << 2;
      const a = v128.load(r0 + o);
      const b = v128.load(r0 + inRow + o);
      const e = v128.load(r0 + inRow * 2 + o);
      const f = v128.load(r0 + inRow * 3 + o);
      const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const ef0 = v128.shuffle<i32>(e, f, 0, 4, 1, 5);
      const ef1 = v128.shuffle<i32>(e, f, 2, 6, 3, 7);
      const t = target + <usize>j * outRow + ((<usize>i) << 2);
      v128.store(t, v128.shuffle<i32>(ab0, ef0, 0, 1, 4, 5));
      v128.store(t + outRow, v128.shuffle<i32>(ab0, ef0, 2, 3, 6, 7));
      v128.store(t + outRow * 2, v128.shuffle<i32>(ab1, ef1, 0, 1, 4, 5));
      v128.store(t + outRow * 3, v128.shuffle<i32>(ab1, ef1, 2, 3, 6, 7));
    }
    for (; j < j1; j++) {
      const t = target + <usize>j * outRow + ((<usize>i) << 2);
      const s = r0 + ((<usize>j) << 2);
      store<f32>(t, load<f32>(s));
      store<f32>(t + 4, load<f32>(s + inRow));
      store<f32>(t + 8, load<f32>(s + inRow * 2));
      store<f32>(t + 12, load<f32>(s + inRow * 3));
    }
  }
  for (; i < i1; i++) {
    for (let j = j0; j < j1; j++) {
      const s = source + <usize>i * inRow + ((<usize>j) << 2);
      store<f32>(target + <usize>j * outRow + ((<usize>i) << 2), load<f32>(s));
    }
  }
}

/** Sum of each column of x [rows × c] into out [c]. `partial` holds c floats. */
export function columnSums(x: usize, rows: i32, c: i32, out: usize, partial: usize): void {
  const bytes = (<usize>c) << 2;
  memory.fill(out, 0, bytes);
  for (let start = 0; start < rows; start += 64) {
    const end = min(start + 64, rows);
    memory.fill(partial, 0, bytes);
    for (let r = start; r < end; r++) addRow(partial, x + <usize>r * bytes, c);
    addRow(out, partial, c);
  }
}

/**
 * One Adam step (Kingma and Ba 2015, algorithm 1, with the bias corrections folded into `rate` and `epsilon` as in its
 * section 2): m and v are updated in place, the new weights go to `out`.
 */
export function adamStep(
  w: usize, g: usize, m: usize, v: usize, n: i32, rate: f32, beta1: f32, beta2: f32, epsilon: f32, out: usize,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(1 - beta1);
  const c2 = f32x4.splat(1 - beta2);
  const lr = f32x4.splat(rate);
  const eps = f32x4.splat(epsilon);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const o = (<usize>i) << 2;
    const grad = v128.load(g + o);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + o)), f32x4.mul(c1, grad));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + o)), f32x4.mul(c2, f32x4.mul(grad, grad)));
    v128.store(m + o, first);
    v128.store(v + o, second);
    const step = f32x4.div(f32x4.mul(lr, first), f32x4.add(f32x4.sqrt(second), eps));
    v128.store(out + o, f32x4.sub(v128.load(w + o), step));
  }
  for (; i < n; i++) {
    const o = (<usize>i) << 2;
    const grad = load<f32>(g + o);
    const first = beta1 * load<f32>(m + o) + (1 - beta1) * grad;
    const second = beta2 * load<f32>(v + o) + (1 - beta2) * grad * grad;
    store<f32>(m + o, first);
    store<f32>(v + o, second);
    store<f32>(out + o, load<f32>(w + o) - (rate * first) / (sqrt<f32>(second) + epsilon));
  }
}
