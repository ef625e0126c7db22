import { constants, type Stats } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';

/** A file that is not read. The message is a sentence without its subject: `is no regular file; move it away`. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError';
}

export interface ReadOptions {
  /** Whether a symbolic link is followed, or refused. Default true. */
  readonly followLinks?: boolean;
}

/**
 * Reads a whole file of at most `maxBytes`. A pipe or a device is refused, since reading it might never end.
 *
 * @throws UnfitFileError where it is no regular file or larger; the system's error where it can't be read
 */
export async function readBounded(
  file: string,
  maxBytes: number,
  { followLinks = true }: ReadOptions = {},
): Promise<Buffer> {
  // Some devices act on being opened, so the file is looked at first, and again once it is open.
  checkFit(await (followLinks ? stat : lstat)(file), maxBytes);
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW);
  const handle = await open(file, flags);
  try {
    const info = await handle.stat();
    checkFit(info, maxBytes);
    return await readWhole(handle, info.size);
  } finally {
    await handle.close();
  }
}

function checkFit(info: Stats, maxBytes: number): void {
  if (!info.isFile()) throw new UnfitFileError('is no regular file; move it away');
  if (info.size > maxBytes) {
    throw new UnfitFileError(`has ${info.size} bytes, more than the ${maxBytes} that such a file may have`);
  }
}

/** The bytes of an open file: `size`, or fewer where it was cut short meanwhile. */
export async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
