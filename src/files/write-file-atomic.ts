import { lstatSync, renameSync, type BigIntStats, type Stats } from 'node:fs';
import { link, lstat, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, fileFailure } from './file-failure.ts';
import { sha256 } from './sha256.ts';
import { temporaryFile } from './temporary-files.ts';
import { whileHeld } from './while-held.ts';

/** A file could not be written; what was there before is unchanged. */
export class FileWriteError extends Error {
  readonly file: string;
  /** Of several files that were to be written, those that had been replaced before this one failed. */
  replaced: readonly string[] = [];
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`Can't write ${file}: ${reason}.`, options);
    this.name = 'FileWriteError';
    this.file = file;
  }
}

/** The file does not hold what the write was meant to replace. */
export class FileChangedError extends FileWriteError {
  constructor(file: string) {
    super(file, 'it was changed by another program meanwhile; try again');
    this.name = 'FileChangedError';
  }
}

export interface WriteFileAtomicOptions {
  /** Wait until the bytes are on the disk itself. Default true; false for caches, which check what they read. */
  readonly sync?: boolean;
  /**
   * SHA-256 (hexadecimal) of the bytes that the file must still hold when it is replaced, or null where no file may be
   * there. Default: whatever is there is replaced.
   */
  readonly replaces?: string | null;
}

/** A file and its new contents. */
export interface FileToWrite extends WriteFileAtomicOptions {
  readonly file: string;
  /** In pieces where that is more than should be in memory at once: each is written before the next is asked for. */
  readonly bytes: Uint8Array | string | Iterable<Uint8Array>;
}

/**
 * Writes a file so that a reader, or a crash at any moment, sees either the old file or the new one, whole: the bytes go
 * to a temporary file in the same folder, which then takes the old one's name. An existing file's mode is kept, and its
 * owner where the system lets us. A symbolic link at `file` is replaced, never followed, so that a hostile data set
 * can't redirect the write. Other names (hard links) of the old file keep what it held.
 * @throws FileWriteError when the file can't be written; FileChangedError where it holds other bytes than `replaces`
 *   says. The temporary file is removed.
 */
export async function writeFileAtomic(
  file: string,
  bytes: FileToWrite['bytes'],
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  await writeFilesAtomic([{ file, bytes, ...options }]);
}

/**
 * Writes several files, each as `writeFileAtomic` does, and all of them or none: all bytes are on the disk, and all
 * `replaces` are checked, before the first file is replaced. They are replaced in this order, at once.
 * @throws FileWriteError, FileChangedError; `replaced` names the files that had been replaced by then: none, unless the
 *   folders change at that very moment.
 */
export async function writeFilesAtomic(files: readonly FileToWrite[]): Promise<void> {
  const temporaries: string[] = [];
  const replaced: string[] = [];
  let file = '';
  try {
    for (const one of files) {
      file = one.file;
      const temporary = temporaryFile(dirname(file));
      temporaries.push(temporary);
      await writeTemporary(temporary, one);
    }
    const found: (BigIntStats | undefined)[] = [];
    for (const one of files) {
      file = one.file;
      found.push(typeof one.replaces === 'string' ? await verify(file, one.replaces) : undefined);
      if (one.replaces === null && (await lstat(file).catch(() => undefined))) throw new FileChangedError(file);
    }
    for (const [i, one] of files.entries()) {
      file = one.file;
      if (one.replaces === null) await create(temporaries[i], file);
      else await replace(temporaries[i], file, found[i]);
      replaced.push(file);
    }
  } catch (error) {
    for (const temporary of temporaries) await rm(temporary, { force: true }).catch(() => undefined);
    const failure =
      error instanceof FileWriteError ? error : new FileWriteError(file, fileFailure(error), { cause: error });
    failure.replaced = replaced;
    throw failure;
  }
  const synced = files.filter(({ sync = true }) => sync).map((one) => dirname(one.file));
  for (const folder of new Set(synced)) await syncFolder(folder);
}

async function writeTemporary(temporary: string, { file, bytes, sync = true }: FileToWrite): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  const old = there?.isFile() === true ? there : undefined;
  const handle = await open(temporary, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
  try {
    if (typeof bytes === 'string' || bytes instanceof Uint8Array) await handle.writeFile(bytes);
    else for (const part of bytes) await handle.writeFile(part);
    if (old !== undefined && process.platform !== 'win32') await bequeath(handle, old);
    if (sync) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a new file the owner, group and mode of the one that it will replace, as far as the system lets us. */
async function bequeath(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) {
    // A user who may not change a file's owner may often still change its group.
    await handle.chown(uid, gid).catch(() => handle.chown(-1, gid).catch(() => undefined));
  }
  await handle.chmod(mode & 0o777);
}

/** Identifies a file that holds exactly these bytes. */
async function verify(file: string, hash: string): Promise<BigIntStats> {
  try {
    const before = lstatSync(file, { bigint: true });
    if (before.isFile() && sha256(await readFile(file)) === hash && isStill(file, before)) return before;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  throw new FileChangedError(file);
}

/** Whether a file is still the same one, unchanged. */
function isStill(file: string, { ino, size, mtimeNs, ctimeNs }: BigIntStats): boolean {
  const now = lstatSync(file, { bigint: true });
  return now.ino === ino && now.size === size && now.mtimeNs === mtimeNs && now.ctimeNs === ctimeNs;
}

/** Renames over an existing file, right after the last check of it, so that nothing can write to it in between. */
function replace(from: string, to: string, found: BigIntStats | undefined): Promise<void> {
  return whileHeld(() => {
    if (found !== undefined && !isStill(to, found)) throw new FileChangedError(to);
    renameSync(from, to);
  });
}

/** Gives a file its name, unless another file has that name. */
async function create(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new FileChangedError(to);
    // Not every file system has hard links.
    if (await lstat(to).catch(() => undefined)) throw new FileChangedError(to);
    await whileHeld(() => rename(from, to));
    return;
  }
  await rm(from, { force: true });
}

/** Makes the rename itself durable. Not every system can sync a folder; the file's bytes are safe either way. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}
