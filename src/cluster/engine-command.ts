import { execFile } from 'node:child_process';
import { EngineFailure } from './engine.ts';

/** A queue of a million tasks is longer than Node's own limit. */
const MOST_OUTPUT = 256 * 1024 ** 2;

export interface EngineCommandOptions {
  readonly signal?: AbortSignal;
  /** What it reads from stdin. */
  readonly input?: string;
  /** What to do where the program is missing, such as `run this on a login node of the cluster`. */
  readonly where: string;
}

/**
 * Runs a program of an engine, without a shell; resolves to what it printed.
 *
 * @throws EngineFailure where it is missing or fails, with its own words; the signal's reason
 */
export async function engineCommand(
  program: string,
  args: readonly string[],
  { signal, input = '', where }: EngineCommandOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: MOST_OUTPUT, signal }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
        return;
      }
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const missing = 'code' in error && (error.code as unknown) === 'ENOENT';
      const why = missing
        ? `is not on this machine's PATH: ${where}.`
        : `failed: ${(stderr.trim() || error.message).replaceAll(/\s*\n\s*/g, ' ')}`;
      reject(new EngineFailure(`${program} ${why}`, { cause: error }));
    });
    // It may end before it has read all.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
