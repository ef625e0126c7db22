import { contentBox } from './content-box.ts';
import type { Treatment } from './eight-bit.ts';
import { withPicture, type OpenPicture } from './open-picture.ts';
import type { DecodeOptions } from './types.ts';

/** A decoded picture: `imageSize`² pixels of 1 byte where it is grey, of 3 (RGB) where it is not. */
export interface DecodedPicture {
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
  /** What was done to make it visible; absent where nothing was. */
  readonly treatment?: Treatment;
}

/** To be raised when the same file decodes to other pixels, so that caches know. */
export const DECODER_VERSION = 2;

/** Pictures are shrunk to this side before their content is looked for. */
const TRIM_SIDE = 1024;
/** How far red, green and blue may lie apart in a grey picture: what JPEG adds to one. */
const GREY_TOLERANCE = 6;

/**
 * Decodes one picture file as `withPicture` opens it, resized to a square.
 *
 * The resize is a plain one that does not keep the aspect ratio (`fit: fill`): the network sees the whole picture at the
 * highest resolution that the square allows, and nothing is cut off or padded. On handwriting of 1,884 different sizes
 * the prototype of the default model was trained in this way.
 * @throws what `withPicture` throws
 */
export function decodePicture(
  bytes: Uint8Array,
  options: Pick<DecodeOptions, 'imageSize' | 'trim'>,
): Promise<DecodedPicture> {
  return withPicture(bytes, (picture) => resize(picture, options));
}

async function resize(
  { sharp, resized }: OpenPicture,
  { imageSize, trim }: Pick<DecodeOptions, 'imageSize' | 'trim'>,
): Promise<DecodedPicture> {
  const square = { width: imageSize, height: imageSize, fit: 'fill' } as const;
  const whole = await resized(
    trim ? { width: TRIM_SIDE, height: TRIM_SIDE, fit: 'inside', withoutEnlargement: true } : square,
  );
  const { width, height, data, scaled, onBlack } = whole;
  const treatment = scaled || onBlack ? { treatment: { scaled, onBlack } } : {};
  if (!trim) return { ...toPicture(data, imageSize), ...treatment };
  const rgb = toRgb(data, width * height);
  const content = sharp(rgb, { raw: { width, height, channels: 3 } }).extract(contentBox(rgb, width, height));
  return { ...toPicture(await content.resize(square).raw().toBuffer(), imageSize), ...treatment };
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
