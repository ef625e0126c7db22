import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from './class-folders.ts';
import { errorCode, fileFailure } from './file-failure.ts';
import type { DatasetProblem } from './types.ts';

/** A picture that can't be used, with the kind of problem that it is. */
export class PictureError extends Error {
  readonly kind: DatasetProblem['kind'];
  constructor(kind: DatasetProblem['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PictureError';
    this.kind = kind;
  }
}

/** Largest picture file that is read, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads a picture's file. Symbolic links are followed only inside the root. Pipes, sockets and devices are refused
 * without waiting for them.
 * @param root real path of the data set's root.
 * @param path POSIX path relative to it.
 * @throws PictureError with the reason as its message.
 */
export async function readPictureFile(root: string, path: string): Promise<Buffer> {
  try {
    const file = await realpath(join(root, path));
    if (!isInside(file, root)) {
      throw new PictureError('outside-root', `is a link to ${file}, outside the data set; copy the picture into it`);
    }
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. O_NOFOLLOW: nobody swaps in a link now.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new PictureError('not-an-image', 'is no regular file; replace it by a picture');
      if (info.size === 0) throw new PictureError('empty-image', 'is empty (0 bytes); restore it or remove it');
      if (info.size > MAX_BYTES) {
        throw new PictureError('unreadable-image', `has ${info.size} bytes, more than the ${MAX_BYTES} that are read`);
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof PictureError) throw error;
    if (['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE', 'ENAMETOOLONG'].includes(errorCode(error))) {
      throw new PictureError('missing-image', 'does not exist; restore it or correct its path', { cause: error });
    }
    throw new PictureError('unreadable-image', `can't be read: ${fileFailure(error)}`, { cause: error });
  }
}
