import { forkScript, saysOutOfMemory, sendOrKill, watchChild } from '../../processes/index.ts';
import { BackendError, TrainingError, WorkerCrashError } from '../errors.ts';
import type { Backend, EpochHistory } from '../types.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import { GO, type FoldMessage, type FoldRequest } from './worker-protocol.ts';

export interface FoldHooks {
  /** Kills the process at once. */
  readonly signal: AbortSignal;
  readonly onEpoch: (history: EpochHistory) => void;
  /** It gave its turn back and waits for `go`: told the steps since its last epoch, and the bytes of memory that it takes. */
  readonly onTurn: (steps: number, memory: number) => void;
}

/** A fold that is being trained. */
export interface FoldProcess {
  /** @throws what `startFold` says */
  readonly outcome: Promise<FoldOutcome>;
  /** Gives it the next turn. */
  go(): void;
}

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
  const child = forkScript(workerFile);
  let since = performance.now();
  let busy = 0;
  let hasTurn = true;
  let backend: Backend = 'wasm';
  let failure: string | undefined;
  const outcome = watchChild<FoldOutcome>(child, {
    signal,
    mustAnswer: () => hasTurn,
    onMessage: (raw, settle) => {
      const message = raw as FoldMessage;
      if (message.type === 'started') backend = message.backend;
      else if (message.type === 'epoch') onEpoch(message.history);
      else if (message.type === 'turn') {
        busy += performance.now() - since;
        hasTurn = false;
        onTurn(message.steps, message.memory);
      } else if (message.type === 'done') {
        const { probabilities, history, bestEpoch } = message;
        const seconds = (busy + performance.now() - since) / 1000;
        settle(() => ({ probabilities, history, bestEpoch, backend, seconds }));
      } else if (message.expected) {
        settle(() => {
          throw new (message.backend ? BackendError : TrainingError)(message.message);
        });
      } else failure = `failed: ${message.message}`;
    },
    onEnd: ({ how, lastWords }) => {
      throw crash(name, request.fold, failure ?? how, lastWords);
    },
  });
  sendOrKill(child, request);
  return {
    outcome,
    go: () => {
      since = performance.now();
      hasTurn = true;
      sendOrKill(child, GO);
    },
  };
}

function crash(name: string, fold: number, what: string, lastWords: string): WorkerCrashError {
  const advice = saysOutOfMemory(`${what}\n${lastWords}`)
    ? 'It ran out of memory: choose smaller images, a smaller batch, or fewer jobs.'
    : 'Run the audit again; with fewer jobs if memory is short.';
  return new WorkerCrashError(`The training process of ${name} ${what}. ${advice}`, fold + 1);
}
