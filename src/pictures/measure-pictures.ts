import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import pMap from 'p-map';
import { fileFailure, InputError } from '../files/index.ts';
import { loadSharp } from './load-sharp.ts';
import { withPicture, type Pixels } from './open-picture.ts';
import { PictureError, withPictureFile } from './picture-file.ts';

/** The pixels of one picture, upright, 1 or 3 bytes each, and the size that it has itself. */
export interface MeasuredPixels {
  readonly pixels: Pick<Pixels, 'width' | 'height' | 'channels' | 'data'>;
  /** In pixels, upright; larger than that of `pixels` where the picture was shrunk. */
  readonly full: { readonly width: number; readonly height: number };
}

export interface MeasureOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Pictures with a longer side are shrunk to it: JPEG files then decode in a fraction of the time. */
export const MEASURED_SIDE = 2048;

/**
 * Decodes pictures one by one at their own size, up to a longer side of 2,048 pixels, as many at once as there are cores, and
 * measures each. None is kept.
 *
 * @param root absolute path of the data set's root
 * @param paths POSIX paths relative to it
 * @param measure is called here, not on a thread; what it returns is kept
 * @returns what was measured, by place in `paths`; undefined where the picture can't be used
 * @throws InputError when the root is gone or the decoder is not installed; the signal's reason as soon as it is aborted
 */
export async function measurePictures<T>(
  root: string,
  paths: readonly string[],
  measure: (picture: MeasuredPixels) => T,
  { signal, onProgress }: MeasureOptions = {},
): Promise<(T | undefined)[]> {
  signal?.throwIfAborted();
  const folder = await realpath(root).catch((error: unknown) => {
    throw new InputError(`${root}: ${fileFailure(error)}`, { cause: error });
  });
  await loadSharp();
  let done = 0;
  const one = async (path: string): Promise<T | undefined> => {
    try {
      return await withPictureFile(folder, path, async (bytes) => measure(await measuredPixels(bytes)));
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return undefined;
    } finally {
      if (signal?.aborted !== true) onProgress?.(++done, paths.length);
    }
  };
  return pMap(paths, one, { concurrency: availableParallelism() + 1, signal });
}

const LARGEST = { width: MEASURED_SIDE, height: MEASURED_SIDE, fit: 'inside', withoutEnlargement: true } as const;

/** @throws what `withPicture` throws */
export async function measuredPixels(bytes: Uint8Array): Promise<MeasuredPixels> {
  const { width, height, channels, data } = await withPicture(bytes, ({ resized }) => resized(LARGEST));
  const pixels = { width, height, channels, data };
  // Only what may have been shrunk is looked at once more.
  if (Math.max(width, height) < MEASURED_SIDE) return { pixels, full: { width, height } };
  return { pixels, full: (await sizeOf(bytes)) ?? { width, height } };
}

/** Width and height by the file's header; undefined for formats that sharp does not read, and what is damaged. */
async function sizeOf(bytes: Uint8Array): Promise<MeasuredPixels['full'] | undefined> {
  const sharp = await loadSharp();
  const found = await sharp(bytes, { failOn: 'none', animated: false, limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  return found && { width: found.autoOrient.width, height: found.autoOrient.height };
}
