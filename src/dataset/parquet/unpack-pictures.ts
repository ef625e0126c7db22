import { mkdir, readdir, readFile, realpath, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileFailure, removeStaleFolders, temporaryFile, whileHeld, writeFileAtomic } from '../../files/index.ts';
import { DatasetError } from '../dataset-error.ts';
import { isPictureFileName } from './picture-file-name.ts';

export interface ToUnpack {
  /** The data set's folder. */
  readonly root: string;
  readonly file: string;
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  /** Bytes of its pictures, as it claims. */
  readonly size: number;
  readonly rows: number;
}

/** Below the data set's folder; its first part is the folder that audits write to. */
const FOLDER = ['.label-audit', 'pictures'] as const;
/** The name of each row's file, one a line. Written last: where it is there, all of them are. */
const NAMES = 'names.txt';

/**
 * Writes the pictures of a Parquet file to `.label-audit/pictures/<hash>/`, all of them or none: a folder of that name is whole, and a
 * second audit finds it there. Nothing is written where there is too little room.
 *
 * @param write writes the pictures to a folder, and gives the name of each row's file; '' for none
 * @returns for each row the path of its picture below the root, and in a sentence what was done
 * @throws DatasetError where they can't be written; what `write` throws
 */
export async function unpackPictures(
  { root, file, hash, size, rows }: ToUnpack,
  write: (folder: string) => Promise<readonly string[]>,
  signal?: AbortSignal,
): Promise<{ readonly paths: readonly string[]; readonly note: string }> {
  const below = [...FOLDER, hash.slice(0, 16)].join('/');
  const folder = join(root, below);
  const found = (names: readonly string[], note: string): { paths: readonly string[]; note: string } => ({
    paths: names.map((name) => (name === '' ? '' : `${below}/${name}`)),
    note,
  });
  const earlier = await readUnpacked(folder, rows);
  const pictures = (names: readonly string[]): string =>
    `${names.filter((name) => name !== '').length.toLocaleString('en-US')} pictures`;
  if (earlier !== undefined) return found(earlier, `its ${pictures(earlier)} were unpacked before, into ${below}.`);
  try {
    const parent = await ownFolder(root, file);
    await removeStaleFolders(parent);
    await requireRoom(parent, size, file);
    const making = temporaryFile(parent);
    try {
      await mkdir(making);
      const names = await write(making);
      signal?.throwIfAborted();
      await writeFile(join(making, NAMES), `${names.join('\n')}\n`);
      const isWhole = async (): Promise<boolean> => (await readUnpacked(folder, rows)) !== undefined;
      // Another audit may have been quicker; a folder whose pictures were taken away in part makes room.
      if (!(await isWhole())) {
        await rm(folder, { recursive: true, force: true });
        await whileHeld(() => rename(making, folder)).catch(async (error: unknown) => {
          if (!(await isWhole())) throw error;
        });
      }
      return found(
        names,
        `its ${pictures(names)} (${megabytes(size)}) were unpacked into ${below}, where the next audit finds them. It is not changed: fix writes a labels.csv beside it.`,
      );
    } finally {
      await rm(making, { recursive: true, force: true }).catch(() => undefined);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DatasetError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new DatasetError(file, `its pictures can't be unpacked into ${folder}: ${fileFailure(error)}`, {
      cause: error,
    });
  }
}

/** The names of a folder that is whole; undefined for another. */
async function readUnpacked(folder: string, rows: number): Promise<readonly string[] | undefined> {
  const text = await readFile(join(folder, NAMES), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const names = text.split('\n').slice(0, -1);
  if (names.length !== rows || !names.every((name) => name === '' || isPictureFileName(name))) return undefined;
  const there = new Set(await readdir(folder));
  return names.every((name) => name === '' || there.has(name)) ? names : undefined;
}

/** Makes the folder for pictures, which git shall not keep. A data set must not lead us out of itself by a link. */
async function ownFolder(root: string, file: string): Promise<string> {
  const parent = join(root, ...FOLDER);
  await mkdir(parent, { recursive: true });
  const real = await realpath(parent);
  if (real !== join(await realpath(root), ...FOLDER)) {
    throw new DatasetError(file, `its pictures can't be unpacked: ${parent} is a link to ${real}; remove it`);
  }
  await writeFileAtomic(join(parent, '.gitignore'), '# Written by Label Audit: pictures that were unpacked.\n*\n');
  return parent;
}

async function requireRoom(folder: string, size: number, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const room = bavail * bsize;
  // Blocks of files that are not full, and the report.
  if (size * 1.1 + 2 ** 24 <= room) return;
  throw new DatasetError(
    file,
    `its pictures take ${megabytes(size)}, but only ${megabytes(room)} are free where ${basename(folder)} is; make room, or audit it elsewhere`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6)).toLocaleString('en-US')} MB`;
}
