import { mkdir, realpath, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside, normaliseDatasetPath } from '../files/index.ts';
import { withPicture } from './open-picture.ts';
import { PictureError, withPictureFile } from './picture-file.ts';
import { pruneFolder } from '../files/index.ts';
import { sha256 } from '../files/index.ts';
import { writeFileAtomic } from '../files/index.ts';

export interface ThumbnailOptions {
  /** Longest side, in pixels. Smaller pictures are not enlarged. */
  readonly size: number;
  readonly cacheFolder: string;
}

/** To be raised when thumbnails change, so that old ones are not used. */
const VERSION = 2;
const MAX_SIZE = 4096;
/** Thumbnails together take no more than this, which is checked after every PRUNE_EVERY new ones. */
const MAX_TOTAL_BYTES = 512 * 1024 ** 2;
const PRUNE_EVERY = 1000;
const DAY = 24 * 3600 * 1000;
const MAX_AGE_MS = 90 * DAY;
/** A use is noted in the file's time once a day. */
const TOUCH_AFTER = DAY;

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
  const there = await stat(thumbnail).catch(() => undefined);
  if (there?.isFile() === true) {
    const now = new Date();
    if (now.getTime() - there.mtimeMs > TOUCH_AFTER) await utimes(thumbnail, now, now).catch(() => undefined);
    return thumbnail;
  }
  const small = await withPictureFile(realRoot, path, (bytes) =>
    withPicture(bytes, async ({ sharp, resized }) => {
      const { data, width, height, channels } = await resized({
        ...{ width: size, height: size, fit: 'inside', withoutEnlargement: true },
      });
      return sharp(data, { raw: { width, height, channels } }).webp({ quality: 90 }).toBuffer();
    }),
  );
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(thumbnail, small, { sync: false });
  pruneNowAndThen(cacheFolder);
  return thumbnail;
}

/** How many thumbnails this process has made in each cache folder. */
const made = new Map<string, number>();

/** Bounds the cache at this process's first thumbnail and after many more, without holding it up. */
function pruneNowAndThen(cacheFolder: string): void {
  const count = made.get(cacheFolder) ?? 0;
  made.set(cacheFolder, count + 1);
  if (count % PRUNE_EVERY === 0) void pruneThumbnails(cacheFolder).catch(() => undefined);
}

/**
 * Removes the thumbnails that were not used for long, and those used longest ago while all take too much.
 * @throws the system's error where the folder can't be listed
 */
export function pruneThumbnails(cacheFolder: string, maxBytes = MAX_TOTAL_BYTES): Promise<void> {
  return pruneFolder(cacheFolder, { maxBytes, maxAge: MAX_AGE_MS, ending: '.webp' });
}
