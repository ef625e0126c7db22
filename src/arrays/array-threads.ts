import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { CoreInputError, mergeOutcomes, type CoreInputErrorCode, type Outcome, type Steps } from '../core/index.ts';
import { NpyError } from './npy-header.ts';
import { sizeOf, type ArraySource } from './array-source.ts';
import type { ArrayWorkerAnswer, ArrayWorkerData, ArrayWorkerRequest } from './array-worker-protocol.ts';

/** A thread that ended before its work was done. */
export class ArrayThreadError extends Error {
  override readonly name = 'ArrayThreadError';
}

export interface ThreadOptions {
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** The thread's script; default: `array-worker.mjs` beside the running bundle. */
  readonly workerFile?: string;
}

/** The worker beside the running bundle, or in dist/ when run from source. */
function defaultWorkerFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, 'array-worker.mjs'), join(here, '../../dist/array-worker.mjs')];
  return candidates.find((file) => existsSync(file)) ?? candidates[0];
}

/**
 * Drives steps with threads, each of which has its share of consecutive rows. The result is the same, bit for bit,
 * whatever their number.
 *
 * @param steps whose facts are in shared memory
 * @throws what the steps throw; the fault of the first bad row; ArrayThreadError where a thread breaks down; the signal's
 *   reason where it is aborted
 */
export async function onThreads<Result>(
  source: ArraySource,
  steps: Steps<Result>,
  { threads, signal, workerFile = defaultWorkerFile() }: ThreadOptions,
): Promise<Result> {
  signal?.throwIfAborted();
  let step = steps.next();
  if (step.done === true) return step.value;
  if (!existsSync(workerFile)) throw new ArrayThreadError(`${workerFile} is missing. Reinstall label-audit.`);
  const { n } = sizeOf(source);
  const count = Math.max(1, Math.min(threads, n));
  const crew = Array.from({ length: count }, (_, i) =>
    startThread(workerFile, { source, first: Math.floor((n * i) / count), end: Math.floor((n * (i + 1)) / count) }),
  );
  try {
    while (step.done !== true) {
      const pass = step.value;
      const answers = await untilAborted(Promise.all(crew.map(({ run }) => run(pass))), signal);
      step = steps.next(mergeOutcomes(pass, answers.map(outcomeOf)));
    }
    return step.value;
  } finally {
    await Promise.all(crew.map(({ worker }) => worker.terminate()));
  }
}

interface Thread {
  readonly worker: Worker;
  readonly run: (pass: ArrayWorkerRequest) => Promise<ArrayWorkerAnswer>;
}

function startThread(workerFile: string, workerData: ArrayWorkerData): Thread {
  const worker = new Worker(workerFile, { workerData, stderr: true });
  const broken = new Promise<never>((_, reject) => {
    const fail = (why: string): void => {
      const message = `A thread that worked on the probabilities broke down: ${why}. Run it again; if that does not help, allow less with --memory.`;
      reject(new ArrayThreadError(message));
    };
    worker.once('error', (error) => {
      fail(error.message);
    });
    worker.once('exit', (code) => {
      fail(`it ended with code ${code}`);
    });
  });
  // It also ends when all is done and nobody waits for it any more.
  broken.catch(() => undefined);
  const run = (pass: ArrayWorkerRequest): Promise<ArrayWorkerAnswer> => {
    const answer = new Promise<ArrayWorkerAnswer>((resolve) => worker.once('message', resolve));
    worker.postMessage(pass);
    return Promise.race([answer, broken]);
  };
  return { worker, run };
}

/** The promise, or the reason of the signal as soon as it is aborted. */
function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** Answers stand in the order of the rows: the first fault among them is that of the first bad row. */
function outcomeOf(answer: ArrayWorkerAnswer): Outcome {
  if ('outcome' in answer) return answer.outcome;
  const { name, message, code, row, column, value, file } = answer.fault;
  if (name === 'CoreInputError') {
    throw new CoreInputError(code as CoreInputErrorCode, message, {
      row: row as number | undefined,
      column: column as number | undefined,
      value,
    });
  }
  if (name === 'NpyError') throw new NpyError(String(file), message.slice(`${String(file)}: `.length));
  throw new ArrayThreadError(`A thread that worked on the probabilities failed: ${message}.`);
}
