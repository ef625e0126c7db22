import { isUtf8 } from 'node:buffer';
import { DatasetError } from '../dataset-error.ts';
import { fileFailure, readBounded, sha256 } from '../../files/index.ts';

/** Largest labels file that is read, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

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
  if (!isUtf8(bytes)) {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const found = wide ? 'it is UTF-16' : `line ${firstBadLine(bytes)} is not UTF-8`;
    throw new DatasetError(file, `${found}; save it as UTF-8 and try again`);
  }
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), hash: sha256(bytes) };
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
