import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createScratchFolder, defaultCacheFolder } from '../../files/index.ts';
import { bundledFile } from '../../processes/index.ts';
import { BackendError, TrainingError } from '../errors.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import { groundHash, openKeptFolds, type KeptFolds } from './kept-folds.ts';
import { createProgressMeter } from './progress-meter.ts';
import { trainInTurns } from './fold-turns.ts';
import type { TrainingData } from '../types.ts';
import type { FoldTask } from './worker-protocol.ts';
import type { TrainingRunOptions } from './run-options.ts';
import { expectedBackend, usualJobs, verifiedAdapter } from '../backends/expected-backend.ts';

/** One of the trainings on the same pictures. */
export interface NamedTask extends FoldTask {
  /** What messages call it, e.g. `fold 1`. */
  readonly name: string;
}

export interface TrainingOutcomes {
  /** In the order of the tasks. */
  readonly outcomes: readonly FoldOutcome[];
  /** Removes what is kept of the trainings: what they were for is done. */
  readonly forget: () => Promise<void>;
}

/** Bytes that are written at once, so that a cancel is heard in between. */
const PIECE = 16 * 1024 ** 2;

/**
 * Runs trainings on the same pictures, each in a process of its own, as many at a time as `jobs` says; see `nextFold` for
 * their order. The first failure or the user's cancel stops all; only what was finished is kept, and an equal run reuses
 * it.
 *
 * @param epochs of each training, at most
 * @throws TrainingError where the worker is missing; what a training throws; the signal's reason when it aborts
 */
export async function runTrainingProcesses(
  data: Pick<TrainingData, 'images' | 'trimmedImages' | 'n' | 'height' | 'width' | 'channels' | 'k'>,
  tasks: readonly NamedTask[],
  epochs: number,
  options: TrainingRunOptions,
): Promise<TrainingOutcomes> {
  const { signal, backend, cacheFolder } = options;
  const workerFile = options.workerFile ?? bundledFile('training-worker.mjs');
  if (!existsSync(workerFile)) {
    throw new TrainingError(`The training worker is missing (${workerFile}). Reinstall label-audit.`);
  }
  signal?.throwIfAborted();
  // Named one by one: the data may bring labels too, and each task has its own.
  const { n, height, width, channels, k } = data;
  const shape = { n, height, width, channels, k };
  return withImageFiles(data, signal, async (imagesFile, trimmedFile) => {
    const jobs = Math.max(1, options.jobs ?? usualJobs(backend));
    // Processes that train at once share the cores; more threads than cores would slow each other down.
    const threads = Math.max(1, Math.floor(availableParallelism() / Math.min(jobs, tasks.length)));
    const train = async (kept: KeptFolds | undefined): Promise<TrainingOutcomes> => {
      let reused = 0;
      const meter = createProgressMeter(tasks.length, epochs, (progress) => {
        options.onProgress?.(reused === 0 ? progress : { ...progress, kept: reused });
      });
      const before = kept === undefined ? [] : await finishedBefore(kept, tasks);
      before.forEach((outcome, i) => {
        if (outcome !== undefined) meter.finished(i);
      });
      reused = before.filter((outcome) => outcome !== undefined).length;
      if (reused > 0) options.onReused?.(reused, tasks.length);
      // Those of one audit have one backend, whatever `auto` would be today.
      const chosen = before.find((outcome) => outcome !== undefined)?.backend ?? backend;
      const request = { ...shape, imagesFile, trimmedFile, backend: chosen, threads };
      const outcomes = await trainInTurns(
        tasks.map(({ name, ...task }, i) => ({ request: { ...task, ...request }, name, finished: before[i] })),
        { workerFile, jobs, jobsGiven: options.jobs !== undefined, epochs, signal, meter },
        async (i, outcome) => kept?.save(tasks[i], outcome),
      );
      return {
        outcomes,
        forget: async () => kept?.forget(),
      };
    };
    if (cacheFolder === null) return await train(undefined);
    // The native backend's sums depend on how many threads share them, those of WebGPU on the adapter.
    const shared = backend === 'native' || backend === 'auto' ? `${backend} ${threads}` : backend;
    const how = expectedBackend(backend) === 'webgpu' ? `${shared} ${verifiedAdapter() ?? ''}` : shared;
    const files = trimmedFile === undefined ? [imagesFile] : [imagesFile, trimmedFile];
    const ground = await groundHash(files, shape, how, workerFile, signal);
    const kept = openKeptFolds(join(cacheFolder ?? defaultCacheFolder(), 'folds'), ground);
    try {
      return await train(kept);
    } catch (error) {
      // `auto` was native when the folds were finished, and native no longer loads: train all folds again, with what does load.
      if (!(error instanceof BackendError) || backend !== 'auto') throw error;
      await finishedBefore(kept, tasks);
      await kept.forget();
      return await train(kept);
    }
  });
}

/** Calls with files that hold the pictures, and the cropped ones where there are some; what is in memory is written first. */
async function withImageFiles<Result>(
  { images, trimmedImages }: Pick<TrainingData, 'images' | 'trimmedImages'>,
  signal: AbortSignal | undefined,
  use: (imagesFile: string, trimmedFile: string | undefined) => Promise<Result>,
): Promise<Result> {
  const scratch = [images, trimmedImages].some((pixels) => pixels instanceof Uint8Array)
    ? await createScratchFolder()
    : undefined;
  const fileOf = async (pixels: TrainingData['images'], name: string): Promise<string> => {
    if (!(pixels instanceof Uint8Array)) return pixels.file;
    const file = join(scratch!.folder, name);
    await writeImages(file, pixels, signal);
    return file;
  };
  try {
    const imagesFile = await fileOf(images, 'images.bin');
    return await use(imagesFile, trimmedImages && (await fileOf(trimmedImages, 'trimmed.bin')));
  } finally {
    await scratch?.remove();
  }
}

/** What is kept of the tasks; of several backends only that of the first. */
async function finishedBefore(kept: KeptFolds, tasks: readonly FoldTask[]): Promise<(FoldOutcome | undefined)[]> {
  const found: (FoldOutcome | undefined)[] = [];
  for (const task of tasks) found.push(await kept.load(task));
  const backend = found.find((outcome) => outcome !== undefined)?.backend;
  return found.map((outcome) => (outcome?.backend === backend ? outcome : undefined));
}

async function writeImages(file: string, images: Uint8Array, signal?: AbortSignal): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for (let at = 0; at < images.length; at += PIECE) {
      signal?.throwIfAborted();
      await handle.writeFile(images.subarray(at, at + PIECE));
    }
  } finally {
    await handle.close();
  }
}
