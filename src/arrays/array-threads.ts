import { existsSync } from 'node:fs';
import { CoreInputError, mergeOutcomes, type CoreInputErrorCode, type Outcome, type Steps } from '../core/index.ts';
import { bundledFile, startThreads, untilAborted } from '../processes/index.ts';
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
  { threads, signal, workerFile = bundledFile('array-worker.mjs') }: ThreadOptions,
): Promise<Result> {
  signal?.throwIfAborted();
  let step = steps.next();
  if (step.done === true) return step.value;
  if (!existsSync(workerFile)) throw new ArrayThreadError(`${workerFile} is missing. Reinstall label-audit.`);
  const { n } = sizeOf(source);
  const count = Math.max(1, Math.min(threads, n));
  const shares = Array.from({ length: count }, (_, i): ArrayWorkerData => {
    return { source, first: Math.floor((n * i) / count), end: Math.floor((n * (i + 1)) / count) };
  });
  const crew = startThreads<ArrayWorkerRequest, ArrayWorkerAnswer>(workerFile, shares, brokenDown);
  try {
    while (step.done !== true) {
      const pass = step.value;
      const answers = await untilAborted(crew.ask(pass), signal);
      step = steps.next(mergeOutcomes(pass, answers.map(outcomeOf)));
    }
    return step.value;
  } finally {
    await crew.end();
  }
}

function brokenDown(why: string): ArrayThreadError {
  return new ArrayThreadError(
    `A thread that worked on the probabilities broke down: ${why}. Run it again; if that does not help, allow less with --memory.`,
  );
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
