import { fork } from 'node:child_process';
import { TrainingError, WorkerCrashError } from './errors.ts';
import type { Backend, EpochHistory } from './types.ts';
import type { FoldMessage, FoldRequest } from './worker-protocol.ts';

export interface FoldOutcome {
  readonly probabilities: Float32Array;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged. */
  readonly bestEpoch?: number;
  readonly backend: Backend;
  readonly seconds: number;
}

/** How much of a dying process's last words is kept for the crash message. */
const LAST_WORDS = 2000;

/**
 * Trains one fold in a process of its own and waits for its end.
 * @param workerFile the bundled worker
 * @param signal kills the process at once
 * @throws WorkerCrashError when the process ends before it is done; TrainingError with its message when it gives up
 */
export function runFoldProcess(
  workerFile: string,
  request: FoldRequest,
  signal: AbortSignal,
  onEpoch: (history: EpochHistory) => void,
): Promise<FoldOutcome> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = fork(workerFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // The debugger of a parent must not hold its children; Electron (VS Code) must run them as plain Node.
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    let backend: Backend = 'wasm';
    let lastWords = '';
    let outcome: (() => void) | null = null;
    const settle = (then: () => void): void => {
      outcome ??= then;
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
      settle(() => {
        reject(crash(request, `could not be started: ${error.message}`, lastWords));
      });
    });
    child.on('message', (raw) => {
      const message = raw as FoldMessage;
      if (message.type === 'started') backend = message.backend;
      else if (message.type === 'epoch') onEpoch(message.history);
      else if (message.type === 'done') {
        const { probabilities, history, bestEpoch } = message;
        const seconds = (performance.now() - begun) / 1000;
        settle(() => {
          resolve({ probabilities, history, bestEpoch, backend, seconds });
        });
      } else {
        settle(() => {
          reject(
            message.expected
              ? new TrainingError(message.message)
              : crash(request, `failed: ${message.message}`, lastWords),
          );
        });
      }
    });
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      settle(() => {
        const how = killedBy === null ? `ended with code ${code ?? 'unknown'}` : `was killed (${killedBy})`;
        reject(crash(request, how, lastWords));
      });
      outcome!();
    });
    child.send(request, (error) => {
      if (error) child.kill('SIGKILL');
    });
  });
}

function crash({ fold, name = `fold ${fold + 1}` }: FoldRequest, what: string, lastWords: string): WorkerCrashError {
  const memory = /heap out of memory|out of memory|Allocation failed/i.test(lastWords);
  const advice = memory
    ? 'It ran out of memory: choose smaller images, a smaller batch, or fewer jobs.'
    : 'Run the audit again; with fewer jobs if memory is short.';
  return new WorkerCrashError(`The training process of ${name} ${what}. ${advice}`, fold + 1);
}
