import { realpath } from 'node:fs/promises';
import readExif from 'exif-reader';
import { normaliseDatasetPath } from '../files/index.ts';
import { loadSharp } from './load-sharp.ts';
import { PictureError, withPictureFile } from './picture-file.ts';

/** What a picture's file says of itself. */
export interface PictureFacts {
  readonly bytes: number;
  /** In pixels, upright. Absent where the file does not say in a way that the decoder knows. */
  readonly width?: number;
  readonly height?: number;
  /** When it was taken, by its EXIF data, as `2019-05-31 14:02`: the camera's own time. */
  readonly taken?: string;
  /** Make and model of the camera, by the same. */
  readonly camera?: string;
}

/**
 * Reads what a picture's file says of itself; its pixels are not decoded.
 * @param root the data set's root
 * @param path POSIX path relative to it
 * @throws PictureError where the file can't be read, or lies outside of the root
 */
export async function pictureFacts(root: string, path: string): Promise<PictureFacts> {
  if (normaliseDatasetPath(path) !== path) throw new PictureError('outside-root', 'is no path within the data set');
  return withPictureFile(await realpath(root), path, async (bytes) => {
    const sharp = await loadSharp();
    const found = await sharp(bytes, { failOn: 'none', animated: false })
      .metadata()
      .catch(() => undefined);
    if (found === undefined) return { bytes: bytes.length };
    const { width, height } = found.autoOrient;
    return { bytes: bytes.length, width, height, ...exifFacts(found.exif) };
  });
}

function exifFacts(exif: Buffer | undefined): Pick<PictureFacts, 'taken' | 'camera'> {
  if (exif === undefined) return {};
  try {
    const { Photo: photo, Image: image } = readExif(exif);
    const date: unknown = photo?.DateTimeOriginal ?? image?.DateTime;
    const taken = date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
    const words = [image?.Make, image?.Model].filter((word): word is string => typeof word === 'string');
    const camera = words.map((word) => word.trim().slice(0, 60)).join(' ');
    return {
      ...(taken === undefined ? {} : { taken: taken.slice(0, 16).replace('T', ' ') }),
      ...(camera === '' ? {} : { camera }),
    };
  } catch {
    // Damaged EXIF data says nothing.
    return {};
  }
}
