import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { InputError, isInside } from '../../files/index.ts';
import { modelName } from './model-text.ts';

/**
 * A path that a model named, as an absolute one inside of the folders that it may see; links are followed.
 *
 * @param folders absolute; a relative path is looked for in each of them, in turn
 * @throws InputError where it is outside, or not there
 */
export async function pathInside(folders: readonly string[], given: string): Promise<string> {
  const shown = `"${modelName(given)}"`;
  const outside = new InputError(
    `${shown} is outside of the folders that may be read (${folders.map((folder) => `"${modelName(folder)}"`).join(', ')}). Name a folder or a labels file inside of them, by a relative path.`,
  );
  if (given.includes('\0') || /^[a-z][a-z0-9+.-]+:\/\//i.test(given)) throw outside;
  // As it is written first: a share of the network that it names is not to be asked.
  const wanted = (isAbsolute(given) ? [given] : folders.map((folder) => resolve(folder, given))).map((path) =>
    resolve(path),
  );
  const within = wanted.filter((path) => folders.some((folder) => isInside(path, resolve(folder))));
  if (within.length === 0) throw outside;
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder))));
  let escapes = false;
  for (const path of within) {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) continue;
    if (roots.some((root) => isInside(real, root))) return path;
    escapes = true;
  }
  throw escapes ? outside : new InputError(`There is no ${shown} in the folders that may be read.`);
}
