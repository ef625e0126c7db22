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

/** Pixels whose rows of x and dy are kept close at a time by filterGrad: 256 cache lines of each fit in 32 KiB. */
const PIXELS_AT_A_TIME = 256;

/**
 * Gradient of a convolution's filter: out[a, b, i, o] = Σ x[n, h·stride + a − top, w·stride + b − left, i] · dy[n, h, w, o].
 * A tile of 4 input × 8 output channels stays in registers while a run of pixels goes by, so that nothing has to be
 * transposed or packed. x [n × height × width × ci], dy [n × outHeight × outWidth × co], out [kh × kw × ci × co].
 */
export function filterGrad(
  x: usize, dy: usize, n: i32, height: i32, width: i32, ci: i32, outHeight: i32, outWidth: i32, co: i32,
  kh: i32, kw: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, out: usize,
): void {
  memory.fill(out, 0, (<usize>(kh * kw * ci * co)) << 2);
  const chunk = max(1, PIXELS_AT_A_TIME / (outHeight * outWidth));
  for (let n0 = 0; n0 < n; n0 += chunk) {
    const n1 = min(n0 + chunk, n);
    for (let a = 0; a < kh; a++) {
      const h0 = firstInside(top - a, strideHeight);
      const h1 = min(outHeight, lastInside(height, top - a, strideHeight) + 1);
      for (let b = 0; b < kw; b++) {
        const w0 = firstInside(left - b, strideWidth);
        const w1 = min(outWidth, lastInside(width, left - b, strideWidth) + 1);
        if (h0 >= h1 || w0 >= w1) continue;
        const target = out + ((<usize>((a * kw + b) * ci * co)) << 2);
        // The first picture's first pixel that this tap meets, and the steps from there.
        const fromX = x + ((<usize>((((n0 * height + h0 * strideHeight + a - top) * width) + w0 * strideWidth + b - left) * ci)) << 2);
        const fromY = dy + ((<usize>(((n0 * outHeight + h0) * outWidth + w0) * co)) << 2);
        const rowX = (<usize>(strideHeight * width * ci)) << 2;
        const rowY = (<usize>(outWidth * co)) << 2;
        const pictureX = (<usize>(height * width * ci)) << 2;
        const pictureY = (<usize>(outHeight * outWidth * co)) << 2;
        const stepX = (<usize>(strideWidth * ci)) << 2;
        const stepY = (<usize>co) << 2;
        let i = 0;
        for (; i + 4 <= ci; i += 4) {
          let o = 0;
          for (; o + 8 <= co; o += 8) {
            tile4x8(
              fromX + ((<usize>i) << 2), fromY + ((<usize>o) << 2), n1 - n0, h1 - h0, w1 - w0,
              pictureX, pictureY, rowX, rowY, stepX, stepY, target + ((<usize>(i * co + o)) << 2), stepY,
            );
          }
          for (; o < co; o++) {
            for (let q = 0; q < 4; q++) {
              single(
                fromX + ((<usize>(i + q)) << 2), fromY + ((<usize>o) << 2), n1 - n0, h1 - h0, w1 - w0,
                pictureX, pictureY, rowX, rowY, stepX, stepY, target + ((<usize>((i + q) * co + o)) << 2),
              );
            }
          }
        }
        for (; i < ci; i++) {
          let o = 0;
          for (; o + 8 <= co; o += 8) {
            tile1x8(
              fromX + ((<usize>i) << 2), fromY + ((<usize>o) << 2), n1 - n0, h1 - h0, w1 - w0,
              pictureX, pictureY, rowX, rowY, stepX, stepY, target + ((<usize>(i * co + o)) << 2),
            );
          }
          for (; o < co; o++) {
            single(
              fromX + ((<usize>i) << 2), fromY + ((<usize>o) << 2), n1 - n0, h1 - h0, w1 - w0,
              pictureX, pictureY, rowX, rowY, stepX, stepY, target + ((<usize>(i * co + o)) << 2),
            );
          }
        }
      }
    }
  }
}

/** First output position whose input position, p·stride − before, is not before the picture. */
// @ts-ignore: decorator
@inline
function firstInside(before: i32, stride: i32): i32 {
  return before <= 0 ? 0 : (before + stride - 1) / stride;
}

/** Last output position whose input position, p·stride − before, is not behind the picture; may be negative. */
// @ts-ignore: decorator
@inline
function lastInside(side: i32, before: i32, stride: i32): i32 {
  const room = side - 1 + before;
  return room < 0 ? -1 : room / stride;
}

