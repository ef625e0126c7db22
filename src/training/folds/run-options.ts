import type { BackendChoice, TrainingProgress, TrainingSettings } from '../types.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import type { FoldTask } from './worker-protocol.ts';

/** How trainings run, each in a process of its own. */
export interface TrainingRunOptions {
  readonly backend: BackendChoice;
  /** How many trainings run at once; default: the number of cores. */
  readonly jobs?: number;
  /** The training worker's script; default: `training-worker.mjs` beside the running bundle. */
  readonly workerFile?: string;
  /**
   * Where finished trainings are kept until `forget`, so that an equal run after one that was stopped reuses them; default:
   * the user's cache folder. `null`: none are kept, none reused.
   */
  readonly cacheFolder?: string | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Told where an earlier run that was stopped had finished some of the trainings (of a round, from 1). */
  readonly onReused?: (count: number, of: number, round?: number) => void;
  /** Gives the outcomes of trainings that were run elsewhere, such as on a cluster: then none is run here. */
  readonly elsewhere?: (task: FoldTask) => Promise<FoldOutcome>;
}

export interface CrossValidateOptions extends TrainingRunOptions {
  readonly settings: TrainingSettings;
  readonly folds: number;
  readonly seed: number;
  /** Fold in which each picture is held out; default: dealt out by the labels and the seed. */
  readonly foldOf?: Int32Array;
  /** Only these folds are trained, and only their pictures judged; the others' probabilities are 0. Default: all. */
  readonly only?: readonly number[];
  /** Names of the classes, for messages. */
  readonly classNames: readonly string[];
}
