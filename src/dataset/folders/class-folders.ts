import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../../files/index.ts';
import { isPictureName } from '../picture-names.ts';
import { naturalCompare } from '../natural-sort.ts';

/** One class folder: `<root>/<class>` or `<root>/<split>/<class>`. */
export interface ClassFolder {
  /** POSIX path relative to the root. */
  readonly path: string;
  readonly class: string;
  readonly split?: string;
  /** Names of the pictures directly inside, in natural order. Never empty. */
  readonly pictures: readonly string[];
}

const SPLITS = new Set(['train', 'val', 'valid', 'validation', 'test']);

interface Listing {
  readonly pictures: string[];
  readonly folders: string[];
}

/**
 * The class folders under a root. If folders named train, val, valid, validation or test hold class folders, these
 * splits are the data set; otherwise every folder directly under the root that holds pictures is a class. Hidden files
 * and folders (`.label-audit` among them), other files, and folders that are links out of the root are passed over.
 * @throws the system's error where the root can't be listed; the signal's reason where it is aborted.
 */
export async function listClassFolders(root: string, signal?: AbortSignal): Promise<ClassFolder[]> {
  const real = await realpath(root);
  const { folders } = await list(real, real);
  const splits: ClassFolder[] = [];
  for (const split of folders.filter((name) => SPLITS.has(name.toLowerCase()))) {
    signal?.throwIfAborted();
    const inside = await list(join(real, split), real);
    if (inside.pictures.length > 0) continue;
    for (const name of inside.folders) {
      signal?.throwIfAborted();
      const { pictures } = await list(join(real, split, name), real);
      if (pictures.length > 0) splits.push({ path: `${split}/${name}`, class: name, split, pictures });
    }
  }
  if (splits.length > 0) return splits;
  const classes: ClassFolder[] = [];
  for (const name of folders) {
    signal?.throwIfAborted();
    const { pictures } = await list(join(real, name), real);
    if (pictures.length > 0) classes.push({ path: name, class: name, pictures });
  }
  return classes;
}

async function list(folder: string, root: string): Promise<Listing> {
  const pictures: string[] = [];
  const folders: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    // A class folder that may not be listed is as good as none; the root itself must be readable.
    if (folder === root) throw error;
    return [];
  });
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    if (entry.isDirectory()) folders.push(name);
    else if (entry.isSymbolicLink() && (await isFolderInside(join(folder, name), root))) folders.push(name);
    else if (isPictureName(name)) pictures.push(name);
  }
  return { pictures: pictures.sort(naturalCompare), folders: folders.sort(naturalCompare) };
}

async function isFolderInside(link: string, root: string): Promise<boolean> {
  try {
    const target = await realpath(link);
    return isInside(target, root) && (await stat(target)).isDirectory();
  } catch {
    return false;
  }
}
