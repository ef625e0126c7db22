// AssemblyScript; see index.ts.

import { multiplyAdd } from './fused';

/** Channels that are gone through together, a cache line of them: for some rows of a picture they stay in the first cache. */
const TOGETHER: i32 = 16;
/** About so many outputs of them at once. */
const BAND: i32 = 256;

/**
 * Depthwise convolution with one filter a channel, bias, and bounds: out = min(max(bias + Σ x·filter, least), most).
 * x is n × height × width × c, filter kh × kw × c, bias c, out n × outHeight × outWidth × c. Sums go over the filter's rows, and
 * in them over its columns, in order; what lies outside of the picture is left out. Made for wide filters: of 3×3, where
 * little is worked out for what is read, tfjs's own is faster.
 */
export function depthwise(
  x: usize, n: i32, height: i32, width: i32, c: i32, filter: usize, kh: i32, kw: i32, bias: usize, strideHeight: i32,
  strideWidth: i32, top: i32, left: i32, outHeight: i32, outWidth: i32, least: f32, most: f32, out: usize,
): void {
  const pixel = (<usize>c) << 2;
  const row = <usize>width * pixel;
  const low = f32x4.splat(least);
  const high = f32x4.splat(most);
  const weightsRow = <usize>kw * pixel;
  const tiled = strideWidth == 1 && kw == 5;
  // Outputs of these columns see the filter's whole width.
  const lastWhole = (width - kw + left) / strideWidth;
  const band = max(1, BAND / outWidth);
  for (let i = 0; i < n; i++) {
    const picture = x + <usize>i * <usize>height * row;
    const result = out + <usize>i * <usize>outHeight * <usize>outWidth * pixel;
    for (let oy0 = 0; oy0 < outHeight; oy0 += band) {
      const oy1 = min(outHeight, oy0 + band);
      let ch = 0;
      while (ch < c) {
        const wide = ch + TOGETHER <= c;
        const four = !wide && ch + 4 <= c;
        const o = (<usize>ch) << 2;
        let to = result + <usize>(oy0 * outWidth) * pixel + o;
        for (let oy = oy0; oy < oy1; oy++) {
          const y = oy * strideHeight - top;
          const ky = max(0, -y);
          const rows = min(kh, height - y) - ky;
          const across = picture + <usize>(y + ky) * row + o;
          const down = filter + <usize>ky * weightsRow + o;
          let ox = 0;
          while (ox < outWidth) {
            const first = ox * strideWidth - left;
            if (tiled && wide && first >= 0 && ox + 3 <= lastWhole) {
              const from = across + <usize>first * pixel;
              for (let v: usize = 0; v < 64; v += 16) {
                four5(from + v, row, down + v, weightsRow, pixel, rows, bias + o + v, low, high, to + v);
              }
              ox += 4;
              to += pixel << 2;
              continue;
            }
            const kx = max(0, -first);
            const columns = min(kw, width - first) - kx;
            const from = across + <usize>(first + kx) * pixel;
            const weights = down + <usize>kx * pixel;
            if (wide) sixteen(from, row, weights, weightsRow, pixel, rows, columns, bias + o, low, high, to);
            else if (four) vector(from, row, weights, weightsRow, pixel, rows, columns, bias + o, low, high, to);
            else one(from, row, weights, weightsRow, pixel, rows, columns, bias + o, least, most, to);
            ox++;
            to += pixel;
          }
        }
        ch += wide ? TOGETHER : four ? 4 : 1;
      }
    }
  }
}

