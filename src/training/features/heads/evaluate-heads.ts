import { choosePenalty } from './choose-penalty.ts';
import { fitHeads } from './fit-heads.ts';
import type { HeadTask, PreparedFeatures } from '../types.ts';

/** Rows to train on, with their labels; the labels of other rows are not looked at. */
export interface HeadSide {
  readonly labels: Int32Array;
  readonly train: Int32Array;
  /** For each of `train`, a fold: the penalty is chosen by cross-validation on these rows alone. */
  readonly foldOf: Int32Array;
  readonly folds: number;
}

/**
 * Trains one head on some rows and judges others with it. The penalty is chosen on the training rows.
 *
 * @param k number of classes
 * @param test rows to judge, none of them among the training rows
 * @returns probabilities of the test rows, test.length × k, row-major
 * @throws TrainingError where the arrays do not fit each other; the signal's reason when it is aborted
 */
export async function evaluateHeads(
  features: PreparedFeatures,
  side: HeadSide,
  k: number,
  test: Int32Array,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { train, foldOf, folds } = side;
  const own: HeadTask = { labels: Int32Array.from(train, (row) => side.labels[row]), k, foldOf, folds };
  const { c } = await choosePenalty(rowsOf(features, train), own, { signal });
  // Of two folds, one the test rows and one the training rows, only the head that is trained on the latter is fitted.
  const rows = new Int32Array(train.length + test.length);
  rows.set(train);
  rows.set(test, train.length);
  const both: HeadTask = {
    labels: Int32Array.from(rows, (row, i) => (i < train.length ? side.labels[row] : 0)),
    foldOf: Int32Array.from(rows, (_, i) => (i < train.length ? 1 : 0)),
    ...{ k, folds: 2 },
  };
  const { predProbs } = await fitHeads(rowsOf(features, rows), both, { c, only: [0], signal });
  return predProbs.data.slice(train.length * k);
}

/** Some rows of features. */
export function rowsOf(features: PreparedFeatures, rows: Int32Array): PreparedFeatures {
  const { data, k } = features;
  const taken = new Float32Array(rows.length * k);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * k, (row + 1) * k), i * k);
  });
  return { ...features, data: taken, n: rows.length };
}
