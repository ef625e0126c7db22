import type { Tensor } from '@tensorflow/tfjs-core';

/** Given a batch's mean and biased variance, so that a layer can keep its moving averages. */
export interface MomentsSink {
  keep(mean: Float32Array, variance: Float32Array, rows: number): void;
  /** The same where they are on a device from which nothing is read at once. */
  keepOnDevice(mean: Tensor, variance: Tensor, rows: number): void;
}

export interface BatchNormOptions {
  /** Whether a ReLU follows. */
  readonly relu: boolean;
  /** Added to the variance. */
  readonly epsilon: number;
  readonly moments: MomentsSink;
}
