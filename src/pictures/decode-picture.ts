import type { Sharp } from 'sharp';
import { decodeBmp } from './bmp.ts';
import { contentBox } from './content-box.ts';
import { InputError } from '../files/index.ts';
import { createMemoryGate } from './memory-gate.ts';
import { PICTURE_FORMATS, sniffFormat } from './picture-format.ts';
import { PictureError } from './picture-file.ts';
import type { DecodeOptions } from './types.ts';

/** A decoded picture: `imageSize`² pixels of 1 byte where it is grey, of 3 (RGB) where it is not. */
export interface DecodedPicture {
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** To be raised when the same file decodes to other pixels, so that caches know. */
export const DECODER_VERSION = 1;

type SharpModule = (typeof import('sharp'))['default'];
let loaded: Promise<SharpModule> | undefined;

/**
 * Loads sharp on first use, so that importing this room stays cheap.
 * @throws InputError when its binary for this platform is not installed.
 */
export function loadSharp(): Promise<SharpModule> {
  loaded ??= import('sharp').then(
    ({ default: sharp }) => {
      // Pictures are decoded side by side, so each needs only one thread; and none is decoded twice.
      sharp.concurrency(1);
      sharp.cache(false);
      return sharp;
    },
    (error: unknown) => {
      loaded = undefined;
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new InputError(`sharp: the picture decoder can't be loaded on this machine (${reason}); run npm install`);
    },
  );
  return loaded;
}

/** Most memory that one picture may take when it is decoded in full, in bytes: 100 megapixels of 8-bit RGB (AVIF: 20). */
const MAX_DECODED_BYTES = 300_000_000;
/** libheif holds an AVIF picture several times over; measured: 17 bytes per pixel of 8-bit RGB. */
const AVIF_COPIES = 5;
/** Larger ones are decoded at once only as far as this bound on memory allows. */
const gate = createMemoryGate(MAX_DECODED_BYTES);
/** Formats of at most 4 channels of 16 bits. */
const SHALLOW: ReadonlySet<string> = new Set(['PNG', 'JPEG', 'WebP', 'GIF']);
/** Pictures in these formats with at most this many pixels take 16 MB at most, and are decoded without reading their header first. */
const SMALL_PIXELS = 2_000_000;
/** Bitmaps are decoded here, where nothing else goes on meanwhile. */
const MAX_BMP_PIXELS = 32_000_000;
/** Pictures are shrunk to this side before their content is looked for. */
const TRIM_SIDE = 1024;
/** How far red, green and blue may lie apart in a grey picture: what JPEG adds to one. */
const GREY_TOLERANCE = 6;

/**
 * Decodes one picture file: EXIF rotation applied, alpha flattened onto white, any colour space and depth to 8-bit sRGB,
 * the first frame of several, then resized to a square.
 *
 * The resize is a plain one that does not keep the aspect ratio (`fit: fill`): the network sees the whole picture at the
 * highest resolution that the square allows, and nothing is cut off or padded. On handwriting of 1,884 different sizes
 * the prototype of the default model was trained in this way.
 * @throws PictureError when it is no picture, damaged, truncated or too large. Warnings of the decoder alone are no
 * reason to refuse a picture; errors and missing data are.
 */
export function decodePicture(
  bytes: Uint8Array,
  options: Pick<DecodeOptions, 'imageSize' | 'trim'>,
): Promise<DecodedPicture> {
  return withPicture(bytes, (sharp, picture) => resize(sharp, picture, options));
}

/**
 * Opens a picture file, after a look at its format and size, and does some work on it. Large ones are processed at
 * the same time only as far as memory allows. The work starts again where a picture turns out to be larger than most.
 * @throws PictureError when it is no picture, damaged, truncated or too large, or when the work fails.
 */
export async function withPicture<T>(
  bytes: Uint8Array,
  work: (sharp: SharpModule, picture: Sharp) => Promise<T>,
): Promise<T> {
  const format = sniffFormat(bytes);
  if (format === undefined) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
    const svg = /<svg[\s>]/i.test(text) ? 'is an SVG drawing' : 'is no picture';
    throw new PictureError('not-an-image', `${svg}: only ${PICTURE_FORMATS} are read; convert it or remove its row`);
  }
  const sharp = await loadSharp();
  try {
    if (format === 'BMP') {
      const { data, width, height } = decodeBmp(bytes, MAX_BMP_PIXELS);
      return await work(sharp, sharp(data, { raw: { width, height, channels: 3 } }));
    }
    const open = (limitInputPixels: number): Sharp =>
      sharp(bytes, { failOn: 'error', limitInputPixels, animated: false });
    if (SHALLOW.has(format)) {
      try {
        return await work(sharp, open(SMALL_PIXELS));
      } catch (error) {
        if (!isPixelLimit(error)) throw error;
      }
    }
    const { width, height, channels, depth } = await open(MAX_DECODED_BYTES).metadata();
    const sampleBytes = depth === 'uchar' ? 1 : depth === 'ushort' || depth === 'short' ? 2 : 4;
    const size = width * height * channels * sampleBytes * (format === 'AVIF' ? AVIF_COPIES : 1);
    if (size > MAX_DECODED_BYTES) throw new Error(`it claims ${width}×${height} pixels, which is too large`);
    return await gate.run(size, () => work(sharp, open(MAX_DECODED_BYTES)));
  } catch (error) {
    const message = error instanceof Error ? error.message.trim().split('\n')[0] : String(error);
    const reason = isPixelLimit(error) ? 'it claims too many pixels' : message;
    const what = `can't be decoded as ${format}: ${reason}; restore, shrink or remove it`;
    throw new PictureError('unreadable-image', what, { cause: error });
  }
}

