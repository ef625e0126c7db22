// AssemblyScript; see index.ts.

import { multiplyAdd } from './fused';
import { packEights } from './pack';

/**
 * Gradient of a convolution's filter: out[a, b, i, o] = Σ x[n, h·stride + a − top, w·stride + b − left, i] · dy[n, h, w, o].
 * A tile of 4 input × 8 output channels stays in registers while a run of pixels goes by. Of `chunk` pictures at a time, dy
 * is first packed into panels of 8 channels and x into panels of 4, so that a run is contiguous: rows of 256 channels lie
 * 1 KiB apart, where only four sets of the first-level cache would serve them all.
 * x [n × height × width × ci], dy [n × outHeight × outWidth × co], out [kh × kw × ci × co]; `scratch` holds
 * chunk · (outHeight · outWidth · co + height · width · 4) floats.
 */
export function filterGrad(
  x: usize, dy: usize, n: i32, height: i32, width: i32, ci: i32, outHeight: i32, outWidth: i32, co: i32,
  kh: i32, kw: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, chunk: i32, scratch: usize, out: usize,
): void {
  memory.fill(out, 0, (<usize>(kh * kw * ci * co)) << 2);
  const outPixels = outHeight * outWidth;
  const inPixels = height * width;
  const panelsX = scratch + ((<usize>(chunk * outPixels * co)) << 2);
  const wholeTap = kh == 1 && kw == 1 && strideHeight == 1 && strideWidth == 1 && inPixels == outPixels;
  const rowOut = (<usize>co) << 2;
  const tapOut = (<usize>(ci * co)) << 2;
  for (let n0 = 0; n0 < n; n0 += chunk) {
    const pictures = min(chunk, n - n0);
    const panel = <usize>(pictures * outPixels) << 5;
    const chunkX = x + ((<usize>(n0 * inPixels * ci)) << 2);
    const chunkY = dy + ((<usize>(n0 * outPixels * co)) << 2);
    for (let o = 0; o + 8 <= co; o += 8) {
      packEights(chunkY + ((<usize>o) << 2), pictures * outPixels, rowOut, scratch + <usize>(o >> 3) * panel);
    }
    let lanes = 4;
    for (let i = 0; i < ci; i += lanes) {
      const four = i + 4 <= ci;
      if (!four) lanes = 1;
      if (four) packFours(chunkX + ((<usize>i) << 2), pictures * inPixels, (<usize>ci) << 2, panelsX);
      // Bytes between pixels of x: in a panel, or as it is.
      const pixelX: usize = four ? 16 : (<usize>ci) << 2;
      const baseX = four ? panelsX : chunkX + ((<usize>i) << 2);
      for (let a = 0; a < kh; a++) {
        const h0 = firstInside(top - a, strideHeight);
        const h1 = min(outHeight, lastInside(height, top - a, strideHeight) + 1);
        for (let b = 0; b < kw; b++) {
          const w0 = firstInside(left - b, strideWidth);
          const w1 = min(outWidth, lastInside(width, left - b, strideWidth) + 1);
          if (h0 >= h1 || w0 >= w1) continue;
          const target = out + <usize>(a * kw + b) * tapOut + <usize>i * rowOut;
          // Pixels that the tap meets first.
          const firstX = <usize>((h0 * strideHeight + a - top) * width + w0 * strideWidth + b - left);
          const firstY = <usize>(h0 * outWidth + w0);
          const rowX = <usize>(strideHeight * width) * pixelX;
          const pictureX = <usize>inPixels * pixelX;
          const stepX = <usize>strideWidth * pixelX;
          const fromX = baseX + firstX * pixelX;
          let o = 0;
          for (; o + 8 <= co; o += 8) {
            const fromY = scratch + <usize>(o >> 3) * panel + (firstY << 5);
            const at = target + ((<usize>o) << 2);
            if (four && wholeTap) {
              tile4x8(fromX, fromY, 1, 1, pictures * outPixels, 0, 0, 0, 0, 16, 32, at, rowOut);
            } else if (four) {
              tile4x8(
                fromX, fromY, pictures, h1 - h0, w1 - w0,
                pictureX, <usize>outPixels << 5, rowX, <usize>outWidth << 5, stepX, 32, at, rowOut,
              );
            } else {
              tile1x8(
                fromX, fromY, pictures, h1 - h0, w1 - w0,
                pictureX, <usize>outPixels << 5, rowX, <usize>outWidth << 5, stepX, 32, at,
              );
            }
          }
          for (; o < co; o++) {
            for (let q = 0; q < lanes; q++) {
              single(
                fromX + ((<usize>q) << 2), chunkY + firstY * rowOut + ((<usize>o) << 2), pictures, h1 - h0, w1 - w0,
                pictureX, <usize>outPixels * rowOut, rowX, <usize>outWidth * rowOut, stepX, rowOut,
                target + <usize>q * rowOut + ((<usize>o) << 2),
              );
            }
          }
        }
      }
    }
  }
}

/** Four channels of each pixel, side by side. */
function packFours(from: usize, pixels: i32, step: usize, to: usize): void {
  for (let p = 0; p < pixels; p++) {
    v128.store(to, v128.load(from));
    from += step;
    to += 16;
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
        a0 = multiplyAdd(xa, y0, a0);
        a1 = multiplyAdd(xa, y1, a1);
        const xb = v128.load_splat<f32>(p, 4);
        b0 = multiplyAdd(xb, y0, b0);
        b1 = multiplyAdd(xb, y1, b1);
        const xc = v128.load_splat<f32>(p, 8);
        c0 = multiplyAdd(xc, y0, c0);
        c1 = multiplyAdd(xc, y1, c1);
        const xd = v128.load_splat<f32>(p, 12);
        d0 = multiplyAdd(xd, y0, d0);
        d1 = multiplyAdd(xd, y1, d1);
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

// In two steps: with two sums alone each waits for the one before, and a fused step takes longer than an addition.
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
