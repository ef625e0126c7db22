import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { watchSilence, type SilenceLimits } from './watch-silence.ts';

export interface ForkOptions {
  readonly args?: readonly string[];
  /** Variables beside those of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default `ignore`. */
  readonly stdout?: 'ignore' | 'pipe';
}

/** Starts a script of ours in a Node.js process of its own, which can be sent messages. */
export function forkScript(script: string, { args = [], env, stdout = 'ignore' }: ForkOptions = {}): ChildProcess {
  return fork(script, [...args], {
    serialization: 'advanced',
    stdio: ['ignore', stdout, 'pipe', 'ipc'],
    // A debugger of this process must not hold its children.
    execArgv: [],
    // In VS Code the executable is Electron, which has to be told to be Node.
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

/** Sends a message. A process that can't be reached is killed, so that its end tells what happened. */
export function sendOrKill(child: ChildProcess, message: object | string): void {
  child.send(message, (error) => {
    if (error !== null) child.kill('SIGKILL');
  });
}

/** How a process ended. */
export interface ChildEnd {
  /** `ended with code 1`, `was killed (SIGKILL)`, `hung: ` and how that was seen, or `could not be started: ` and why. */
  readonly how: string;
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly startError?: NodeJS.ErrnoException;
  /** The last 20,000 characters that it wrote to its outputs. */
  readonly lastWords: string;
}

/** Sets the outcome of a process, which is given, or thrown, when the process has ended. The first one counts. */
export type Settle<T> = (outcome: () => T) => void;

export interface ChildWatch<T> {
  /** Aborted: the outcome is its reason, and the process ends. */
  readonly signal?: AbortSignal;
  /** Asks the process to end; called when the signal is aborted. */
  readonly cancel?: () => void;
  /** Milliseconds that it may then take to tidy up before it is killed. Default 0: it is killed at once. */
  readonly grace?: number;
  /** Kills the process. Default: the process alone, not what it started. */
  readonly kill?: () => void;
  readonly onMessage?: (message: unknown, settle: Settle<T>) => void;
  /** Whether it has work at the moment. Where this is given, a process that has, and gives no sign of life, is killed. */
  readonly mustAnswer?: () => boolean;
  /** When it is taken to hang; for tests. */
  readonly silence?: SilenceLimits;
  /** Each line that it writes to an output that is piped, without white space at its end. */
  readonly onLine?: (line: string, output: 'stdout' | 'stderr') => void;
  /** The outcome of a process that ended without one; may throw. */
  readonly onEnd: (end: ChildEnd) => T;
}

/** Enough for the cause of a crash, which comes first, and the long stack that follows. */
const LAST_WORDS = 20_000;

/**
 * Watches a process that was just started until it has ended and its outputs are read.
 *
 * @returns the outcome that `onMessage` or `onEnd` gives; it settles once the process is gone
 * @throws what they throw; the signal's reason when it is aborted
 */
export async function watchChild<T>(child: ChildProcess, watch: ChildWatch<T>): Promise<T> {
  const { signal, cancel, grace = 0, kill = () => child.kill('SIGKILL'), onMessage, onLine, onEnd } = watch;
  const { mustAnswer, silence } = watch;
  const so: { outcome?: () => T; startError?: Error; lastWords: string } = { lastWords: '' };
  const settle: Settle<T> = (outcome) => {
    so.outcome ??= outcome;
  };
  let deadline: NodeJS.Timeout | undefined;
  const abort = (): void => {
    settle(() => {
      throw signal!.reason as Error;
    });
    cancel?.();
    if (grace === 0) kill();
    else deadline ??= setTimeout(kill, grace);
  };
  for (const output of ['stdout', 'stderr'] as const) {
    const stream = child[output];
    if (stream === null) continue;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      so.lastWords = (so.lastWords + text).slice(-LAST_WORDS);
    });
    if (onLine !== undefined) {
      createInterface({ input: stream }).on('line', (line) => {
        onLine(line.trimEnd(), output);
      });
    }
  }
  let hung: string | undefined;
  const silent =
    mustAnswer === undefined || child.pid === undefined
      ? undefined
      : watchSilence(
          child.pid,
          mustAnswer,
          (how) => {
            hung = how;
            kill();
          },
          silence,
        );
  child.on('message', (message) => {
    silent?.heard();
    onMessage?.(message, settle);
  });
  const exit = new Promise<Pick<ChildEnd, 'code' | 'killedBy'>>((resolve) => {
    child.on('error', (error) => {
      so.startError ??= error;
      // A process that was never started does not always close.
      if (child.pid === undefined) resolve({ code: null, killedBy: null });
    });
    child.on('close', (code, killedBy) => {
      resolve({ code, killedBy });
    });
  });
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  const { code, killedBy } = await exit;
  clearTimeout(deadline);
  silent?.end();
  signal?.removeEventListener('abort', abort);
  if (so.outcome !== undefined) return so.outcome();
  const ending = hung ?? (killedBy === null ? `ended with code ${code ?? 'unknown'}` : `was killed (${killedBy})`);
  const { startError, lastWords } = so;
  const how = startError === undefined ? ending : `could not be started: ${startError.message}`;
  return onEnd({ how, code, killedBy, startError, lastWords });
}
