import { posix } from 'node:path';

/** Extensions of the pictures that a data set may hold, lower-case. */
const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set([
  ...['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'],
]);

/** Whether a file's name is that of a picture. */
export function isPictureName(name: string): boolean {
  return PICTURE_EXTENSIONS.has(posix.extname(name).toLowerCase());
}
