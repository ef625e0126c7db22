import { checkData } from './check-data.ts';
import { TrainingError } from '../errors.ts';
import { epochsPerFold } from '../presets.ts';
import { createRandom } from '../random.ts';
import { runTrainingProcesses } from './run-training-processes.ts';
import type { Backend, EarlyStopping, EpochHistory, TrainingData, TrainingSettings } from '../types.ts';
import type { TrainingRunOptions } from './run-options.ts';

/** One of the training sets that are compared. */
export interface EvaluationSide {
  /** For messages, e.g. `baseline`. */
  readonly name: string;
  /** Class index of each picture of the data, as this side labels them. */
  readonly labels: Int32Array;
  /** Pictures to learn from. */
  readonly train: Int32Array;
}

export interface TrainAndEvaluateOptions extends TrainingRunOptions {
  readonly settings: TrainingSettings;
  /** How often each side is trained; repeat r has seed + r on every side. */
  readonly repeats: number;
  readonly seed: number;
  /**
   * Stop where a share of the training pictures, which is then not trained on, is judged no better for `patience` epochs.
   * It is drawn from the first side's pictures by the seed, and is the same for every side, but for what a side lacks.
   */
  readonly earlyStopping?: { readonly share: number; readonly patience: number };
}

export interface EvaluationRun {
  readonly seed: number;
  /** Predicted probabilities of the test pictures, test.length × k, row-major. */
  readonly probabilities: Float32Array;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged. */
  readonly bestEpoch?: number;
  readonly seconds: number;
}

export interface Evaluation {
  readonly name: string;
  /** One for each repeat, in order. */
  readonly runs: readonly EvaluationRun[];
}

export interface TrainedAndEvaluated {
  /** One for each side, in order. */
  readonly evaluations: readonly Evaluation[];
  readonly backend: Backend;
  /** To be called once the result is safe. */
  readonly forget: () => Promise<void>;
}

/**
 * Trains the same model on several training sets and lets each judge the same test pictures: repeat by repeat with equal
 * seeds, so that both sides of a repeat begin with equal weights. Each training has a process of its own.
 *
 * @param data the pictures of all sides and of the test; its labels are not used
 * @param test pictures to judge; none may be among a side's training pictures
 * @throws TrainingError for input that cannot be trained on; WorkerCrashError when a process dies; the signal's reason
 *   when it aborts
 */
export async function trainAndEvaluate(
  data: TrainingData,
  test: Int32Array,
  sides: readonly EvaluationSide[],
  options: TrainAndEvaluateOptions,
): Promise<TrainedAndEvaluated> {
  const { settings, repeats, seed, earlyStopping } = options;
  const tested = new Set(test);
  for (const { name, labels, train } of sides) {
    checkData({ ...data, labels });
    if (train.length === 0) throw new TrainingError(`The ${name} training set has no pictures.`);
    if (train.some((picture) => tested.has(picture)))
      throw new TrainingError(`The ${name} side trains on test pictures.`);
  }
  const held = Array.from({ length: repeats }, (_, repeat) =>
    earlyStopping === undefined
      ? undefined
      : validationGroups(data, sides[0].train, earlyStopping.share, seed + repeat),
  );
  const tasks = Array.from({ length: repeats * sides.length }, (_, index) => {
    const repeat = Math.floor(index / sides.length);
    const side = sides[index % sides.length];
    return {
      ...{ settings, seed: (seed + repeat) >>> 0, fold: 0, round: 1, labels: side.labels, test },
      ...dealt(data, side, held[repeat], earlyStopping?.patience),
      name: `the ${side.name} side, repeat ${repeat + 1},`,
    };
  });
  const { outcomes, forget } = await runTrainingProcesses(data, tasks, epochsPerFold(settings), options);
  const evaluations = sides.map(({ name }, side) => ({
    name,
    runs: Array.from({ length: repeats }, (_, repeat): EvaluationRun => {
      const { probabilities, history, bestEpoch, seconds } = outcomes[repeat * sides.length + side];
      const best = bestEpoch === undefined ? {} : { bestEpoch };
      return { seed: (seed + repeat) >>> 0, probabilities, history, ...best, seconds };
    }),
  }));
  return { evaluations, backend: outcomes[0].backend, forget };
}

/** Groups of identical pictures that are held out for validation. */
function validationGroups({ groups }: TrainingData, train: Int32Array, share: number, seed: number): Set<number> {
  const order = Int32Array.from(new Set(train.toSorted().map((picture) => groups[picture])));
  createRandom(seed, VALIDATION_STREAM).shuffle(order);
  return new Set(order.subarray(0, Math.round(share * order.length)));
}

/** Streams 0 and up are folds and weights. */
const VALIDATION_STREAM = 1_000_003;

/** A side's pictures to train on and to validate with. */
function dealt(
  { groups }: TrainingData,
  { name, train }: EvaluationSide,
  held: ReadonlySet<number> | undefined,
  patience: number | undefined,
): { train: Int32Array; earlyStopping?: EarlyStopping } {
  if (held === undefined || patience === undefined) return { train };
  const validation = train.filter((picture) => held.has(groups[picture]));
  const rest = train.filter((picture) => !held.has(groups[picture]));
  if (validation.length === 0 || rest.length === 0) {
    throw new TrainingError(
      `The ${name} training set has ${train.length} pictures: too few for early stopping. Give epochs instead.`,
    );
  }
  return { train: rest, earlyStopping: { validation, patience } };
}
