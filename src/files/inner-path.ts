import { isAbsolute, posix, relative, sep } from 'node:path';

/** Longest path on Linux. */
const LONGEST = 4096;

/**
 * A path as a labels file writes it, as a POSIX path relative to the data set's root: backslashes become slashes, and
 * `./`, `//` and inner `..` are resolved. `undefined` where it is absolute, a URL, or leaves the root.
 */
export function normaliseDatasetPath(written: string): string | undefined {
  // No system has longer paths, and no message should.
  if (written.length > LONGEST || /^[a-z][a-z0-9+.-]+:\/\//i.test(written)) return undefined;
  const slashed = written.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z]:\//i.test(slashed)) return undefined;
  if (process.platform === 'win32' && /^[a-z]:/i.test(slashed)) return undefined;
  const path = posix.normalize(slashed);
  return path === '.' || path === './' || path === '..' || path.startsWith('../') ? undefined : path;
}

/** Whether a real path lies inside a real folder, or is the folder itself. */
export function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
