import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of bytes, hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes read at once: half of the time of Node's own 65,536 for a large file, and small enough for many files at once. */
const PIECE = 2 ** 18;

/**
 * SHA-256 of a file's bytes, hexadecimal, read in pieces.
 * @throws the system's error where the file can't be read; the signal's reason where it is aborted.
 */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: PIECE })) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
