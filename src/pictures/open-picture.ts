import type { ResizeOptions, Sharp } from 'sharp';
import { decodeBmp } from './bmp.ts';
import { decodeDicom } from './dicom.ts';
import { toEightBit, type EightBit } from './eight-bit.ts';
import { createMemoryGate } from './memory-gate.ts';
import { PictureError } from './picture-file.ts';
import { describeUnread, sampleHints, sniffFormat, type PictureFormat } from './picture-format.ts';
import { decodePnm } from './pnm.ts';
import { loadSharp, type SharpModule } from './load-sharp.ts';

/** Pixels of a picture that was resized, 8 bits each. */
export interface Pixels extends EightBit {
  readonly width: number;
  readonly height: number;
}

/** A picture that is open: upright, 8-bit sRGB, on a background, whatever its file holds. */
export interface OpenPicture {
  readonly sharp: SharpModule;
  /** Decodes it, resized. */
  readonly resized: (size: ResizeOptions) => Promise<Pixels>;
}

/** Most memory that one picture may take when it is decoded in full, in bytes: 100 megapixels of 8-bit RGB (AVIF: 20). */
const MAX_DECODED_BYTES = 300_000_000;
/** libheif holds an AVIF picture several times over; measured: 17 bytes per pixel of 8-bit RGB. */
const AVIF_COPIES = 5;
/** Larger ones are decoded at once only as far as this bound on memory allows. */
const gate = createMemoryGate(MAX_DECODED_BYTES);
/** Formats of at most 4 channels of 16 bits. */
const SHALLOW: ReadonlySet<string> = new Set(['PNG', 'JPEG', 'WebP', 'GIF']);
/** Such pictures of so many pixels take 16 MB at most, and are decoded without a look at their header first. */
const SMALL_PIXELS = 2_000_000;
/** Bitmaps and the like are decoded here, where nothing else goes on meanwhile. */
const MAX_OWN_PIXELS = 32_000_000;
/** Of those decoded here, deep ones take so many bytes a pixel together with their copies. */
const OWN_BYTES = 9;

/**
 * Opens a picture file, after a look at its format and size, and does some work on it. Large ones are worked on at once
 * only as far as memory is bounded. The work is begun anew where a picture turns out to be larger than most.
 *
 * EXIF rotation is applied, any colour space becomes sRGB, any depth 8 bits (see `toEightBit`), and of several frames the
 * first is taken.
 * @throws PictureError when it is no picture, damaged, truncated or too large, or when the work fails. Warnings of the
 * decoder alone are no reason to refuse a picture; errors and missing data are.
 */
export async function withPicture<T>(bytes: Uint8Array, work: (picture: OpenPicture) => Promise<T>): Promise<T> {
  const format = sniffFormat(bytes);
  if (format === undefined) throw new PictureError('not-an-image', describeUnread(bytes));
  const sharp = await loadSharp();
  try {
    if (format === 'BMP' || format === 'PNM' || format === 'DICOM') {
      return await gate.run(Math.min(bytes.length * OWN_BYTES, MAX_DECODED_BYTES), () =>
        work(ownPicture(sharp, bytes, format)),
      );
    }
    const open = (limitInputPixels: number): Sharp =>
      sharp(bytes, { failOn: 'error', limitInputPixels, animated: false });
    if (SHALLOW.has(format)) {
      try {
        return await work(shallowPicture(sharp, () => open(SMALL_PIXELS), bytes, format));
      } catch (error) {
        if (!isPixelLimit(error)) throw error;
      }
    }
    const { width, height, channels, depth, hasAlpha, space } = await open(MAX_DECODED_BYTES).metadata();
    const sampleBytes = depth === 'uchar' ? 1 : depth === 'ushort' || depth === 'short' ? 2 : 4;
    const size = width * height * channels * sampleBytes * (format === 'AVIF' ? AVIF_COPIES : 1);
    if (size > MAX_DECODED_BYTES) throw new Error(`it claims ${width}×${height} pixels, which is too large`);
    const again = (): Sharp => open(MAX_DECODED_BYTES);
    return await gate.run(size, () =>
      work(
        SHALLOW.has(format)
          ? shallowPicture(sharp, again, bytes, format)
          : headedPicture(sharp, again, { depth, space, channels, hasAlpha }),
      ),
    );
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const message = error instanceof Error ? error.message.trim().split('\n')[0] : String(error);
    const reason = isPixelLimit(error) ? 'it claims too many pixels' : message;
    const what = `can't be decoded as ${format}: ${reason}; restore, shrink or remove it`;
    throw new PictureError('unreadable-image', what, { cause: error });
  }
}

