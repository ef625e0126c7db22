import { spawn, type ChildProcess } from 'node:child_process';
import { linkAbort, watchChild } from '../../processes/index.ts';
import { InstallError } from './errors.ts';

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Seconds until it is ended. */
  readonly limit: number;
  /** Asked every second: a sentence ends the tool at once, as what went wrong. */
  readonly giveUp?: (seconds: number) => string | undefined;
  /** What it is, for messages: "npm", "The compiler". */
  readonly name: string;
}

/**
 * Runs a tool with everything that it starts, and waits for its end.
 * @returns what it wrote to both of its outputs, at most the last 20,000 characters
 * @throws InstallError with one line on what went wrong; the signal's reason when it aborts
 */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const { cwd, env = process.env, signal, limit, giveUp, name } = options;
  signal?.throwIfAborted();
  const windows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts can be ended with it.
    detached: !windows,
    shell: windows && command.endsWith('.cmd'),
  });
  const stop = linkAbort(signal);
  let seconds = 0;
  const clock = setInterval(() => {
    seconds++;
    const given = giveUp?.(seconds);
    if (given !== undefined) stop.abort(new InstallError(`${name} ${given}.`));
    else if (seconds >= limit) stop.abort(new InstallError(`${name} had not finished after ${limit} seconds.`));
  }, 1000);
  try {
    return await watchChild<string>(child, {
      signal: stop.signal,
      kill: () => {
        killGroup(child);
      },
      onEnd: ({ code, killedBy, startError, lastWords }) => {
        if (startError !== undefined) {
          const isMissing = startError.code === 'ENOENT';
          const what = isMissing ? `is not installed (${command})` : `does not start: ${startError.message}`;
          throw new InstallError(`${name} ${what}.`);
        }
        if (code === 0) return lastWords;
        throw new InstallError(`${name} failed (${killedBy ?? `code ${code}`}): ${reasonIn(lastWords)}.`);
      },
    });
  } finally {
    clearInterval(clock);
    stop.unlink();
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** The line of a tool's output that says most about its failure. */
export function reasonIn(words: string): string {
  const lines = words
    .split('\n')
    .map((line) => line.replace(/^npm (error|warn)/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('Unknown user config'));
  const telling = [
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOSPC|EACCES|EROFS|E404)\b/,
    /No space left|Permission denied|Could not find a version|No matching distribution|do not match|Network is unreachable/i,
    /\berror\b/i,
  ];
  for (const pattern of telling) {
    const line = lines.find((candidate) => pattern.test(candidate));
    if (line !== undefined) return shortened(line);
  }
  const last = lines.at(-1);
  return last === undefined ? 'it said nothing' : shortened(last);
}

/** Without its last point: the sentence that it stands in has one of its own. */
const shortened = (line: string): string => line.replace(/[.,]$/, '').slice(0, 400);
