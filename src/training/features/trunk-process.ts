import { forkScript, saysOutOfMemory, sendOrKill, watchChild } from '../../processes/index.ts';
import { BackendError, TrainingError, WorkerCrashError } from '../errors.ts';
import type { Backend } from '../types.ts';
import type { PictureToSee, SeenPicture, TrunkFacts, TrunkMessage, TrunkStart } from './trunk-protocol.ts';

/** A process with a trunk in it. */
export interface TrunkProcess {
  /** The backend that it runs on, once it has started. */
  readonly backend: () => Backend | undefined;
  /** What it is, once it is loaded. */
  readonly facts: () => Promise<TrunkFacts>;
  /** What comes of some pictures, in order. Batches are answered in turn; the next is decoded meanwhile. */
  readonly see: (pictures: readonly PictureToSee[]) => Promise<readonly SeenPicture[]>;
  /** Ends it, whatever it does; settles once it is gone. */
  readonly end: () => Promise<void>;
}

/**
 * Starts a trunk in a process of its own. What it is asked for rejects with WorkerCrashError where the process ends by
 * itself, BackendError or TrainingError with its message where it gives up, the signal's reason where that aborts.
 * @param workerFile the bundled worker
 * @param number 1-based, for messages
 */
export function startTrunk(workerFile: string, start: TrunkStart, number: number, signal: AbortSignal): TrunkProcess {
  signal.throwIfAborted();
  const child = forkScript(workerFile);
  const waiting: { resolve: (seen: readonly SeenPicture[]) => void; reject: (error: unknown) => void }[] = [];
  let tellFacts: (facts: TrunkFacts) => void;
  let tellFailure: (failure: Error) => void;
  const facts = new Promise<TrunkFacts>((resolve, reject) => {
    tellFacts = resolve;
    tellFailure = reject;
  });
  // Most do not ask.
  facts.catch(() => undefined);
  let backend: Backend | undefined;
  let said: string | undefined;
  let wanted = false;
  let failure: Error | undefined;
  const gone = watchChild<undefined>(child, {
    signal,
    mustAnswer: () => waiting.length > 0,
    onMessage: (raw, settle) => {
      const message = raw as TrunkMessage;
      if (message.type === 'started') {
        backend = message.backend;
        tellFacts(message);
      } else if (message.type === 'seen') waiting.shift()?.resolve(message.pictures);
      else if (message.expected) {
        settle(() => {
          throw new (message.backend ? BackendError : TrainingError)(message.message);
        });
      } else said = `failed: ${message.message}`;
    },
    onEnd: ({ how, lastWords }) => {
      if (!wanted) throw crash(number, said ?? how, lastWords);
      return undefined;
    },
  }).catch((error: unknown) => {
    failure = error instanceof Error ? error : new TrainingError(String(error));
    for (const { reject } of waiting.splice(0)) reject(failure);
    tellFailure(failure);
  });
  sendOrKill(child, start);
  return {
    backend: () => backend,
    facts: () => facts,
    see: (pictures) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        waiting.push({ resolve, reject });
        sendOrKill(child, { type: 'batch', pictures });
      }),
    end: async () => {
      wanted = true;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function crash(number: number, what: string, lastWords: string): WorkerCrashError {
  const advice = saysOutOfMemory(`${what}\n${lastWords}`)
    ? 'It ran out of memory: choose a smaller size, or fewer jobs.'
    : 'Run the audit again; with fewer jobs if memory is short.';
  return new WorkerCrashError(`Process ${number} of the pretrained network ${what}. ${advice}`, number);
}
