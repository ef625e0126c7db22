import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { fileFailure } from '../../files/index.ts';
import { PlanError } from '../plan/plan.ts';
import type { Done } from '../plan/done.ts';
import { nameIn, taskName } from '../run-folder.ts';

/** Read at once. */
const AT_ONCE = 2 ** 20;

/**
 * Reads a file that a task wrote, piece by piece, and checks its hash when it is through.
 *
 * @param use told of each piece, in order; it is valid until the next
 * @throws PlanError where it can't be read, or is not what the task wrote; the signal's reason
 */
export async function eachPiece(
  run: string,
  file: string,
  done: Done,
  use: (piece: Uint8Array) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const room = Buffer.allocUnsafe(AT_ONCE);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(room, 0, AT_ONCE);
      if (bytesRead === 0) break;
      const piece = room.subarray(0, bytesRead);
      hash.update(piece);
      await use(piece);
    }
  } catch (error) {
    if (signal?.aborted === true || (error instanceof Error && error.name === 'FileWriteError')) throw error;
    throw new PlanError(`${file} can't be read: ${fileFailure(error)}. ${again(done)}`, { cause: error });
  } finally {
    await handle?.close();
  }
  requireHash(run, file, done, hash);
}

/** The whole of such a file, which must have the length that is told. */
export async function readRunFile(
  run: string,
  file: string,
  done: Done,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  await eachPiece(run, file, done, (piece) => {
    if (at + piece.length <= length) bytes.set(piece, at);
    at += piece.length;
  });
  if (at === length) return bytes;
  throw new PlanError(`${file} has ${at} bytes, not ${length}. ${again(done)}`);
}

function requireHash(run: string, file: string, done: Done, hash: Hash): void {
  if (done.files[nameIn(run, file)] === hash.digest('hex')) return;
  throw new PlanError(`${file} is not what task ${done.task} wrote: it is damaged. ${again(done)}`);
}

function again({ task }: Done): string {
  return `Remove results/${taskName(task)}.json in the run folder, and run task ${task} again.`;
}
