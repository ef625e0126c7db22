import { parseDicom, type DataSet } from 'dicom-parser';
import { toEightBit, type EightBit } from './eight-bit.ts';

/** A decoded DICOM picture at its full size. */
export interface DicomPicture extends EightBit {
  readonly width: number;
  readonly height: number;
}

const PIXELS = 'x7fe00010';
/** Transfer syntaxes whose pixels stand there as they are, and whether the last of two bytes comes first in them. */
const BIG_ENDIAN: Readonly<Record<string, boolean | undefined>> = {
  '1.2.840.10008.1.2': false,
  '1.2.840.10008.1.2.1': false,
  '1.2.840.10008.1.2.2': true,
};

/**
 * Decodes the first frame of an uncompressed DICOM picture: MONOCHROME1 and 2 of 8 to 32 bits, and RGB of 8. Values are
 * rescaled, then windowed by the first window that the file names (DICOM PS3.3 C.11.2.1.2); without one they are mapped as
 * those of other deep pictures are. Memory is taken only once all pixels are known to be there.
 * @throws Error with the reason and what to do when it is compressed, of another kind, damaged or truncated.
 */
export function decodeDicom(bytes: Uint8Array, maxPixels: number): DicomPicture {
  const file = parsed(bytes);
  const syntax = (file.string('x00020010') ?? '1.2.840.10008.1.2').trim();
  const bigEndian = BIG_ENDIAN[syntax];
  if (bigEndian === undefined) {
    throw new Error(`its pixels are compressed (transfer syntax ${shown(syntax)}), e.g. gdcmconv --raw unpacks them`);
  }
  const element = Object.hasOwn(file.elements, PIXELS) ? file.elements[PIXELS] : undefined;
  if (element === undefined) throw new Error('it has no pixels');
  const { width, height, samples, bits, kind } = headerOf(file, maxPixels);
  const values = width * height * samples;
  if (element.dataOffset + values * (bits / 8) > bytes.length) throw new Error('the file is truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset + element.dataOffset, values * (bits / 8));
  if (kind === 'RGB') {
    const planar = file.uint16('x00280006') === 1;
    const data = new Uint8Array(values);
    const pixels = width * height;
    for (let i = 0; i < values; i++) {
      data[i] = view.getUint8(planar ? (i % 3) * pixels + Math.floor(i / 3) : i);
    }
    return { width, height, data, channels: 3, scaled: false, onBlack: false };
  }
  const grey = greyOf(file, view, { values, bits, littleEndian: !bigEndian });
  if (kind === 'MONOCHROME1') for (let i = 0; i < grey.data.length; i++) grey.data[i] = 255 - grey.data[i];
  return { width, height, ...grey };
}

/** The elements up to the pixels. */
function parsed(bytes: Uint8Array): DataSet {
  try {
    return parseDicom(bytes, { untilTag: PIXELS });
  } catch (error) {
    // The parser throws strings and objects as well.
    const inner = typeof error === 'object' && error !== null && 'exception' in error ? error.exception : error;
    const reason = inner instanceof Error ? inner.message : String(inner);
    throw new Error(`its header is damaged (${shown(reason.split('\n')[0])})`, { cause: error });
  }
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly samples: 1 | 3;
  readonly bits: 8 | 16 | 32;
  readonly kind: 'MONOCHROME1' | 'MONOCHROME2' | 'RGB';
}

function headerOf(file: DataSet, maxPixels: number): Header {
  const width = file.uint16('x00280011') ?? 0;
  const height = file.uint16('x00280010') ?? 0;
  const samples = file.uint16('x00280002') ?? 1;
  const bits = file.uint16('x00280100') ?? 0;
  const kind = (file.string('x00280004') ?? 'MONOCHROME2').trim();
  if (width < 1 || height < 1) throw new Error(`its header claims the impossible size ${width}×${height}`);
  if (width * height > maxPixels) throw new Error(`it claims ${width}×${height} pixels, which is too large`);
  const isGrey = (kind === 'MONOCHROME1' || kind === 'MONOCHROME2') && samples === 1;
  if (!isGrey && !(kind === 'RGB' && samples === 3 && bits === 8)) {
    throw new Error(`its pixels are ${shown(kind)} of ${samples} × ${bits} bits, which is not read, save it as PNG`);
  }
  if (bits !== 8 && bits !== 16 && bits !== 32) throw new Error(`it has ${bits} bits per pixel, which is not read`);
  return { width, height, samples: isGrey ? 1 : 3, bits, kind: kind };
}

function greyOf(
  file: DataSet,
  view: DataView,
  { values, bits, littleEndian }: { readonly values: number; readonly bits: number; readonly littleEndian: boolean },
): EightBit & { readonly data: Uint8Array } {
  const stored = Math.min(bits, Math.max(1, file.uint16('x00280101') ?? bits));
  const high = file.uint16('x00280102') ?? stored - 1;
  const signed = file.uint16('x00280103') === 1;
  const slope = numberOf(file, 'x00281053') ?? 1;
  const intercept = numberOf(file, 'x00281052') ?? 0;
  // What lies above and below the bits that are stored was once used for overlays.
  const up = Math.max(0, 31 - high);
  const down = 32 - stored;
  const data = new Float32Array(values);
  for (let i = 0; i < values; i++) {
    const raw =
      bits === 8
        ? view.getUint8(i)
        : bits === 16
          ? view.getUint16(i * 2, littleEndian)
          : view.getUint32(i * 4, littleEndian);
    const shifted = raw << up;
    data[i] = (signed ? shifted >> down : shifted >>> down) * slope + intercept;
  }
  const centre = numberOf(file, 'x00281050');
  const width = numberOf(file, 'x00281051');
  if (centre === undefined || width === undefined || width < 1) {
    const { low, high: top } = rangeOfAll(data);
    // All of one value: as dark as its bits say.
    if (low === top) return { data: new Uint8Array(values), channels: 1, scaled: false, onBlack: false };
    return toEightBit({ data, channels: 1 });
  }
  const grey = new Uint8Array(values);
  const span = Math.max(width - 1, Number.MIN_VALUE);
  for (let i = 0; i < values; i++) {
    const share = (data[i] - (centre - 0.5)) / span + 0.5;
    grey[i] = share > 0 ? Math.round(Math.min(1, share) * 255) : 0;
  }
  return { data: grey, channels: 1, scaled: false, onBlack: false };
}

function rangeOfAll(data: Float32Array): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** The first number of an element of decimal strings. */
function numberOf(file: DataSet, tag: string): number | undefined {
  const text = file.string(tag, 0)?.trim();
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Text of the file as a message may hold it. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
