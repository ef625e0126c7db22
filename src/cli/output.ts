import { printableLines } from '../audit/index.ts';

/** Writes a command's result to stdout; on a terminal without what could move its cursor or colour it. Resolves when the reader has taken it, or has gone away. */
export function writeResult(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(process.stdout.isTTY ? printableLines(text) : text, () => {
      resolve();
    });
  });
}

/**
 * Writes a command's long result to stdout, piece by piece, as fast as the reader takes it. Stops where the reader has gone
 * away.
 * @throws the signal's reason where it is aborted
 */
export async function writeChunks(chunks: Iterable<string>, signal?: AbortSignal): Promise<void> {
  for (const chunk of chunks) {
    signal?.throwIfAborted();
    if (process.stdout.destroyed || process.stdout.errored) return;
    await writeResult(chunk);
  }
}

/** Makes a closed pipe (`| head`) end quietly instead of crashing the process: the reader has what it wants. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
