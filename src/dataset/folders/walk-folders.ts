import { posix } from 'node:path';
import type { PassedOverList } from '../passed-over.ts';
import { listFolder } from './list-folder.ts';

/** A folder of a data set and what lies below it. */
export interface Folder {
  readonly name: string;
  /** POSIX path relative to the data set's root; `` for the root itself. */
  readonly path: string;
  /** Names of the pictures directly inside, in natural order. */
  readonly pictures: readonly string[];
  /** In natural order. */
  readonly folders: readonly Folder[];
  /** Names of tables directly inside, which may be labels files. */
  readonly tables: readonly string[];
  /** Pictures inside and below. */
  readonly total: number;
}

/** Folders below so many others are not looked into. */
const MAX_DEPTH = 24;

/**
 * Lists a folder and all below it.
 * @param enter whether to look into a folder, by its path; default: all
 * @throws the system's error where the root can't be listed; the signal's reason where it is aborted
 */
export async function walkFolders(
  root: string,
  passedOver: PassedOverList,
  { signal, enter }: { readonly signal?: AbortSignal; readonly enter?: (path: string) => boolean } = {},
): Promise<Folder> {
  const visit = async (name: string, path: string, linked: boolean, depth: number): Promise<Folder> => {
    signal?.throwIfAborted();
    const { pictures, folders, tables } = await listFolder({ root, path, linked }, passedOver);
    const below: Folder[] = [];
    for (const folder of folders) {
      const inner = posix.join(path, folder.name);
      if (depth === MAX_DEPTH) passedOver.add('too-deep', `${inner}/`);
      else if (enter?.(inner) !== false)
        below.push(await visit(folder.name, inner, linked || folder.linked, depth + 1));
    }
    const total = below.reduce((sum, folder) => sum + folder.total, pictures.length);
    return { name, path, pictures, folders: below, tables, total };
  };
  return visit('', '', false, 0);
}
