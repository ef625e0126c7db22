export type PictureFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF' | 'BMP' | 'PNM' | 'DICOM';

/** Formats that are read, for messages. */
export const PICTURE_FORMATS = 'PNG, JPEG, WebP, GIF, TIFF, AVIF, BMP, PGM, PPM or DICOM';

const startOf = (bytes: Uint8Array, length: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, length)).toString('latin1');

/**
 * Tells a picture's format from its first bytes, whatever its name says. Only these formats ever reach a decoder:
 * SVG, PDF and the rest, which could refer to other files, do not.
 */
export function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  const start = startOf(bytes, 132);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (start.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'WebP';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'GIF';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return 'TIFF';
  if (start.startsWith('ftyp', 4) && /avi[fs]/.test(start.slice(8, 64))) return 'AVIF';
  if (start.startsWith('BM') && start.length >= 26) return 'BMP';
  if (/^P[1-6][\s#]/.test(start)) return 'PNM';
  if (start.startsWith('DICM', 128)) return 'DICOM';
  return undefined;
}

/** What a file is that is read by no decoder here, and what to do with it, in words that follow its path. */
export function describeUnread(bytes: Uint8Array): string {
  const start = startOf(bytes, 1024);
  const convert = (what: string, how: string): string => `is ${what}, which is not read; ${how}`;
  if (start.startsWith('ftyp', 4) && /^(?:hei|hev|mif1|msf1)/.test(start.slice(8))) {
    return convert('a HEIC picture', 'convert it to JPEG');
  }
  if (start.startsWith('\xff\x0a') || start.startsWith('JXL ', 4)) {
    return convert('a JPEG XL picture', 'convert it to PNG or JPEG');
  }
  if (start.startsWith('jP  ', 4) || start.startsWith('\xff\x4f\xff\x51')) {
    return convert('a JPEG 2000 picture', 'convert it to PNG or JPEG');
  }
  if (start.startsWith('8BPS')) return convert('a Photoshop file', 'save it as PNG');
  if (start.startsWith('v/1\x01')) return convert('an OpenEXR picture', 'tone-map it to PNG');
  if (start.startsWith('%PDF')) return convert('a PDF', 'save its page as PNG');
  if (start.startsWith('version https://git-lfs')) {
    return 'is a pointer of Git LFS, not the picture itself; fetch the pictures with "git lfs pull"';
  }
  const what = /<svg[\s>]/i.test(start)
    ? 'is an SVG drawing'
    : /^\s*<(?:!doctype html|html)/i.test(start)
      ? 'is a web page'
      : 'is no picture';
  return `${what}: only ${PICTURE_FORMATS} are read; convert it or remove its row`;
}

/** What the first bytes of a file tell of its samples, for the formats that have at most 16 bits in 4 channels. */
export interface SampleHints {
  /** More than 8 bits a sample. */
  readonly deep: boolean;
  /** There may be an alpha channel, or a colour that stands for none. */
  readonly alpha: boolean;
}

export function sampleHints(bytes: Uint8Array, format: PictureFormat): SampleHints {
  switch (format) {
    case 'PNG':
      return { deep: bytes[24] === 16, alpha: bytes[25] === 4 || bytes[25] === 6 || hasTransparentColour(bytes) };
    case 'WebP': {
      const kind = startOf(bytes, 16).slice(12);
      return { deep: false, alpha: kind === 'VP8L' || (kind === 'VP8X' && (bytes[20] & 0x10) !== 0) };
    }
    case 'GIF':
      return { deep: false, alpha: true };
    default:
      return { deep: false, alpha: false };
  }
}

/** Most chunks of a PNG that are looked at before its pixels. */
const MAX_CHUNKS = 64;

/** Whether a PNG has a tRNS chunk before its pixels. */
function hasTransparentColour(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8, chunks = 0; chunks < MAX_CHUNKS && at + 8 <= bytes.length; chunks++) {
    const type = view.getUint32(at + 4);
    if (type === 0x74524e53) return true;
    if (type === 0x49444154) return false;
    at += 12 + view.getUint32(at);
  }
  // So many chunks before the pixels hide what comes after them.
  return bytes.length > 8 && view.getUint32(Math.min(12, bytes.length - 4)) === 0x49484452;
}
