import type { Backend, BackendChoice, EarlyStopping, EpochHistory, TrainingSettings } from '../types.ts';
import type { TrainedFold } from '../fit/trained-fold.ts';

/** What one training is told: all that its result depends on but the pictures, which are in a file. */
export interface FoldTask {
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** From 0. */
  readonly fold: number;
  /** From 1: networks of each round have initial weights of their own. */
  readonly round: number;
  /** Only this one of the settings' networks is trained, from 0; default: all, which judge together. */
  readonly member?: number;
  /** Class index of each picture. */
  readonly labels: Int32Array;
  /** As in `TrainingData`. */
  readonly sets?: Uint8Array;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly earlyStopping?: EarlyStopping;
}

/** From the parent to a fold's process, first: everything that it needs. */
export interface FoldRequest extends FoldTask {
  readonly backend: BackendChoice;
  /** Threads for one operation of the native backend. */
  readonly threads: number;
  /** File with the pictures, N×H×W×C uint8. */
  readonly imagesFile: string;
  /** File with the same pictures cropped to their content, in the same shape; where some networks see those. */
  readonly trimmedFile?: string;
  readonly n: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly k: number;
}

/** From the parent, whenever a process that gave its turn back may go on. */
export const GO = 'go';

/** From a fold's process to the parent. */
export type FoldMessage =
  | { readonly type: 'started'; readonly backend: Backend }
  | { readonly type: 'epoch'; readonly history: EpochHistory }
  /** It has worked for a while, and waits for its next turn. */
  | {
      readonly type: 'turn';
      /** Steps since the last epoch. */
      readonly steps: number;
      /** Bytes of memory that it takes. */
      readonly memory: number;
    }
  | ({ readonly type: 'done' } & TrainedFold)
  /** `expected`: a message of ours that may be shown as it stands; `backend`: the backend does not load. */
  | { readonly type: 'failed'; readonly message: string; readonly expected: boolean; readonly backend: boolean };
