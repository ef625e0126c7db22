import { posix } from 'node:path';
import type { ClassFolder } from './class-folders.ts';

/**
 * Finds the folder whose name is the class of a picture, also of one that is gone: such folders lie where those of other classes
 * do.
 *
 * @returns its path, of a picture's path; the folder that the picture lies in, where nothing else is known
 */
export function namingFolders(folders: readonly ClassFolder[]): (path: string) => string {
  const known = new Map(folders.map(({ path, named }) => [path, named]));
  const above = new Set(folders.map(({ named }) => posix.dirname(named)));
  return (path) => {
    const folder = posix.dirname(path);
    const named = known.get(folder);
    if (named !== undefined) return named;
    for (let at = folder; at !== '.'; at = posix.dirname(at)) if (above.has(posix.dirname(at))) return at;
    return folder;
  };
}

/** The path of a picture in the folder of another class: the split stays, and folders within the class. */
export function pathInOther(path: string, named: string, label: string): string {
  return posix.join(posix.dirname(named), label, posix.relative(named, path));
}
