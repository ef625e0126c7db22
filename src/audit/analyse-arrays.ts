import { availableParallelism } from 'node:os';
import { analyse, inMemory, type Analysis, type Labels, type Steps } from '../core/index.ts';
import { sharedMemory, sizeOf, type ArrayInputs, type ArraySource } from './array-source.ts';
import { onThreads } from './array-threads.ts';

export interface AnalyseOptions {
  readonly signal?: AbortSignal;
  /** How many threads at most; default: one per core, no more than 8. */
  readonly threads?: number;
}

/** With fewer probabilities than this, threads save nothing: measured on 2 cores, where 100,000,000 took as long. */
const WORTH_THREADS = 200_000_000;
/** More wait for memory, not for the processor. */
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
  if (source.kind === 'memory' && !(threads > 1 && isWorthThreads(source))) {
    return inMemory(labels, source.predProbs, use);
  }
  const { n, k } = sizeOf(source);
  const shared = inSharedMemory(labels);
  function* all(): Steps<Result> {
    return yield* use(yield* analyse(shared, n, k, sharedMemory));
  }
  return await onThreads(source, all(), { threads, signal });
}

/** What is not in shared memory would have to be copied for each thread. */
function isWorthThreads(source: ArraySource & { kind: 'memory' }): boolean {
  const { data } = source.predProbs;
  return data.length >= WORTH_THREADS && data.buffer instanceof SharedArrayBuffer;
}

function inSharedMemory(labels: Labels): Labels {
  if (labels.buffer instanceof SharedArrayBuffer) return labels;
  const shared = new Int32Array(sharedMemory(labels.byteLength));
  shared.set(labels);
  return shared;
}