function isPixelLimit(error: unknown): boolean {
  return error instanceof Error && error.message.includes('pixel limit');
}

async function resize(
  sharp: SharpModule,
  picture: Sharp,
  { imageSize, trim }: Pick<DecodeOptions, 'imageSize' | 'trim'>,
): Promise<DecodedPicture> {
  const upright = picture.autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb');
  const square = { width: imageSize, height: imageSize, fit: 'fill' } as const;
  if (!trim) return toPicture(await upright.resize(square).raw({ depth: 'uchar' }).toBuffer(), imageSize);
  const { data, info } = await upright
    .resize({ width: TRIM_SIDE, height: TRIM_SIDE, fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const rgb = toRgb(data, width * height);
  const content = sharp(rgb, { raw: { width, height, channels: 3 } }).extract(contentBox(rgb, width, height));
  return toPicture(await content.resize(square).raw().toBuffer(), imageSize);
}

/** Raw pixels of 1 or 3 channels as RGB. */
function toRgb(data: Uint8Array, pixels: number): Uint8Array {
  const channels = data.length / pixels;
  if (channels === 3) return data;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) rgb.fill(data[i * channels], i * 3, i * 3 + 3);
  return rgb;
}

/** Keeps one channel of three where they agree. */
function toPicture(data: Uint8Array, imageSize: number): DecodedPicture {
  const count = imageSize * imageSize;
  const rgb = toRgb(data, count);
  const pixels = new Uint8Array(count);
  for (let i = 0, p = 0; i < count; i++, p += 3) {
    const r = rgb[p];
    const g = rgb[p + 1];
    const b = rgb[p + 2];
    if (Math.max(r, g, b) - Math.min(r, g, b) > GREY_TOLERANCE) return { channels: 3, pixels: rgb.slice() };
    pixels[i] = luma(r, g, b);
  }
  return { channels: 1, pixels };
}

/** Brightness of a colour as ITU-R BT.601 weighs it; a grey is kept exactly. */
export function luma(r: number, g: number, b: number): number {
  return (77 * r + 150 * g + 29 * b + 128) >> 8;
}
