import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { bundledFile, startThread, untilAborted, type Thread } from '../../../processes/index.ts';
import { TrainingError, WorkerCrashError } from '../../errors.ts';
import { fours } from '../algebra/product-kernels.ts';
import type { FitFold, FoldFit, FoldJob } from './fit-fold.ts';
import type { PreparedFeatures } from '../types.ts';

/** Threads that fit heads on the same features, each one at a time. */
export interface HeadThreads {
  readonly count: number;
  /** As `createFitFold`, on the next thread that is free: the same result, bit for bit. */
  readonly fit: FitFold;
  readonly end: () => Promise<void>;
}

/** What a thread answers: errors lose their class on the way. */
export type HeadAnswer = { readonly fitted: FoldFit } | { readonly why: string };

export interface HeadThreadsOptions {
  /** Number of classes. */
  readonly k: number;
  readonly folds: number;
  /** Threads at once, at most; default: the number of cores. */
  readonly jobs?: number;
  readonly workerFile?: string;
}

/** Below so many numbers of rows × columns × classes, all heads are done before a thread has started. */
const WORTHWHILE = 1e6;
/** Vectors as large as a head's weights that a fit holds at most: L-BFGS's memory, and what it works with. */
const VECTORS = 28;
/** Bytes that all threads' fits may take together. */
const MEMORY = 1024 ** 3;

/**
 * Calls with threads to fit heads on, and ends them after it. `undefined` in place of the threads means that one thread is
 * all that the machine, the memory or the work is good for.
 *
 * @throws what `use` throws; TrainingError where the threads' script is missing
 */
export async function withHeadThreads<Result>(
  features: PreparedFeatures,
  options: HeadThreadsOptions,
  use: (threads: HeadThreads | undefined) => Promise<Result>,
): Promise<Result> {
  const threads = startHeadThreads(features, options);
  try {
    return await use(threads);
  } finally {
    await threads?.end();
  }
}

/**
 * Starts threads to fit heads on. Features in shared memory, as `prepareFeatures` gives them, are not copied.
 *
 * @returns undefined where one thread is all that the machine, the memory or the work is good for
 * @throws TrainingError where the threads' script is missing
 */
export function startHeadThreads(features: PreparedFeatures, options: HeadThreadsOptions): HeadThreads | undefined {
  const { k, folds, jobs = availableParallelism() } = options;
  const workerFile = options.workerFile ?? bundledFile('head-worker.mjs');
  const { n, k: columns } = features;
  const perFit = VECTORS * 8 * (columns + 1) * fours(k);
  const count = Math.min(jobs, folds, Math.floor(MEMORY / perFit));
  if (count < 2 || n * columns * k < WORTHWHILE) return undefined;
  if (!existsSync(workerFile)) {
    throw new TrainingError(`${workerFile} is missing. Reinstall label-audit.`);
  }
  const threads = Array.from({ length: count }, (_, i) =>
    startThread<FoldJob, HeadAnswer>(
      workerFile,
      features,
      (why) =>
        new WorkerCrashError(
          `Thread ${i + 1} of those that train on features broke down: ${why}. Run the audit again, with less to do at once if need be (--jobs).`,
          i + 1,
        ),
    ),
  );
  const free = [...threads];
  const waiting: ((thread: Thread<FoldJob, HeadAnswer>) => void)[] = [];
  const take = (): Promise<Thread<FoldJob, HeadAnswer>> => {
    const thread = free.pop();
    return thread ? Promise.resolve(thread) : new Promise((resolve) => waiting.push(resolve));
  };
  const give = (thread: Thread<FoldJob, HeadAnswer>): void => {
    const next = waiting.shift();
    if (next) next(thread);
    else free.push(thread);
  };
  return {
    count,
    fit: async (job, signal) => {
      const thread = await take();
      try {
        const answer = await untilAborted(thread.ask(job), signal);
        if ('why' in answer) throw new TrainingError(answer.why);
        return answer.fitted;
      } finally {
        give(thread);
      }
    },
    end: async () => {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}
