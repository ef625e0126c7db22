import type { Backend, BackendChoice, EarlyStopping, EpochHistory, TrainingSettings } from './types.ts';
import type { TrainedFold } from './train-fold.ts';

/** From the parent to a fold's process: everything that it needs; the pictures are in a file. */
export interface FoldRequest {
  readonly settings: TrainingSettings;
  readonly seed: number;
  readonly fold: number;
  readonly backend: BackendChoice;
  /** File with the pictures, N×H×W×C uint8. */
  readonly imagesFile: string;
  readonly n: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly k: number;
  readonly labels: Int32Array;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly earlyStopping?: EarlyStopping;
  /** What messages call it; default: its fold. */
  readonly name?: string;
}

/** From a fold's process to the parent. */
export type FoldMessage =
  | { readonly type: 'started'; readonly backend: Backend }
  | { readonly type: 'epoch'; readonly history: EpochHistory }
  | ({ readonly type: 'done' } & TrainedFold)
  /** `expected`: a message of ours that may be shown as it stands. */
  | { readonly type: 'failed'; readonly message: string; readonly expected: boolean };
