import type { PictureLooks } from '../../../core/index.ts';
import type { MeasuredPicture } from './measured-picture.ts';

/** Numbers of 8 bytes: dark, light, aspect ratio, information, CleanVision's blurry, size, sharpness. */
const REALS = 7;
/** Width, height, then the hashes: 16 of the orientations, 22 of the parts. */
const WHOLES = 2 + 16 + 22;
const SQUARE = 1024;
const PIXELS = 16;
/** Grey, of one colour, and 6 bytes of nothing. */
const FLAGS = 8;

const WHOLES_AT = 8 * REALS;
const ORIENTED_AT = WHOLES_AT + 8;
const SQUARE_AT = WHOLES_AT + 4 * WHOLES;
const PIXELS_AT = SQUARE_AT + SQUARE;
const FLAGS_AT = PIXELS_AT + PIXELS;

/** Bytes that a measured picture takes. */
export const RECORD_BYTES = FLAGS_AT + FLAGS;

/** To be raised when the same pixels measure otherwise, or records are laid out otherwise. */
export const LOOKS_VERSION = 3;

/** A measured picture as bytes, for a cache and for another thread. */
export function encodeLooks({ looks, hashes, width, height, pixels }: MeasuredPicture): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  const { dark, light, oddAspectRatio, lowInformation, blurry, grayscale, size, sharpness } = looks;
  const reals = [dark, light, oddAspectRatio, lowInformation, blurry, size, sharpness];
  for (let i = 0; i < reals.length; i++) view.setFloat64(8 * i, reals[i], true);
  const { oriented, cut } = hashes;
  const cutAt = ORIENTED_AT + 4 * oriented.length;
  view.setUint32(WHOLES_AT, width, true);
  view.setUint32(WHOLES_AT + 4, height, true);
  for (let i = 0; i < oriented.length; i++) view.setUint32(ORIENTED_AT + 4 * i, oriented[i], true);
  for (let i = 0; i < cut.length; i++) view.setUint32(cutAt + 4 * i, cut[i], true);
  bytes.set(hashes.square, SQUARE_AT);
  bytes.set(Buffer.from(pixels, 'hex'), PIXELS_AT);
  bytes[FLAGS_AT] = grayscale;
  bytes[FLAGS_AT + 1] = Number(hashes.isPlain);
  return bytes;
}

/**
 * A measured picture from its bytes, each of whose parts is read when it is asked for.
 *
 * @param bytes as `encodeLooks` made them; they must stay as they are
 */
export function decodeLooks({ buffer, byteOffset: begin }: Uint8Array): MeasuredPicture {
  const view = new DataView(buffer, begin, RECORD_BYTES);
  const real = (i: number): number => view.getFloat64(8 * i, true);
  const wholes = (from: number, length: number): Uint32Array => {
    const found = new Uint32Array(length);
    for (let i = 0; i < length; i++) found[i] = view.getUint32(WHOLES_AT + 4 * (from + i), true);
    return found;
  };
  return {
    get looks(): PictureLooks {
      return {
        ...{ dark: real(0), light: real(1), oddAspectRatio: real(2), lowInformation: real(3), blurry: real(4) },
        ...{ size: real(5), sharpness: real(6), grayscale: view.getUint8(FLAGS_AT) === 0 ? 0 : 1 },
      };
    },
    hashes: {
      get oriented() {
        return wholes(2, 16);
      },
      get cut() {
        return wholes(18, 22);
      },
      get square() {
        return new Uint8Array(buffer, begin + SQUARE_AT, SQUARE);
      },
      isPlain: view.getUint8(FLAGS_AT + 1) === 1,
    },
    width: view.getUint32(WHOLES_AT, true),
    height: view.getUint32(WHOLES_AT + 4, true),
    get pixels() {
      return Buffer.from(buffer, begin + PIXELS_AT, PIXELS).toString('hex');
    },
  };
}
