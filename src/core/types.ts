/**
 * Out-of-sample predicted probabilities of a classifier, one row per example and one column per class.
 * `data` is row-major, `n * k` long; entries lie in [0, 1] and each row sums to 1. Sums and comparisons are done in
 * float64 whatever the storage.
 */
export interface PredProbs {
  readonly data: Float32Array | Float64Array;
  /** Number of examples (rows). */
  readonly n: number;
  /** Number of classes (columns). */
  readonly k: number;
}

/** Given labels: one class index in [0, k) per example. */
export type Labels = Int32Array;

/** Class indices in an array as wide as it takes. */
export type ClassIndices = Uint8Array | Uint16Array | Int32Array;

/** A square K×K matrix, row-major. Rows are given labels, columns are (estimated) true labels unless said otherwise. */
export interface SquareMatrix {
  readonly data: Float64Array;
  readonly k: number;
}

/** How the examples with label issues are chosen (cleanlab's `filter_by`). */
export const FILTER_BY = [
  'prune_by_noise_rate',
  'prune_by_class',
  'both',
  'confident_learning',
  'predicted_neq_given',
  'low_normalized_margin',
  'low_self_confidence',
] as const;
export type FilterBy = (typeof FILTER_BY)[number];

/** How label quality is scored (cleanlab's `method` and `return_indices_ranked_by`). */
export const RANK_BY = [
  'self_confidence',
  'normalized_margin',
  'confidence_weighted_entropy',
  'pairwise_margin',
] as const;
export type RankBy = (typeof RANK_BY)[number];

/** How the number of label issues is counted (cleanlab's `estimation_method`). */
export const ESTIMATION_METHODS = ['off_diagonal', 'off_diagonal_calibrated', 'off_diagonal_custom'] as const;
export type EstimationMethod = (typeof ESTIMATION_METHODS)[number];

/** How the prior of the true labels is estimated (cleanlab's `py_method`). */
export const PY_METHODS = ['cnt', 'eqn', 'marginal', 'marginal_ps'] as const;
export type PyMethod = (typeof PY_METHODS)[number];

/** How several models' scores are weighted (cleanlab's `weight_ensemble_members_by`). */
export const ENSEMBLE_WEIGHTINGS = ['accuracy', 'uniform', 'log_loss_search', 'custom'] as const;
export type EnsembleWeighting = (typeof ENSEMBLE_WEIGHTINGS)[number];

/** More classes than this are not judged together: every pair of them is counted, in tables of K² numbers. */
export const MOST_CLASSES = 10_000;
