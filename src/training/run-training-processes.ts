import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainingError } from './errors.ts';

/** What each process needs to know of the others' common ground. */
export interface ProcessGround {
  readonly workerFile: string;
  /** File with the pictures, N×H×W×C uint8; gone when all are done. */
  readonly imagesFile: string;
  /** Aborts when the user cancels, and when another process has failed. */
  readonly signal: AbortSignal;
}

export interface RunProcessesOptions {
  /** How many at once; default: the number of cores. */
  readonly jobs?: number;
  readonly workerFile?: string;
  readonly signal?: AbortSignal;
}

/** The worker beside the running bundle, or in dist/ when run from source. */
function defaultWorkerFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, 'training-worker.mjs'), join(here, '../../dist/training-worker.mjs')];
  return candidates.find((file) => existsSync(file)) ?? candidates[0];
}

/**
 * Runs `count` trainings on the same pictures, as many at a time as `jobs` says. The first failure or the user's cancel
 * stops all; nothing is left behind.
 *
 * @returns their results in order
 * @throws TrainingError where the worker is missing; what a training throws; the signal's reason when it aborts
 */
export async function runTrainingProcesses<T>(
  images: Uint8Array,
  count: number,
  options: RunProcessesOptions,
  train: (index: number, ground: ProcessGround) => Promise<T>,
): Promise<T[]> {
  const workerFile = options.workerFile ?? defaultWorkerFile();
  if (!existsSync(workerFile)) {
    throw new TrainingError(`The training worker is missing (${workerFile}). Reinstall label-audit.`);
  }
  // One failure or the user's cancel stops every process.
  const stop = new AbortController();
  const onAbort = (): void => {
    stop.abort(options.signal?.reason);
  };
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-'));
  try {
    const imagesFile = join(folder, 'images.bin');
    await writeFile(imagesFile, images, { mode: 0o600, signal: stop.signal });
    const ground = { workerFile, imagesFile, signal: stop.signal };
    return await inTurns(count, options.jobs ?? availableParallelism(), (index) => train(index, ground), stop);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs tasks 0..count−1, at most `jobs` at a time; the first failure stops the others, and is thrown once all ended. */
async function inTurns<T>(
  count: number,
  jobs: number,
  task: (index: number) => Promise<T>,
  stop: AbortController,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  let failure: { error: unknown } | null = null;
  const lane = async (): Promise<void> => {
    while (next < count && failure === null) {
      const index = next++;
      try {
        results[index] = await task(index);
      } catch (error) {
        failure ??= { error };
        stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, count)) }, lane));
  const failed = failure as { error: unknown } | null;
  if (failed !== null) throw failed.error;
  return results;
}