function tile4x8(
  x: usize, y: usize, pictures: i32, rows: i32, pixels: i32, pictureX: usize, pictureY: usize, rowX: usize, rowY: usize,
  stepX: usize, stepY: usize, out: usize, outRow: usize,
): void {
  let a0 = v128.load(out);
  let a1 = v128.load(out, 16);
  let b0 = v128.load(out + outRow);
  let b1 = v128.load(out + outRow, 16);
  let c0 = v128.load(out + outRow * 2);
  let c1 = v128.load(out + outRow * 2, 16);
  let d0 = v128.load(out + outRow * 3);
  let d1 = v128.load(out + outRow * 3, 16);
  for (let n = 0; n < pictures; n++) {
    let lineX = x + <usize>n * pictureX;
    let lineY = y + <usize>n * pictureY;
    for (let h = 0; h < rows; h++) {
      let p = lineX;
      let q = lineY;
      for (let w = 0; w < pixels; w++) {
        const y0 = v128.load(q);
        const y1 = v128.load(q, 16);
        const xa = v128.load_splat<f32>(p);
        a0 = f32x4.add(a0, f32x4.mul(xa, y0));
        a1 = f32x4.add(a1, f32x4.mul(xa, y1));
        const xb = v128.load_splat<f32>(p, 4);
        b0 = f32x4.add(b0, f32x4.mul(xb, y0));
        b1 = f32x4.add(b1, f32x4.mul(xb, y1));
        const xc = v128.load_splat<f32>(p, 8);
        c0 = f32x4.add(c0, f32x4.mul(xc, y0));
        c1 = f32x4.add(c1, f32x4.mul(xc, y1));
        const xd = v128.load_splat<f32>(p, 12);
        d0 = f32x4.add(d0, f32x4.mul(xd, y0));
        d1 = f32x4.add(d1, f32x4.mul(xd, y1));
        p += stepX;
        q += stepY;
      }
      lineX += rowX;
      lineY += rowY;
    }
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out + outRow, b0);
  v128.store(out + outRow, b1, 16);
  v128.store(out + outRow * 2, c0);
  v128.store(out + outRow * 2, c1, 16);
  v128.store(out + outRow * 3, d0);
  v128.store(out + outRow * 3, d1, 16);
}

function tile1x8(
  x: usize, y: usize, pictures: i32, rows: i32, pixels: i32, pictureX: usize, pictureY: usize, rowX: usize, rowY: usize,
  stepX: usize, stepY: usize, out: usize,
): void {
  let a0 = v128.load(out);
  let a1 = v128.load(out, 16);
  for (let n = 0; n < pictures; n++) {
    let lineX = x + <usize>n * pictureX;
    let lineY = y + <usize>n * pictureY;
    for (let h = 0; h < rows; h++) {
      let p = lineX;
      let q = lineY;
      for (let w = 0; w < pixels; w++) {
        const xa = v128.load_splat<f32>(p);
        a0 = f32x4.add(a0, f32x4.mul(xa, v128.load(q)));
        a1 = f32x4.add(a1, f32x4.mul(xa, v128.load(q, 16)));
        p += stepX;
        q += stepY;
      }
      lineX += rowX;
      lineY += rowY;
    }
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
}

function single(
  x: usize, y: usize, pictures: i32, rows: i32, pixels: i32, pictureX: usize, pictureY: usize, rowX: usize, rowY: usize,
  stepX: usize, stepY: usize, out: usize,
): void {
  let sum = load<f32>(out);
  for (let n = 0; n < pictures; n++) {
    for (let h = 0; h < rows; h++) {
      let p = x + <usize>n * pictureX + <usize>h * rowX;
      let q = y + <usize>n * pictureY + <usize>h * rowY;
      for (let w = 0; w < pixels; w++) {
        sum += load<f32>(p) * load<f32>(q);
        p += stepX;
        q += stepY;
      }
    }
  }
  store<f32>(out, sum);
}

/**
 * Gradient of max-pooling: each output's dy goes to the first of the largest values of its window. x and dx
 * [n × height × width × c], dy [n × outHeight × outWidth × c].
 */
export function maxPoolGrad(
  x: usize, dy: usize, n: i32, height: i32, width: i32, c: i32, outHeight: i32, outWidth: i32,
  kh: i32, kw: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, dx: usize,
): void {
  const bytes = (<usize>c) << 2;
  memory.fill(dx, 0, <usize>(n * height * width) * bytes);
  for (let i = 0; i < n; i++) {
    for (let h = 0; h < outHeight; h++) {
      const hFrom = h * strideHeight - top;
      const h0 = max(hFrom, 0);
      const h1 = min(hFrom + kh, height);
      for (let w = 0; w < outWidth; w++) {
        const wFrom = w * strideWidth - left;
        const w0 = max(wFrom, 0);
        const w1 = min(wFrom + kw, width);
        const g = dy + <usize>((i * outHeight + h) * outWidth + w) * bytes;
        let j = 0;
        for (; j + 4 <= c; j += 4) {
          const o = (<usize>j) << 2;
          let best = f32x4.splat(-Infinity);
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) best = f32x4.pmax(best, v128.load(x + p));
          }
          const grad = v128.load(g + o);
          let open = i32x4.splat(-1);
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) {
              const hit = v128.and(open, f32x4.eq(v128.load(x + p), best));
              v128.store(dx + p, f32x4.add(v128.load(dx + p), v128.and(hit, grad)));
              open = v128.andnot(open, hit);
            }
          }
        }
        for (; j < c; j++) {
          const o = (<usize>j) << 2;
          let best = -Infinity as f32;
          let at: usize = 0;
          for (let y = h0; y < h1; y++) {
            let p = <usize>((i * height + y) * width + w0) * bytes + o;
            for (let z = w0; z < w1; z++, p += bytes) {
              const value = load<f32>(x + p);
              if (value > best) {
                best = value;
                at = dx + p;
              }
            }
          }
          if (at != 0) store<f32>(at, load<f32>(at) + load<f32>(g + o));
        }
      }
    }
  }
}
