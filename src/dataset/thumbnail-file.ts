import { mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from './class-folders.ts';
import { normaliseDatasetPath } from './dataset-path.ts';
import { withPicture } from './decode-picture.ts';
import { PictureError, readPictureFile } from './picture-file.ts';
import { sha256 } from './sha256.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

export interface ThumbnailOptions {
  /** Longest side, in pixels. Smaller pictures are not enlarged. */
  readonly size: number;
  readonly cacheFolder: string;
}

/** Raised when thumbnails become others than before, so that old ones are not used. */
const VERSION = 1;
const MAX_SIZE = 4096;

/**
 * The file of a picture's thumbnail (WebP), made where the cache folder does not have it yet. One that was made is used
 * for as long as the picture's file keeps its place, size and time of change.
 * @param root the data set's root
 * @param path POSIX path relative to it
 * @throws PictureError where the picture can't be read, or lies outside of the root; FileWriteError where the thumbnail
 *   can't be written
 */
export async function thumbnailFile(
  root: string,
  path: string,
  { size, cacheFolder }: ThumbnailOptions,
): Promise<string> {
  if (normaliseDatasetPath(path) !== path) throw new PictureError('outside-root', 'is no path within the data set');
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) throw new RangeError(`${size} is no size of a thumbnail`);
  const realRoot = await realpath(root);
  const file = await realpath(join(realRoot, path));
  if (!isInside(file, realRoot)) throw new PictureError('outside-root', 'is a link out of the data set');
  const info = await stat(file);
  const key = sha256([VERSION, size, info.size, info.mtimeMs, file].join('\0'));
  const folder = join(cacheFolder, key.slice(0, 2));
  const thumbnail = join(folder, `${key.slice(2)}.webp`);
  if ((await stat(thumbnail).catch(() => undefined))?.isFile() === true) return thumbnail;
  const bytes = await readPictureFile(realRoot, path);
  const small = await withPicture(bytes, (_, picture) =>
    picture
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 90 })
      .toBuffer(),
  );
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(thumbnail, small, { sync: false });
  return thumbnail;
}