function isPixelLimit(error: unknown): boolean {
  return error instanceof Error && error.message.includes('pixel limit');
}

/** A picture in one of the formats that sharp does not read. */
function ownPicture(sharp: SharpModule, bytes: Uint8Array, format: 'BMP' | 'PNM' | 'DICOM'): OpenPicture {
  return {
    sharp,
    resized: (size) => {
      const { width, height, ...eightBit } =
        format === 'DICOM' ? decodeDicom(bytes, MAX_OWN_PIXELS) : shallowOwn(bytes, format);
      const { data, channels, scaled, onBlack } = eightBit;
      return rawPixels(sharp(data, { raw: { width, height, channels } }).resize(size), { scaled, onBlack });
    },
  };
}

function shallowOwn(
  bytes: Uint8Array,
  format: 'BMP' | 'PNM',
): EightBit & { readonly width: number; readonly height: number } {
  if (format === 'BMP') return { ...decodeBmp(bytes, MAX_OWN_PIXELS), channels: 3, scaled: false, onBlack: false };
  const { width, height, ...samples } = decodePnm(bytes, MAX_OWN_PIXELS);
  return { width, height, ...toEightBit(samples) };
}

/** A picture whose first bytes tell all that has to be known: nearly all pictures that there are. */
function shallowPicture(sharp: SharpModule, open: () => Sharp, bytes: Uint8Array, format: PictureFormat): OpenPicture {
  const { deep, alpha } = sampleHints(bytes, format);
  return { sharp, resized: (size) => (deep ? deepPixels(open, size) : shallowPixels(open(), size, alpha)) };
}

interface Head {
  readonly depth: string;
  readonly space: string;
  readonly channels: number;
  readonly hasAlpha: boolean;
}

function headedPicture(sharp: SharpModule, open: () => Sharp, { depth, space, channels, hasAlpha }: Head): OpenPicture {
  if (depth === 'float' && space.endsWith('16')) {
    throw new Error('its values are floating point of 16 bits, which is not read, save it with 32 bits');
  }
  const isShallow = depth === 'uchar' || channels > 4;
  return {
    sharp,
    resized: (size) => (isShallow ? shallowPixels(open(), size, hasAlpha) : deepPixels(open, size, space)),
  };
}

async function shallowPixels(picture: Sharp, size: ResizeOptions, alpha: boolean): Promise<Pixels> {
  const upright = picture.autoOrient();
  const untouched = { scaled: false, onBlack: false };
  if (!alpha)
    return rawPixels(upright.flatten({ background: '#ffffff' }).toColourspace('srgb').resize(size), untouched);
  const { data, info } = await upright
    .toColourspace('srgb')
    .resize(size)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, ...toEightBit({ data, channels: info.channels }) };
}

/** Decodes a picture of more than 8 bits, in its own numbers, then in ours. */
async function deepPixels(open: () => Sharp, size: ResizeOptions, known?: string): Promise<Pixels> {
  const space = known ?? (await open().metadata()).space;
  if (!['grey16', 'rgb16', 'b-w', 'scrgb'].includes(space)) return shallowPixels(open(), size, true);
  const isWhole = space.endsWith('16');
  const { data, info } = await open()
    .autoOrient()
    .resize(size)
    .toColourspace(space)
    .raw({ depth: isWhole ? 'ushort' : 'float' })
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels;
  const whole = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const samples = isWhole ? new Uint16Array(whole) : new Float32Array(whole);
  // Linear light, as its numbers say that it is: the decoder knows how it looks.
  if (space === 'scrgb' && samples.every((value) => value >= 0 && value <= 1)) return shallowPixels(open(), size, true);
  const opaque = isWhole ? 65535 : space === 'scrgb' ? 1 : 255;
  return { width: info.width, height: info.height, ...toEightBit({ data: samples, channels, opaque }) };
}

async function rawPixels(picture: Sharp, treatment: Pick<EightBit, 'scaled' | 'onBlack'>): Promise<Pixels> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (info.channels === 1 || info.channels === 3) return { width, height, data, channels: info.channels, ...treatment };
  return { width, height, ...toEightBit({ data, channels: info.channels }) };
}
