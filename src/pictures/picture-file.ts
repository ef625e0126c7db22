import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileFailure, isInside, readWhole } from '../files/index.ts';
import { createMemoryGate } from './memory-gate.ts';
import type { PictureProblem } from './types.ts';

/** A picture that can't be used, with the kind of problem that it is. */
export class PictureError extends Error {
  readonly kind: PictureProblem['kind'];
  constructor(kind: PictureProblem['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PictureError';
    this.kind = kind;
  }
}

/** Largest picture file that is read, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Files below this are read without asking for room. */
const SMALL_BYTES = 4 * 1024 * 1024;
/** Larger ones are in memory together only as far as one of the largest could be alone. */
const gate = createMemoryGate(MAX_BYTES);

/**
 * Reads a picture's file and does some work on its bytes. Symbolic links are followed only inside the root. Pipes, sockets and devices are refused without waiting for them.
 * @param root real path of the data set's root.
 * @param path POSIX path relative to it.
 * @throws PictureError with the reason as its message; whatever the work throws.
 */
export async function withPictureFile<T>(root: string, path: string, work: (bytes: Buffer) => Promise<T>): Promise<T> {
  const { handle, size } = await openPicture(root, path);
  const read = async (): Promise<T> => work(await readAndClose(handle, size));
  return size <= SMALL_BYTES ? read() : gate.run(size, read);
}

/** O_NONBLOCK: opening a pipe without a writer would wait forever. O_NOFOLLOW: no link can be swapped in now. */
const OPENING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

async function openPicture(root: string, path: string): Promise<{ handle: FileHandle; size: number }> {
  let handle: FileHandle | undefined;
  try {
    const file = inside(root, await realpath(join(root, path)));
    handle = await open(file, OPENING);
    return { handle, size: sizeOf(await handle.stat()) };
  } catch (error) {
    await handle?.close();
    throw pictureError(error);
  }
}

function inside(root: string, file: string): string {
  if (isInside(file, root)) return file;
  throw new PictureError('outside-root', `is a link to ${file}, outside the data set; copy the picture into it`);
}

function sizeOf(info: Stats): number {
  if (!info.isFile()) throw new PictureError('not-an-image', 'is no regular file; replace it by a picture');
  if (info.size === 0) throw new PictureError('empty-image', 'is empty (0 bytes); restore it or remove it');
  if (info.size <= MAX_BYTES) return info.size;
  throw new PictureError('unreadable-image', `has ${info.size} bytes, more than the ${MAX_BYTES} that are read`);
}

/**
 * Reads a picture's file at once, if it is a small one. Where nothing else waits for this thread, that is much cheaper than
 * five steps that others take. See `withPictureFile`.
 * @param room is overwritten; as large as it is, a file counts as small
 * @returns its bytes, in `room`; undefined where it is larger, and not read
 * @throws PictureError
 */
export function readSmallPicture(root: string, path: string, room: Buffer): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(inside(root, realpathSync.native(join(root, path))), OPENING);
    const size = sizeOf(fstatSync(descriptor));
    if (size > room.length) return undefined;
    let at = 0;
    for (let read = -1; at < size && read !== 0; at += read) read = readSync(descriptor, room, at, size - at, at);
    return room.subarray(0, at);
  } catch (error) {
    throw pictureError(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The file's bytes: as many as it had when it was opened, or fewer where it was cut short since. */
async function readAndClose(handle: FileHandle, size: number): Promise<Buffer> {
  try {
    return await readWhole(handle, size);
  } catch (error) {
    throw pictureError(error);
  } finally {
    await handle.close();
  }
}

function pictureError(error: unknown): PictureError {
  if (error instanceof PictureError) return error;
  const code = errorCode(error);
  if (['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE', 'ENAMETOOLONG'].includes(code)) {
    return new PictureError('missing-image', 'does not exist; restore it or correct its path', { cause: error });
  }
  // A socket can't be opened at all.
  if (code === 'ENXIO') {
    return new PictureError('not-an-image', 'is no regular file; replace it by a picture', { cause: error });
  }
  return new PictureError('unreadable-image', `can't be read: ${fileFailure(error)}`, { cause: error });
}
