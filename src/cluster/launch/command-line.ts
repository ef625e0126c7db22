import { spawn } from 'node:child_process';
import { forkScript, watchChild } from '../../processes/index.ts';
import type { RunStatus } from './run-status.ts';

/** The command line of label-audit: a bundle of ours (`dist/cli.mjs`), or words that start one. */
export type CommandLine = string | readonly string[];

export interface CommandLineHooks {
  /** Asks it to end, as Ctrl-C does; it is killed where it takes longer than ten seconds. */
  readonly signal?: AbortSignal;
  /** Each line of its stderr. */
  readonly onNote?: (line: string) => void;
}

/** label-audit, started as a command, failed; the message is its own. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/** To take back what is half handed over takes an engine a moment. In milliseconds. */
const GRACE = 10_000;

/**
 * Hands an audit over to a cluster in a process of its own: plans it and submits its jobs.
 *
 * @param words what follows `label-audit`
 * @throws CommandLineError with its message; the signal's reason
 */
export async function submitRun(
  command: CommandLine,
  words: readonly string[],
  hooks: CommandLineHooks,
): Promise<void> {
  await runCommandLine(command, words, hooks);
}

/** Looks at a run once, in a process of its own. @throws CommandLineError, as where there is no run; the signal's reason */
export async function lookAtRun(command: CommandLine, run: string, hooks: CommandLineHooks = {}): Promise<RunStatus> {
  const lines: string[] = [];
  await runCommandLine(command, ['status', run, '--json'], { ...hooks, onLine: (line) => lines.push(line) });
  return JSON.parse(lines.join('\n')) as RunStatus;
}

/**
 * Follows a run to its end in a process of its own, so that the queue of a large run takes no time of this one; see `followRun`.
 *
 * @returns the last state
 * @throws CommandLineError where it can't be followed; the signal's reason
 */
export async function watchRun(
  command: CommandLine,
  run: string,
  { onStatus, ...hooks }: CommandLineHooks & { readonly onStatus: (status: RunStatus) => void },
): Promise<RunStatus> {
  let last: RunStatus | undefined;
  const onLine = (line: string): void => {
    last = JSON.parse(line) as RunStatus;
    onStatus(last);
  };
  try {
    await runCommandLine(command, ['status', run, '--wait', '--json'], { ...hooks, onLine });
  } catch (error) {
    // Of a run that failed or was cancelled it says so by its exit code, too.
    const isOver = last?.state === 'failed' || last?.state === 'cancelled';
    if (hooks.signal?.aborted === true || !isOver) throw error;
  }
  if (last === undefined) throw new CommandLineError(`Nothing is known of ${run}.`);
  return last;
}

/** Ends what runs and waits of a run, in a process of its own. @throws CommandLineError; the signal's reason */
export async function endRun(command: CommandLine, run: string, hooks: CommandLineHooks = {}): Promise<void> {
  await runCommandLine(command, ['cancel', run], hooks);
}

async function runCommandLine(
  command: CommandLine,
  words: readonly string[],
  { signal, onNote, onLine }: CommandLineHooks & { readonly onLine?: (line: string) => void },
): Promise<void> {
  signal?.throwIfAborted();
  const child =
    typeof command === 'string'
      ? forkScript(command, { args: words, stdout: 'pipe' })
      : spawn(command[0], [...command.slice(1), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await watchChild<undefined>(child, {
    signal,
    cancel: () => child.kill('SIGTERM'),
    grace: GRACE,
    onLine: (line, output) => {
      if (output === 'stdout') {
        onLine?.(line);
        return;
      }
      if (line === '') return;
      said = line;
      onNote?.(line);
    },
    onEnd: ({ code, how }) => {
      if (code === 0) return undefined;
      const name = typeof command === 'string' ? 'label-audit' : command.join(' ');
      throw new CommandLineError(said === '' ? `${name} ${how}.` : said.replace(/^label-audit: /, ''));
    },
  });
}
