/** Called with a batch's mean and biased variance, so that a layer can keep its moving averages. */
export type MomentsSink = (mean: Float32Array, variance: Float32Array, rows: number) => void;

export interface BatchNormOptions {
  /** Whether a ReLU follows. */
  readonly relu: boolean;
  /** Added to the variance. */
  readonly epsilon: number;
  readonly onMoments: MomentsSink;
}
