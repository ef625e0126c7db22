import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrainingError } from './errors.ts';
import { runFoldProcess, type FoldOutcome } from './fold-process.ts';
import { createProgressMeter } from './progress-meter.ts';
import { stratifiedFolds } from './stratified-folds.ts';
import type { CrossValidateOptions, CrossValidation, FoldResult, TrainingData } from './types.ts';

/** The worker beside the running bundle, or in dist/ when run from source. */
function defaultWorkerFile(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, 'training-worker.mjs'), join(here, '../../dist/training-worker.mjs')];
  return candidates.find((file) => existsSync(file)) ?? candidates[0];
}

/**
 * Out-of-sample predicted probabilities by k-fold cross-validation: each fold's model is trained on the other folds'
 * pictures and judges its own, in a process of its own. The same seed and backend give the same probabilities,
 * whatever the number of processes.
 *
 * @param data pictures N×H×W×C uint8, labels in [0, k), groups of exact duplicates (kept in one fold)
 * @param options model settings, folds, seed, backend, number of processes, signal, progress
 * @returns probabilities [N × k] in the order of the pictures, with each fold's history
 * @throws TrainingError for input that cannot be trained on, a backend that does not load, or a diverging loss;
 *   WorkerCrashError when a process dies; the signal's reason when it aborts
 */
export async function trainCrossValidated(data: TrainingData, options: CrossValidateOptions): Promise<CrossValidation> {
  checkData(data);
  const { settings, folds, seed } = options;
  const { foldOf, warnings } = stratifiedFolds(data.labels, data.groups, folds, seed, options.classNames);
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
  const meter = createProgressMeter(folds, settings.epochs, options.onProgress);

  const folder = await mkdtemp(join(tmpdir(), 'label-audit-'));
  try {
    const imagesFile = join(folder, 'images.bin');
    await writeFile(imagesFile, data.images, { mode: 0o600, signal: stop.signal });
    const { n, height, width, channels, labels, k } = data;
    const runFold = async (fold: number): Promise<FoldOutcome> =>
      await runFoldProcess(
        workerFile,
        {
          n,
          height,
          width,
          channels,
          labels,
          k,
          settings,
          seed,
          fold,
          backend: options.backend,
          imagesFile,
          train: indicesWhere(foldOf, (other) => other !== fold),
          test: indicesWhere(foldOf, (other) => other === fold),
        },
        stop.signal,
        (history) => {
          meter.epochDone(fold, history);
        },
      );
    const outcomes = await inTurns(folds, options.jobs ?? availableParallelism(), runFold, stop);
    return { ...assemble(data, foldOf, outcomes), warnings };
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

function assemble(
  data: TrainingData,
  foldOf: Int32Array,
  outcomes: readonly FoldOutcome[],
): Omit<CrossValidation, 'warnings'> {
  const { n, k, labels } = data;
  const probabilities = new Float32Array(n * k);
  let correctInAll = 0;
  const folds: FoldResult[] = outcomes.map((outcome, fold) => {
    const test = indicesWhere(foldOf, (other) => other === fold);
    let correct = 0;
    test.forEach((picture, row) => {
      const values = outcome.probabilities.subarray(row * k, (row + 1) * k);
      probabilities.set(values, picture * k);
      if (indexOfLargest(values) === labels[picture]) correct++;
    });
    correctInAll += correct;
    return {
      fold: fold + 1,
      trainSize: n - test.length,
      testSize: test.length,
      heldOutAccuracy: test.length === 0 ? Number.NaN : correct / test.length,
      history: outcome.history,
      seconds: outcome.seconds,
    };
  });
  return {
    predProbs: { data: probabilities, n, k },
    foldOf,
    accuracy: correctInAll / n,
    folds,
    backend: outcomes[0].backend,
  };
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j] > values[best]) best = j;
  return best;
}

function indicesWhere(values: Int32Array, wanted: (value: number) => boolean): Int32Array {
  const indices = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (wanted(values[i])) indices[count++] = i;
  return indices.slice(0, count);
}

function checkData({ n, height, width, channels, images, labels, groups, k }: TrainingData): void {
  if (images.length !== n * height * width * channels || labels.length !== n || groups.length !== n) {
    throw new TrainingError(
      `The pictures (${images.length} bytes), labels (${labels.length}) and groups (${groups.length}) do not fit ` +
        `${n} pictures of ${height}×${width}×${channels}.`,
    );
  }
  if (k < 2) throw new TrainingError(`Training needs at least 2 classes; the data set has ${k}.`);
  const bad = labels.findIndex((label) => label < 0 || label >= k);
  if (bad >= 0) throw new TrainingError(`Picture ${bad} has class ${labels[bad]}; classes go from 0 to ${k - 1}.`);
}
