import pMap from 'p-map';
import { TrainingError } from '../../errors.ts';
import { createFitFold } from './fit-fold.ts';
import type { HeadThreads } from './head-threads.ts';
import type { HeadTask, PreparedFeatures, Probabilities, SetTask } from '../types.ts';

/** Multinomial logistic regressions, one per fold. */
export interface Heads {
  /** Of each fold: (columns + 1) × width float64, the intercepts last; where the next fit may start. Empty: not fitted. */
  readonly weights: readonly Float64Array[];
  /** How often each fold's rows were gone through. */
  readonly passes: readonly number[];
}

export interface HeadsFit extends Heads {
  /** Probabilities of every row by the head of the fold that holds it out; float32, n × k. */
  readonly predProbs: Probabilities;
}

export interface FitHeadsOptions {
  /** Inverse strength of the L2 penalty, as scikit-learn's `C`: the sum of the losses counts C times, above 0. */
  readonly c: number;
  /** 1 for rows that no head is trained on; they are judged all the same. */
  readonly leftOut?: Uint8Array;
  /**
   * Heads of an earlier fit on the same features and folds, from which these start: a few passes suffice where few labels
   * have changed. Each fold starts from its own, which has not seen the labels that it holds out.
   */
  readonly start?: Heads;
  /** Only these folds are fitted, and only their rows judged; the others' probabilities are 0. Default: all. */
  readonly only?: readonly number[];
  /** Threads that were started on these features. Default: all is done in this one. The fit is the same. */
  readonly threads?: HeadThreads;
  readonly signal?: AbortSignal;
  /** Told after each fold. */
  readonly onFold?: (done: number, of: number) => void;
}

/**
 * Fits multinomial logistic regressions with an L2 penalty (for sets of labels a logistic regression for each class), one per fold, on the other folds' rows, and judges each row by
 * the head that has not seen it. The intercepts are pulled weakly to the logarithms of the classes' shares, so that a class
 * of which a fold has no row to train on keeps a small probability. No fold learns from another's fit.
 *
 * The same features, labels and folds give the same probabilities (from another start: the same within the tolerance).
 *
 * @param features n × d, from `prepareFeatures`
 * @throws TrainingError where the arrays do not fit each other; the signal's reason when it is aborted
 */
export async function fitHeads(
  features: PreparedFeatures,
  task: HeadTask | SetTask,
  { c, leftOut, start, only, threads, signal, onFold }: FitHeadsOptions,
): Promise<HeadsFit> {
  const { n } = features;
  const { k, foldOf, folds } = task;
  checkTask(features, task, leftOut);
  const given = 'sets' in task ? { labels: NO_LABELS, sets: task.sets } : { labels: task.labels };
  const data = new Float32Array(n * k);
  const weights: Float64Array[] = Array.from({ length: folds }, () => new Float64Array(0));
  const passes = Array.from({ length: folds }, () => 0);
  const wanted = only ?? Array.from({ length: folds }, (_, fold) => fold);
  const fit = threads?.fit ?? createFitFold(features);
  let done = 0;
  const fitOne = async (fold: number): Promise<void> => {
    const begin = start?.weights[fold];
    const job = { ...given, k, foldOf, fold, c, leftOut, begin: begin?.length === 0 ? undefined : begin };
    const { held, ...head } = await fit(job, signal);
    weights[fold] = head.weights;
    passes[fold] = head.passes;
    for (let i = 0, row = 0; i < n; i++) {
      if (foldOf[i] === fold) data.set(held.subarray(row * k, ++row * k), i * k);
    }
    onFold?.(++done, wanted.length);
  };
  await pMap(wanted, fitOne, { concurrency: threads?.count ?? 1, signal });
  return { predProbs: { data, n, k }, weights, passes };
}

const NO_LABELS = new Int32Array(0);

function checkTask({ n }: PreparedFeatures, task: HeadTask | SetTask, leftOut?: Uint8Array): void {
  const { k, foldOf, folds } = task;
  const labels = 'sets' in task ? undefined : task.labels;
  const rows = 'sets' in task ? task.sets.length / k : task.labels.length;
  if (rows !== n || foldOf.length !== n || (leftOut !== undefined && leftOut.length !== n)) {
    throw new TrainingError(
      `There are ${n} rows of features, but ${rows} labels and ${foldOf.length} fold numbers. Give one of each per row.`,
    );
  }
  if (k < 2) throw new TrainingError(`Training needs at least 2 classes; the data set has ${k}.`);
  const bad = labels?.findIndex((label) => label < 0 || label >= k) ?? -1;
  if (bad >= 0) throw new TrainingError(`Row ${bad} has class ${labels![bad]}; classes go from 0 to ${k - 1}.`);
  const astray = foldOf.findIndex((fold) => fold < 0 || fold >= folds);
  if (astray >= 0)
    throw new TrainingError(`Row ${astray} has fold ${foldOf[astray]}; folds go from 0 to ${folds - 1}.`);
}
