import type { Backend, EpochHistory } from '../types.ts';

/** What a training gave. */
export interface FoldOutcome {
  /** Predicted probabilities of the fold's pictures, row-major; float32. */
  readonly probabilities: Float32Array;
  readonly history: readonly EpochHistory[];
  /** With early stopping: the epoch whose model judged. */
  readonly bestEpoch?: number;
  readonly backend: Backend;
  /** How long its process had the turn. */
  readonly seconds: number;
}
