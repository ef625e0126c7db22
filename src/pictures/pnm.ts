import type { Samples } from './eight-bit.ts';

/** A decoded picture at its full size. */
export interface DecodedSamples extends Samples {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes a netpbm picture (PBM, PGM, PPM; text or binary; up to 16 bits), which libvips' prebuilt binaries do not read.
 * Values are scaled to the whole of 8 or 16 bits by the largest that the file says it may have. Of several pictures in one
 * file the first is read. Memory is taken only once all pixels are known to be there.
 * @throws Error with the reason when it is damaged or truncated.
 */
export function decodePnm(bytes: Uint8Array, maxPixels: number): DecodedSamples {
  const kind = bytes[1] - 0x30;
  const reader = tokenReader(bytes, 2);
  const width = reader.number();
  const height = reader.number();
  if (width < 1 || height < 1) throw new Error(`its header claims the impossible size ${width}×${height}`);
  if (width * height > maxPixels) throw new Error(`it claims ${width}×${height} pixels, which is too large`);
  const isBits = kind === 1 || kind === 4;
  const most = isBits ? 1 : reader.number();
  if (most < 1 || most > 65535) throw new Error(`its header claims the impossible largest value ${most}`);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const count = width * height * channels;
  // A text needs one character for each value at least; a binary file has its header end in one blank.
  const left = bytes.length - reader.at() - 1;
  const needed = kind <= 3 ? count : kind === 4 ? Math.ceil(width / 8) * height : count * (most > 255 ? 2 : 1);
  if (left + (kind <= 3 ? 1 : 0) < needed) throw new Error('the file is truncated');
  const data = most > 255 ? new Uint16Array(count) : new Uint8Array(count);
  const scale = (most > 255 ? 65535 : 255) / most;
  const put = (i: number, value: number): void => {
    data[i] = Math.round(Math.min(value, most) * scale);
  };
  if (kind === 1) for (let i = 0; i < count; i++) put(i, 1 - reader.bit());
  else if (kind <= 3) for (let i = 0; i < count; i++) put(i, reader.number());
  else {
    const begin = reader.at() + 1;
    if (kind === 4) {
      const stride = Math.ceil(width / 8);
      for (let i = 0; i < count; i++) {
        const x = i % width;
        put(i, 1 - ((bytes[begin + Math.floor(i / width) * stride + (x >> 3)] >> (7 - (x & 7))) & 1));
      }
    } else if (most > 255) {
      for (let i = 0, at = begin; i < count; i++, at += 2) put(i, bytes[at] * 256 + bytes[at + 1]);
    } else for (let i = 0; i < count; i++) put(i, bytes[begin + i]);
  }
  return { width, height, channels, data };
}

/** Reads numbers that blanks and comments stand between. */
function tokenReader(
  bytes: Uint8Array,
  start: number,
): { readonly number: () => number; readonly bit: () => number; readonly at: () => number } {
  let at = start;
  const skip = (): void => {
    for (; at < bytes.length; at++) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
      else if (bytes[at] !== 0x20 && (bytes[at] < 0x09 || bytes[at] > 0x0d)) return;
    }
  };
  const digit = (): number => (at < bytes.length ? bytes[at] - 0x30 : -1);
  return {
    number: () => {
      skip();
      if (at >= bytes.length) throw new Error('the file is truncated');
      let value = 0;
      let digits = 0;
      for (let next = digit(); next >= 0 && next <= 9 && digits < 10; next = digit()) {
        value = value * 10 + next;
        digits++;
        at++;
      }
      if (digits === 0) throw new Error(`byte ${at} is no number`);
      return value;
    },
    bit: () => {
      skip();
      const value = digit();
      at++;
      if (value !== 0 && value !== 1)
        throw new Error(at > bytes.length ? 'the file is truncated' : `byte ${at} is no bit`);
      return value;
    },
    at: () => at,
  };
}
