/** Where a command writes: its result alone to stdout, everything else to stderr. */
export interface Output {
  /** Writes the result. Resolves when the reader has taken it, or has gone away. */
  readonly result: (text: string) => Promise<void>;
  /** One line for the person at the terminal. */
  readonly note: (line: string) => void;
}

/** The process's own streams. A reader that closes the pipe early (`| head`) has what it wants: no error. */
export function processOutput(quiet: boolean): Output {
  return {
    result: (text) =>
      new Promise((resolve) => {
        process.stdout.write(text, () => {
          resolve();
        });
      }),
    note: (line) => {
      if (!quiet) process.stderr.write(`${line}\n`);
    },
  };
}

/** Makes a closed pipe on stdout or stderr end quietly instead of crashing the process. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
