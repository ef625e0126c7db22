import { TrainingError } from '../errors.ts';
import type { FoldOutcome } from './fold-process.ts';
import { epochsPerFold } from '../presets.ts';
import { runTrainingProcesses } from './run-training-processes.ts';
import { stratifiedFolds } from './stratified-folds.ts';
import type { CrossValidateOptions, CrossValidation, FoldResult, TrainingData } from '../types.ts';

/**
 * Out-of-sample predicted probabilities by k-fold cross-validation: each fold's model is trained on the other folds'
 * pictures and judges its own, in a process of its own. The same seed and backend give the same probabilities,
 * whatever the number of processes, and whether or not an earlier run that was stopped had finished some folds.
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
  const tasks = Array.from({ length: folds }, (_, fold) => ({
    ...{ settings, seed, fold, labels: data.labels, name: `fold ${fold + 1}` },
    train: indicesWhere(foldOf, (other) => other !== fold),
    test: indicesWhere(foldOf, (other) => other === fold),
  }));
  const { outcomes, forget } = await runTrainingProcesses(data, tasks, epochsPerFold(settings), options);
  return { ...assemble(data, foldOf, outcomes), forget, warnings };
}

function assemble(
  data: TrainingData,
  foldOf: Int32Array,
  outcomes: readonly FoldOutcome[],
): Omit<CrossValidation, 'warnings' | 'forget'> {
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

/** The first of the largest. */
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

/** @throws TrainingError where the arrays do not fit each other */
export function checkData({ n, height, width, channels, images, labels, groups, k }: TrainingData): void {
  const bytes = n * height * width * channels;
  const have = images instanceof Uint8Array ? images.length : bytes;
  if (have !== bytes || labels.length !== n || groups.length !== n) {
    throw new TrainingError(
      `The pictures (${have} bytes), labels (${labels.length}) and groups (${groups.length}) do not fit ` +
        `${n} pictures of ${height}×${width}×${channels}.`,
    );
  }
  if (k < 2) throw new TrainingError(`Training needs at least 2 classes; the data set has ${k}.`);
  const bad = labels.findIndex((label) => label < 0 || label >= k);
  if (bad >= 0) throw new TrainingError(`Picture ${bad} has class ${labels[bad]}; classes go from 0 to ${k - 1}.`);
}