/** Four outputs side by side of a filter of 5 columns, stride 1, whole inside the picture's width; four channels. */
function four5(
  from: usize, row: usize, weights: usize, weightsRow: usize, pixel: usize, rows: i32, bias: usize, low: v128, high: v128,
  to: usize,
): void {
  let a = v128.load(bias);
  let b = a;
  let c = a;
  let d = a;
  for (let ky = 0; ky < rows; ky++) {
    const w0 = v128.load(weights);
    const w1 = v128.load(weights + pixel);
    const w2 = v128.load(weights + pixel * 2);
    const w3 = v128.load(weights + pixel * 3);
    const w4 = v128.load(weights + pixel * 4);
    let at = from;
    let x = v128.load(at);
    a = multiplyAdd(x, w0, a);
    at += pixel;
    x = v128.load(at);
    a = multiplyAdd(x, w1, a);
    b = multiplyAdd(x, w0, b);
    at += pixel;
    x = v128.load(at);
    a = multiplyAdd(x, w2, a);
    b = multiplyAdd(x, w1, b);
    c = multiplyAdd(x, w0, c);
    at += pixel;
    x = v128.load(at);
    a = multiplyAdd(x, w3, a);
    b = multiplyAdd(x, w2, b);
    c = multiplyAdd(x, w1, c);
    d = multiplyAdd(x, w0, d);
    at += pixel;
    x = v128.load(at);
    a = multiplyAdd(x, w4, a);
    b = multiplyAdd(x, w3, b);
    c = multiplyAdd(x, w2, c);
    d = multiplyAdd(x, w1, d);
    at += pixel;
    x = v128.load(at);
    b = multiplyAdd(x, w4, b);
    c = multiplyAdd(x, w3, c);
    d = multiplyAdd(x, w2, d);
    at += pixel;
    x = v128.load(at);
    c = multiplyAdd(x, w4, c);
    d = multiplyAdd(x, w3, d);
    at += pixel;
    x = v128.load(at);
    d = multiplyAdd(x, w4, d);
    from += row;
    weights += weightsRow;
  }
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, a)));
  v128.store(to + pixel, f32x4.pmin(high, f32x4.pmax(low, b)));
  v128.store(to + pixel * 2, f32x4.pmin(high, f32x4.pmax(low, c)));
  v128.store(to + pixel * 3, f32x4.pmin(high, f32x4.pmax(low, d)));
}

@inline
function sixteen(
  from: usize, row: usize, weights: usize, weightsRow: usize, pixel: usize, rows: i32, columns: i32, bias: usize, low: v128,
  high: v128, to: usize,
): void {
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  for (let ky = 0; ky < rows; ky++) {
    let at = from;
    let w = weights;
    for (let kx = 0; kx < columns; kx++) {
      a = multiplyAdd(v128.load(at), v128.load(w), a);
      b = multiplyAdd(v128.load(at, 16), v128.load(w, 16), b);
      c = multiplyAdd(v128.load(at, 32), v128.load(w, 32), c);
      d = multiplyAdd(v128.load(at, 48), v128.load(w, 48), d);
      at += pixel;
      w += pixel;
    }
    from += row;
    weights += weightsRow;
  }
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, a)));
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, b)), 16);
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, c)), 32);
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, d)), 48);
}

@inline
function vector(
  from: usize, row: usize, weights: usize, weightsRow: usize, pixel: usize, rows: i32, columns: i32, bias: usize, low: v128,
  high: v128, to: usize,
): void {
  let sum = v128.load(bias);
  for (let ky = 0; ky < rows; ky++) {
    let at = from;
    let w = weights;
    for (let kx = 0; kx < columns; kx++) {
      sum = multiplyAdd(v128.load(at), v128.load(w), sum);
      at += pixel;
      w += pixel;
    }
    from += row;
    weights += weightsRow;
  }
  v128.store(to, f32x4.pmin(high, f32x4.pmax(low, sum)));
}

function one(
  from: usize, row: usize, weights: usize, weightsRow: usize, pixel: usize, rows: i32, columns: i32, bias: usize, least: f32,
  most: f32, to: usize,
): void {
  let sum = load<f32>(bias);
  for (let ky = 0; ky < rows; ky++) {
    let at = from;
    let w = weights;
    for (let kx = 0; kx < columns; kx++) {
      sum += load<f32>(at) * load<f32>(w);
      at += pixel;
      w += pixel;
    }
    from += row;
    weights += weightsRow;
  }
  store<f32>(to, min(most, max(least, sum)));
}
