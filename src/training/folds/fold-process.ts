import { fork } from 'node:child_process';
import { BackendError, TrainingError, WorkerCrashError } from '../errors.ts';
import type { Backend, EpochHistory } from '../types.ts';
import { GO, type FoldMessage, type FoldRequest } from './worker-protocol.ts';

export interface FoldOutcome {
  readonly probabilities: Float32Array;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged. */
  readonly bestEpoch?: number;
  readonly backend: Backend;
  /** How long its process had the turn. */
  readonly seconds: number;
}

export interface FoldHooks {
  /** Kills the process at once. */
  readonly signal: AbortSignal;
  readonly onEpoch: (history: EpochHistory) => void;
  /** It gave its turn back, after so many steps of its epoch, and takes so many bytes; it waits for `go`. */
  readonly onTurn: (steps: number, memory: number) => void;
}

/** A fold that is being trained. */
export interface FoldProcess {
  /** @throws what `startFold` says */
  readonly outcome: Promise<FoldOutcome>;
  /** Gives it the next turn. */
  go(): void;
}

/** How much of what a dying process says is kept for the crash message: its cause comes first, long stacks follow. */
const LAST_WORDS = 20_000;

/** What V8, Node, Emscripten, TensorFlow and the system say where memory is short. */
const OUT_OF_MEMORY =
  /out of memory|\bOOM\b|allocation failed|malloc failure|could not allocate|bad_alloc|cannot enlarge memory|uv_thread_create/i;

/**
 * Starts to train one fold in a process of its own; it has the first turn. The outcome settles at the process's end. It
 * rejects with WorkerCrashError when the process ends before it is done; BackendError, TrainingError with its message
 * when it gives up; the signal's reason when it is killed.
 *
 * @param workerFile the bundled worker
 * @param name what messages call it, such as `fold 1`
 */
export function startFold(
  workerFile: string,
  request: FoldRequest,
  name: string,
  { signal, onEpoch, onTurn }: FoldHooks,
): FoldProcess {
  signal.throwIfAborted();
  const child = fork(workerFile, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The debugger of a parent must not hold its children; Electron (VS Code) must run them as plain Node.
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const send = (message: FoldRequest | typeof GO): void => {
    child.send(message, (error) => {
      if (error) child.kill('SIGKILL');
    });
  };
  let since = performance.now();
  let busy = 0;
  const outcome = new Promise<FoldOutcome>((resolve, reject) => {
    let backend: Backend = 'wasm';
    let lastWords = '';
    let settlement: (() => void) | null = null;
    const settle = (then: () => void): void => {
      settlement ??= then;
    };
    const crashed = (how: string): void => {
      settle(() => {
        reject(crash(name, request.fold, how, lastWords));
      });
    };
    const kill = (): void => {
      settle(() => {
        reject(signal.reason as Error);
      });
      child.kill('SIGKILL');
    };
    signal.addEventListener('abort', kill, { once: true });
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
    });
    child.on('error', (error) => {
      crashed(`could not be started: ${error.message}`);
      // Where it was never started, it never closes either.
      if (child.pid === undefined) finish();
    });
    child.on('message', (raw) => {
      const message = raw as FoldMessage;
      if (message.type === 'started') backend = message.backend;
      else if (message.type === 'epoch') onEpoch(message.history);
      else if (message.type === 'turn') {
        busy += performance.now() - since;
        onTurn(message.steps, message.memory);
      } else if (message.type === 'done') {
        const { probabilities, history, bestEpoch } = message;
        const seconds = (busy + performance.now() - since) / 1000;
        settle(() => {
          resolve({ probabilities, history, bestEpoch, backend, seconds });
        });
      } else if (message.expected) {
        settle(() => {
          reject(new (message.backend ? BackendError : TrainingError)(message.message));
        });
      } else crashed(`failed: ${message.message}`);
    });
    const finish = (): void => {
      signal.removeEventListener('abort', kill);
      settlement?.();
    };
    child.on('close', (code, killedBy) => {
      crashed(killedBy === null ? `ended with code ${code ?? 'unknown'}` : `was killed (${killedBy})`);
      finish();
    });
  });
  send(request);
  return {
    outcome,
    go: () => {
      since = performance.now();
      send(GO);
    },
  };
}

function crash(name: string, fold: number, what: string, lastWords: string): WorkerCrashError {
  const advice = OUT_OF_MEMORY.test(`${what}\n${lastWords}`)
    ? 'It ran out of memory: choose smaller images, a smaller batch, or fewer jobs.'
    : 'Run the audit again; with fewer jobs if memory is short.';
  return new WorkerCrashError(`The training process of ${name} ${what}. ${advice}`, fold + 1);
}
