import type { DecodedPicture } from './decode-picture.ts';

/**
 * A square picture made smaller: each new pixel is the mean of the old ones that it covers, by area.
 *
 * @param from side of the picture
 * @param to side of the result, at most `from`
 */
export function shrinkSquare({ channels, pixels }: DecodedPicture, from: number, to: number): DecodedPicture {
  if (from === to) return { channels, pixels };
  const rows = shrinkRows(Float32Array.from(pixels), from, from, to, channels);
  // The same again with columns for rows.
  const turned = transposed(rows, from, to, channels);
  const both = transposed(shrinkRows(turned, to, from, to, channels), to, to, channels);
  return { channels, pixels: Uint8Array.from(both, Math.round) };
}

/** Shrinks each of `count` rows from `from` to `to` pixels. */
function shrinkRows(pixels: Float32Array, count: number, from: number, to: number, channels: number): Float32Array {
  const ratio = from / to;
  const out = new Float32Array(count * to * channels);
  for (let x = 0; x < to; x++) {
    const [start, end] = [x * ratio, (x + 1) * ratio];
    for (let at = Math.floor(start); at < end && at < from; at++) {
      const weight = (Math.min(end, at + 1) - Math.max(start, at)) / ratio;
      for (let y = 0; y < count; y++) {
        for (let c = 0; c < channels; c++) {
          out[(y * to + x) * channels + c] += weight * pixels[(y * from + at) * channels + c];
        }
      }
    }
  }
  return out;
}

/** @returns width × height pixels of what has height × width ones */
function transposed(pixels: Float32Array, height: number, width: number, channels: number): Float32Array {
  const out = new Float32Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) out[(x * height + y) * channels + c] = pixels[(y * width + x) * channels + c];
    }
  }
  return out;
}
