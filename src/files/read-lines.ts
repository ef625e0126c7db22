import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileFailure } from './file-failure.ts';
import { InputError } from './input-error.ts';

/** Bytes that are taken at a time: what waits for the thread meanwhile waits a few milliseconds. */
const AT_ONCE = 256 * 1024;
/** A longer line is none of ours, and would fill the memory. */
const LONGEST = 16 * 1024 * 1024;

/**
 * Reads a text file in pieces, so that neither its length nor the time that it takes matters, and hashes it on the way.
 *
 * @param take given the next lines, without their line breaks (LF); throws where it wants no more
 * @returns SHA-256 of the file's bytes, hexadecimal
 * @throws InputError where it can't be read, or is no regular file; whatever `take` throws
 */
export async function readLines(file: string, take: (lines: readonly string[]) => void): Promise<string> {
  const failed = (reason: string, cause?: unknown): InputError =>
    new InputError(`Cannot read ${file}: ${reason}.`, { cause });
  const hash = createHash('sha256');
  const decoder = new TextDecoder();
  let rest = '';
  try {
    if (!(await stat(file)).isFile()) throw failed('it is no regular file; move it away');
    for await (const chunk of createReadStream(file, { highWaterMark: AT_ONCE })) {
      hash.update(chunk as Buffer);
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = lines.pop()!;
      if (rest.length > LONGEST) throw failed(`a line has more than ${LONGEST} characters`);
      take(lines);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw failed(fileFailure(error), error);
    throw error;
  }
  rest += decoder.decode();
  if (rest !== '') take([rest]);
  return hash.digest('hex');
}
