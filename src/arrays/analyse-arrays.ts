import { availableParallelism } from 'node:os';
import {
  analyse,
  checkArrays,
  type Analysis,
  type AnalysisMemory,
  type ClassIndices,
  type Steps,
} from '../core/index.ts';
import { isWorthThreads, sharedMemory, sizeOf, type ArrayInputs, type ArraySource } from './array-source.ts';
import { onThreads } from './array-threads.ts';
import { inTimeSlices } from './time-slices.ts';

export interface AnalyseOptions {
  readonly signal?: AbortSignal;
  /** How many threads at most; default: one per core, no more than 8. */
  readonly threads?: number;
}

/** More threads would wait for memory, not for the processor. */
const MOST_THREADS = 8;

/**
 * Scans labels and probabilities, then does whatever steps `use` asks for: at once where they are small, on threads where
 * they are large, and in pieces where they are in a file. The result is the same, bit for bit.
 *
 * @throws CoreInputError, NpyError, ArrayThreadError; the signal's reason where it is aborted
 */
export async function analyseArrays<Result>(
  { labels, source }: ArrayInputs,
  use: (analysis: Analysis) => Steps<Result>,
  options: AnalyseOptions = {},
): Promise<Result> {
  const { signal, threads = Math.min(availableParallelism(), MOST_THREADS) } = options;
  signal?.throwIfAborted();
  const { n, k } = sizeOf(source);
  function* all(given: ClassIndices, memory: AnalysisMemory): Steps<Result> {
    return yield* use(yield* analyse(given, n, k, memory));
  }
  if (source.kind === 'memory' && !(threads > 1 && isForThreads(source))) {
    checkArrays(labels, source.predProbs);
    return await inTimeSlices(source.predProbs, all(labels, {}), signal);
  }
  // Reading a file once more takes longer than what the memory saves.
  const memory = { allocate: sharedMemory, ...(source.kind === 'file' ? { atOnce: Infinity } : {}) };
  return await onThreads(source, all(inSharedMemory(labels), memory), { threads, signal });
}

/** What is not in shared memory would have to be copied for each thread. */
function isForThreads(source: ArraySource & { kind: 'memory' }): boolean {
  const { data } = source.predProbs;
  return isWorthThreads(data.length) && data.buffer instanceof SharedArrayBuffer;
}

function inSharedMemory(labels: ClassIndices): ClassIndices {
  if (labels.buffer instanceof SharedArrayBuffer) return labels;
  const memory = sharedMemory(labels.byteLength);
  const shared =
    labels instanceof Int32Array
      ? new Int32Array(memory)
      : labels instanceof Uint16Array
        ? new Uint16Array(memory)
        : new Uint8Array(memory);
  shared.set(labels);
  return shared;
}
