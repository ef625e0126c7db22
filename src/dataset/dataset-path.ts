import { posix } from 'node:path';

/** Extensions of the pictures that a data set may hold, lower-case. */
const PICTURE_EXTENSIONS: ReadonlySet<string> = new Set([
  ...['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'],
]);

/** Whether a file's name is that of a picture. */
export function isPictureName(name: string): boolean {
  return PICTURE_EXTENSIONS.has(posix.extname(name).toLowerCase());
}

/**
 * A path as a labels file writes it, as a POSIX path relative to the data set's root: backslashes become slashes, and
 * `./`, `//` and inner `..` are resolved. `undefined` where it is absolute or leaves the root.
 */
export function normaliseDatasetPath(written: string): string | undefined {
  const slashed = written.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z]:\//i.test(slashed)) return undefined;
  if (process.platform === 'win32' && /^[a-z]:/i.test(slashed)) return undefined;
  const path = posix.normalize(slashed);
  return path === '.' || path === './' || path === '..' || path.startsWith('..') ? undefined : path;
}
