import type { EpochHistory } from '../types.ts';

/** What one fold's training gives. */
export interface TrainedFold {
  /** Predicted probabilities of the test pictures, test.length × k, row-major. */
  readonly probabilities: Float32Array;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged; of several members the mean, rounded. */
  readonly bestEpoch?: number;
}
