import { choosePenalty, logLoss } from './choose-penalty.ts';
import type { HeadThreads } from './head-threads.ts';
import type { PreparedFeatures, Probabilities, SetTask } from '../types.ts';

export interface JudgeSetsOptions {
  readonly threads?: HeadThreads;
  readonly signal?: AbortSignal;
  /** Told the share that is done, in [0, 1]; a guess. */
  readonly onProgress?: (share: number) => void;
}

/** Label sets as heads on features judge them, out of sample. */
export interface SetJudgement {
  /** Rows need not sum to 1. */
  readonly predProbs: Probabilities;
  /** Log-loss of a row's given set, on average: of all its entries together. */
  readonly logLoss: number;
  /** Inverse strength of the penalty. */
  readonly c: number;
}

/**
 * Judges sets of labels by features: for each class a cross-validated logistic regression, all with the same penalty, which is
 * chosen by out-of-fold log-loss.
 *
 * There is no second round without what the first one doubts, as one label a row has it: on composites of photographs it ranked
 * planted errors worse (average precision 0.25 for 0.30, and 0.43 for 0.53; 800 pictures each), since far more sets are doubted.
 *
 * @param features n × d, from `prepareFeatures`
 * @throws TrainingError where the arrays do not fit each other; the signal's reason when it is aborted
 */
export async function judgeSets(
  features: PreparedFeatures,
  task: SetTask,
  { threads, signal, onProgress }: JudgeSetsOptions = {},
): Promise<SetJudgement> {
  let fits = 0;
  const { c, fit } = await choosePenalty(features, task, {
    ...{ threads, signal },
    onFit: () => onProgress?.(Math.min(0.9, ++fits / 4)),
  });
  onProgress?.(1);
  return { predProbs: fit.predProbs, c, logLoss: logLoss(fit.predProbs.data, task) };
}
