/** Writes a command's result to stdout. Resolves when the reader has taken it, or has gone away. */
export function writeResult(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
}

/** Makes a closed pipe (`| head`) end quietly instead of crashing the process: the reader has what it wants. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
