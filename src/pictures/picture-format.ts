export type PictureFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF' | 'BMP';

/** Formats that are read, for messages. */
export const PICTURE_FORMATS = 'PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP';

/**
 * Tells a picture's format from its first bytes, whatever its name says. Only these formats ever reach the decoder:
 * SVG, PDF and the rest, which could refer to other files, do not.
 */
export function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (start.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'WebP';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'GIF';
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return 'TIFF';
  if (start.startsWith('ftyp', 4) && /avi[fs]/.test(start.slice(8))) return 'AVIF';
  if (start.startsWith('BM') && start.length >= 26) return 'BMP';
  return undefined;
}
