import { isUtf8 } from 'node:buffer';
import { DatasetError } from '../dataset-error.ts';
import { fileFailure, readBounded, sha256 } from '../../files/index.ts';

/** Largest labels file that is read, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** The text of a labels file, its byte order mark included, and what identifies its bytes. */
export interface LabelsText {
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
}

/**
 * Reads a labels file as UTF-8; encoding the text again gives the same bytes.
 * @throws DatasetError when it is missing, no regular file, too large or not UTF-8.
 */
export async function readLabelsFile(file: string): Promise<LabelsText> {
  const bytes = await read(file);
  if (isWide(bytes)) throw new DatasetError(file, 'it is UTF-16; save it as UTF-8 and try again');
  if (!isUtf8(bytes)) {
    throw new DatasetError(file, `line ${firstBadLine(bytes)} is not UTF-8; save it as UTF-8 and try again`);
  }
  if (bytes.subarray(0, LFS_POINTER.length).toString('latin1') === LFS_POINTER) {
    throw new DatasetError(file, 'it is a Git LFS pointer, not the file itself; fetch that with: git lfs pull');
  }
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), hash: sha256(bytes) };
}

/** Whether it is UTF-16, with or without a byte order mark: half of its ASCII characters' bytes are 0. */
function isWide(bytes: Buffer): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  const head = bytes.subarray(0, 256);
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros++;
  return head.length >= 8 && zeros > head.length * 0.4;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readBounded(file, MAX_BYTES);
  } catch (error) {
    throw new DatasetError(file, fileFailure(error), { cause: error });
  }
}

function firstBadLine(bytes: Buffer): number {
  for (let line = 1, start = 0; ; line++) {
    const newline = bytes.indexOf(0x0a, start);
    if (newline < 0 || !isUtf8(bytes.subarray(start, newline))) return line;
    start = newline + 1;
  }
}
