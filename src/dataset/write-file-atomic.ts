import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, fileFailure } from './file-failure.ts';

/** A file could not be written; whatever stood there before is untouched. */
export class FileWriteError extends Error {
  readonly file: string;
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`Can't write ${file}: ${reason}.`, options);
    this.name = 'FileWriteError';
    this.file = file;
  }
}

export interface WriteFileAtomicOptions {
  /** Wait until the bytes are on the disk itself. Default true; false for caches, which check what they read. */
  readonly sync?: boolean;
}

/**
 * Writes a file so that a reader, or a crash at any moment, sees either the old file or the new one, whole: the bytes go
 * to a temporary file in the same folder, which then takes the old one's name. An existing file's mode is kept. A
 * symbolic link at `file` is replaced, never followed, so that a hostile data set can't redirect the write.
 * @throws FileWriteError when the file can't be written; the temporary file is removed.
 */
export async function writeFileAtomic(
  file: string,
  bytes: Uint8Array | string | readonly Uint8Array[],
  options: WriteFileAtomicOptions = {},
): Promise<void> {
  const sync = options.sync ?? true;
  const folder = dirname(file);
  // The name is short and does not contain the file's own: that one may already be as long as names can be.
  const temporary = join(folder, `.label-audit-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const old = await stat(file).catch(() => undefined);
    if (old?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    const handle = await open(temporary, 'wx', old === undefined ? 0o666 : old.mode & 0o777);
    try {
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) await handle.writeFile(bytes);
      else for (const part of bytes) await handle.writeFile(part);
      if (old !== undefined && process.platform !== 'win32') await handle.chmod(old.mode & 0o777);
      if (sync) await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new FileWriteError(file, fileFailure(error), { cause: error });
  }
  if (sync) await syncFolder(folder);
}

/** Renames over an existing file. On Windows a virus scanner or watcher may hold it for a moment, so it is tried again. */
async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const held = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error));
      if (!held || attempt === 6) throw error;
      await sleep(20 * 2 ** attempt);
    }
  }
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
