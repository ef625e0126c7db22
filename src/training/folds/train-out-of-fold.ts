import type { PredProbs } from '../../core/index.ts';
import { epochsPerFold } from '../presets.ts';
import type { Backend, FoldResult, TrainingData, TrainingSettings } from '../types.ts';
import { objectiveOf } from '../fit/objective.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import { foldName, foldTask } from './fold-task.ts';
import { runTrainingProcesses, type TrainingOutcomes } from './run-training-processes.ts';
import type { FoldTask } from './worker-protocol.ts';
import type { TrainingRunOptions } from './run-options.ts';

export interface OutOfFoldOptions extends TrainingRunOptions {
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Fold in which each picture is held out, in [0, folds). */
  readonly foldOf: Int32Array;
  readonly folds: number;
  /** Number of the round, from 1: networks of each round have initial weights of their own. */
  readonly round: number;
  /** Only these folds are trained, and only their pictures judged; the others' probabilities are 0. Default: all. */
  readonly only?: readonly number[];
  /** 1 for each picture that is not trained on; it is judged all the same. */
  readonly leftOut?: Uint8Array;
}

export interface OutOfFold {
  /** Out-of-sample predicted probabilities, in the order of the pictures; float32. */
  readonly predProbs: PredProbs;
  /** As in `CrossValidation`. */
  readonly accuracy: number;
  readonly folds: readonly FoldResult[];
  readonly backend: Backend;
  /** Removes what is kept of the folds. */
  readonly forget: () => Promise<void>;
}

/**
 * One round of cross-validated training: each fold's networks are trained on the other folds' pictures and judge its own, in
 * a process of its own.
 *
 * @throws as `trainCrossValidated`
 */
export async function trainOutOfFold(data: TrainingData, options: OutOfFoldOptions): Promise<OutOfFold> {
  const { settings, seed, foldOf, folds, round, leftOut, only, elsewhere } = options;
  const wanted = only ?? Array.from({ length: folds }, (_, fold) => fold);
  const tasks = wanted.map((fold) => ({
    ...foldTask({ settings, seed, fold, round, labels: data.labels, sets: data.sets, foldOf, leftOut }),
    name: foldName({ fold, round }),
  }));
  const { outcomes, forget } = await (elsewhere === undefined
    ? runTrainingProcesses(data, tasks, epochsPerFold(settings), options)
    : collect(tasks, elsewhere));
  return { ...assemble(data, tasks, outcomes), forget };
}

/** The outcomes of trainings that were run elsewhere. */
async function collect(
  tasks: readonly FoldTask[],
  elsewhere: NonNullable<TrainingRunOptions['elsewhere']>,
): Promise<TrainingOutcomes> {
  const outcomes: FoldOutcome[] = [];
  for (const task of tasks) outcomes.push(await elsewhere(task));
  return { outcomes, forget: () => Promise.resolve() };
}

function assemble(
  data: TrainingData,
  tasks: readonly { readonly fold: number; readonly train: Int32Array; readonly test: Int32Array }[],
  outcomes: readonly FoldOutcome[],
): Omit<OutOfFold, 'forget'> {
  const { n, k } = data;
  const objective = objectiveOf(data);
  const probabilities = new Float32Array(n * k);
  let correctInAll = 0;
  const folds: FoldResult[] = outcomes.map((outcome, i) => {
    const { train, test, fold } = tasks[i];
    test.forEach((picture, row) => {
      probabilities.set(outcome.probabilities.subarray(row * k, (row + 1) * k), picture * k);
    });
    const { correct } = objective.weigh(outcome.probabilities, test);
    correctInAll += correct;
    return {
      fold: fold + 1,
      trainSize: train.length,
      testSize: test.length,
      heldOutAccuracy: test.length === 0 ? Number.NaN : correct / test.length,
      history: outcome.history,
      seconds: outcome.seconds,
    };
  });
  return {
    predProbs: { data: probabilities, n, k },
    accuracy: correctInAll / folds.reduce((sum, { testSize }) => sum + testSize, 0),
    folds,
    backend: outcomes[0].backend,
  };
}
