import { realpath } from 'node:fs/promises';
import { measuredPixels, PictureError, withPictureFile, type MeasuredPixels } from '../../src/pictures/index.ts';

/**
 * Decodes pictures as the checks do, and measures each.
 * @returns by place in `paths`; undefined where a picture can't be used
 */
export async function measurePictures<T>(
  root: string,
  paths: readonly string[],
  measure: (picture: MeasuredPixels) => T,
): Promise<(T | undefined)[]> {
  const folder = await realpath(root);
  const found: (T | undefined)[] = [];
  for (const path of paths) {
    found.push(
      await withPictureFile(folder, path, async (bytes) => measure(await measuredPixels(bytes))).catch(
        (error: unknown) => {
          if (error instanceof PictureError) return undefined;
          throw error;
        },
      ),
    );
  }
  return found;
}
