// AssemblyScript; see index.ts.

import { multiplyAdd } from './fused';
import { packEights } from './pack';

/** Of fewer input channels than so many, the numbers that a tile sees are first laid side by side. */
const FEW: i32 = 8;

/**
 * Convolution with bias and bounds: out = min(max(bias + Σ x·filter, least), most); no bounds where `bounded` is 0.
 * x is n × height × width × ci, filter kh × kw × ci × co, bias co (0: none), out n × outHeight × outWidth × co. Sums go over the
 * filter's rows, columns and input channels, in order, from the bias on; what lies outside of the picture is 0.
 * A tile of 4 pixels × 8 output channels stays in registers meanwhile. `scratch` holds the filter in panels of 8
 * channels (the last filled up with zeros), a bias as long, a pixel of zeros, a tile, for each place of the filter where
 * the four pixels lie, and what they see in four rows: kh·kw·(ci·co8 + 4 + 4·ci) + co8 + ci + 36 floats, where co8 is co
 * rounded up to eights.
 */
export function convolution(
  x: usize, n: i32, height: i32, width: i32, ci: i32, filter: usize, kh: i32, kw: i32, co: i32, bias: usize,
  strideHeight: i32, strideWidth: i32, top: i32, left: i32, outHeight: i32, outWidth: i32, bounded: i32, least: f32, most: f32,
  scratch: usize, out: usize,
): void {
  const taps = kh * kw;
  const depth = taps * ci;
  const panels = (co + 7) >> 3;
  const panel = (<usize>depth) << 5;
  const biases = scratch + <usize>panels * panel;
  const zeros = biases + ((<usize>panels) << 5);
  const tile = zeros + ((<usize>ci) << 2);
  const places = tile + 128;
  const rows = places + ((<usize>taps) << 4);
  const seen = rows + 16;
  const rowSeen = (<usize>depth) << 2;
  const rowX = (<usize>ci) << 2;
  const line = <usize>width * rowX;
  const rowOut = (<usize>co) << 2;
  packFilter(filter, depth, co, scratch);
  memory.fill(biases, 0, (<usize>panels) << 5);
  if (bias != 0) memory.copy(biases, bias, rowOut);
  memory.fill(zeros, 0, rowX);
  const low = f32x4.splat(least);
  const high = f32x4.splat(most);

  const few = ci < FEW && taps > 1;
  for (let p = 0; p < 4; p++) store<u32>(rows + ((<usize>p) << 2), <u32>(seen + <usize>p * rowSeen));
  const pixels = n * outHeight * outWidth;
  let picture = x;
  let oy = 0;
  let ox = 0;
  for (let first = 0; first < pixels; first += 4) {
    const count = min(4, pixels - first);
    for (let p = 0; p < 4; p++) {
      const y0 = oy * strideHeight - top;
      const x0 = ox * strideWidth - left;
      let to = places + ((<usize>p) << 2);
      if (y0 >= 0 && x0 >= 0 && y0 + kh <= height && x0 + kw <= width) {
        let from = picture + <usize>(y0 * width + x0) * rowX;
        for (let ky = 0; ky < kh; ky++) {
          let at = from;
          for (let kx = 0; kx < kw; kx++) {
            store<u32>(to, <u32>at);
            at += rowX;
            to += 16;
          }
          from += line;
        }
      } else {
        for (let ky = 0; ky < kh; ky++) {
          const y = y0 + ky;
          const isRow = y >= 0 && y < height;
          for (let kx = 0; kx < kw; kx++) {
            const at = x0 + kx;
            store<u32>(to, isRow && at >= 0 && at < width ? <u32>(picture + <usize>(y * width + at) * rowX) : <u32>zeros);
            to += 16;
          }
        }
      }
      // Pixels behind the last one are the last one again: their results are not kept.
      if (p + 1 < count || first + 4 < pixels) {
        ox++;
        if (ox == outWidth) {
          ox = 0;
          oy++;
          if (oy == outHeight) {
            oy = 0;
            picture += <usize>height * line;
          }
        }
      }
    }
    if (few) gather(places, taps, rowX, seen, rowSeen);
    const target = out + <usize>first * rowOut;
    let weights = scratch;
    for (let o = 0; o < co; o += 8) {
      const at = (<usize>o) << 2;
      const whole = count == 4 && o + 8 <= co;
      const to = whole ? target + at : tile;
      const step = whole ? rowOut : 32;
      if (few) tileOfFour(rows, 1, rowSeen, weights, biases + at, bounded, low, high, to, step);
      else tileOfFour(places, taps, rowX, weights, biases + at, bounded, low, high, to, step);
      if (!whole) {
        const bytes = (<usize>min(8, co - o)) << 2;
        for (let p = 0; p < count; p++) memory.copy(target + at + <usize>p * rowOut, tile + ((<usize>p) << 5), bytes);
      }
      weights += panel;
    }
  }
}

