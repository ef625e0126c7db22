import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where dist/ is, seen from the running code: a bundle in it, a bundle in a folder inside it (a bench), or this file. */
const DIST = ['.', '..', '../../dist'];

/**
 * The path of a file that the build puts into dist/, such as `training-worker.mjs`, whether a bundle or the source runs.
 * Where it is in none of these places, the path beside the running code, for the message that says so.
 */
export function bundledFile(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = DIST.map((folder) => join(here, folder, name));
  return candidates.find((file) => existsSync(file)) ?? candidates[0];
}
