// AssemblyScript; see index.ts.

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
@inline
function firstInside(before: i32, stride: i32): i32 {
  return before <= 0 ? 0 : (before + stride - 1) / stride;
}

/** Last output position whose input position, p·stride − before, is not behind the picture; may be negative. */
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