/** What four pixels see, a row of numbers each: place after place, and in it channel after channel. */
function gather(places: usize, taps: i32, end: usize, to: usize, row: usize): void {
  for (let t = 0; t < taps; t++) {
    const a = <usize>load<u32>(places);
    const b = <usize>load<u32>(places, 4);
    const c = <usize>load<u32>(places, 8);
    const d = <usize>load<u32>(places, 12);
    places += 16;
    for (let q: usize = 0; q < end; q += 4) {
      store<f32>(to, load<f32>(a + q));
      store<f32>(to + row, load<f32>(b + q));
      store<f32>(to + row * 2, load<f32>(c + q));
      store<f32>(to + row * 3, load<f32>(d + q));
      to += 4;
    }
  }
}

/** Eight columns of a matrix side by side, panel after panel; zeros where the last has fewer. */
function packFilter(filter: usize, rows: i32, columns: i32, to: usize): void {
  const step = (<usize>columns) << 2;
  let o = 0;
  for (; o + 8 <= columns; o += 8) {
    packEights(filter + ((<usize>o) << 2), rows, step, to);
    to += (<usize>rows) << 5;
  }
  if (o == columns) return;
  let from = filter + ((<usize>o) << 2);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < 8; c++) store<f32>(to + ((<usize>c) << 2), o + c < columns ? load<f32>(from + ((<usize>c) << 2)) : 0);
    from += step;
    to += 32;
  }
}

/** `places`: for each tap four pointers, of the pixels that it meets; `end`: bytes of a pixel. */
function tileOfFour(
  places: usize, taps: i32, end: usize, weights: usize, bias: usize, bounded: i32, low: v128, high: v128, out: usize, row: usize,
): void {
  let a0 = v128.load(bias);
  let a1 = v128.load(bias, 16);
  let b0 = a0;
  let b1 = a1;
  let c0 = a0;
  let c1 = a1;
  let d0 = a0;
  let d1 = a1;
  for (let t = 0; t < taps; t++) {
    const pa = <usize>load<u32>(places);
    const pb = <usize>load<u32>(places, 4);
    const pc = <usize>load<u32>(places, 8);
    const pd = <usize>load<u32>(places, 12);
    places += 16;
    for (let q: usize = 0; q < end; q += 4) {
      const y0 = v128.load(weights);
      const y1 = v128.load(weights, 16);
      const xa = v128.load_splat<f32>(pa + q);
      a0 = multiplyAdd(xa, y0, a0);
      a1 = multiplyAdd(xa, y1, a1);
      const xb = v128.load_splat<f32>(pb + q);
      b0 = multiplyAdd(xb, y0, b0);
      b1 = multiplyAdd(xb, y1, b1);
      const xc = v128.load_splat<f32>(pc + q);
      c0 = multiplyAdd(xc, y0, c0);
      c1 = multiplyAdd(xc, y1, c1);
      const xd = v128.load_splat<f32>(pd + q);
      d0 = multiplyAdd(xd, y0, d0);
      d1 = multiplyAdd(xd, y1, d1);
      weights += 32;
    }
  }
  if (bounded) {
    a0 = f32x4.pmin(high, f32x4.pmax(low, a0));
    a1 = f32x4.pmin(high, f32x4.pmax(low, a1));
    b0 = f32x4.pmin(high, f32x4.pmax(low, b0));
    b1 = f32x4.pmin(high, f32x4.pmax(low, b1));
    c0 = f32x4.pmin(high, f32x4.pmax(low, c0));
    c1 = f32x4.pmin(high, f32x4.pmax(low, c1));
    d0 = f32x4.pmin(high, f32x4.pmax(low, d0));
    d1 = f32x4.pmin(high, f32x4.pmax(low, d1));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  out += row;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  out += row;
  v128.store(out, c0);
  v128.store(out, c1, 16);
  out += row;
  v128.store(out, d0);
  v128.store(out, d1, 16);
}
