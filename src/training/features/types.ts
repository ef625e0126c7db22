/** Numbers that say what an example is like: one row per example, row-major. */
export interface Features {
  readonly data: Float32Array | Float64Array;
  /** Number of examples (rows). */
  readonly n: number;
  /** Numbers per example (columns). */
  readonly k: number;
}

/**
 * Features as the heads take them: standardised, and turned onto their principal components, which knows of no label. Made
 * once by `prepareFeatures`; any number of fits share them.
 */
export interface PreparedFeatures extends Features {
  readonly data: Float32Array;
  /** Variance of each column, largest first. */
  readonly variances: Float64Array;
  /** Variance of all standardised columns together; that of the columns here is at most as large. */
  readonly totalVariance: number;
}

/** Probabilities of n examples over k classes, row-major. */
export interface Probabilities {
  readonly data: Float32Array;
  readonly n: number;
  readonly k: number;
}

/** Rows and their folds, as cross-validated heads see them. */
export interface HeadTask {
  /** Given label of each row, a class index in [0, k). */
  readonly labels: Int32Array;
  /** Number of classes. */
  readonly k: number;
  /** Fold in which each row is held out, in [0, folds); see `stratifiedFolds`. */
  readonly foldOf: Int32Array;
  readonly folds: number;
}

/** Rows that may be of any number of classes, and their folds. */
export interface SetTask extends Omit<HeadTask, 'labels'> {
  /** n × k bytes, row-major: 1 where a row is given the class. */
  readonly sets: Uint8Array;
}
