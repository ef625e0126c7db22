import { atTemperature, fitTemperature } from './calibrate.ts';
import { choosePenalty, logLoss } from './choose-penalty.ts';
import { fitHeads, type Heads, type HeadsFit } from './fit-heads.ts';
import type { HeadThreads } from './head-threads.ts';
import type { HeadTask, PreparedFeatures, Probabilities } from '../types.ts';

/** Which rows confident learning flags by out-of-sample probabilities: 1 for each that is. */
export type Flag = (labels: Int32Array, predProbs: Probabilities) => Uint8Array;

export interface JudgeOptions {
  /** What the second round leaves out of training. Absent: there is no second round. */
  readonly flag?: Flag;
  /** Threads that were started on these features. Default: all is done in this one. */
  readonly threads?: HeadThreads;
  readonly signal?: AbortSignal;
  /** Told the share that is done, in [0, 1]; a guess. */
  readonly onProgress?: (share: number) => void;
}

/** What the first round came to; all of it out of sample. */
export interface FirstRound {
  /** Suggestions are best taken from these: of photographs they were right more often than the second round's. */
  readonly predProbs: Probabilities;
  /** Share of rows whose most probable class is their given label. */
  readonly accuracy: number;
  /** Mean log-loss of the given labels. */
  readonly logLoss: number;
}

/** Labels as the last round judges them. */
export interface RoundsJudged {
  /** Probabilities by which labels are flagged, at the temperature at which they fit the given labels. */
  readonly predProbs: Probabilities;
  readonly temperature: number;
  /** 1 for rows that the second round was not trained on; absent where there was none. */
  readonly leftOut?: Uint8Array;
  /** Heads of the first and the last round. */
  readonly heads: { readonly first: Heads; readonly last: Heads };
}

export interface Judgement extends RoundsJudged {
  /**
   * What may be reported as the model's accuracy. The second round's heads never saw the rows that they judge, but which
   * rows they were trained on was decided with the help of those labels.
   */
  readonly round1: FirstRound;
  /** Inverse strength of the first round's penalty. */
  readonly c: number;
  /** Each strength that was tried, with its log-loss. */
  readonly tried: readonly { readonly c: number; readonly logLoss: number }[];
}

/** Cleaner labels bear a weaker penalty: so many times weaker in the second round. */
const CLEANER = 2;

/**
 * Judges labels by features: cross-validated multinomial logistic regression, whose penalty is chosen by out-of-fold
 * log-loss; then, where `flag` is given, a second round on the same folds without the rows that the first round makes
 * doubtful. Those are judged like all others.
 *
 * Ten folds are worth their time where there are a few thousand rows or fewer.
 *
 * @param features n × d, from `prepareFeatures`
 * @throws TrainingError where the arrays do not fit each other, or a round has nothing left to train on; the signal's
 *   reason when it is aborted
 */
export async function judgeByFeatures(
  features: PreparedFeatures,
  task: HeadTask,
  { flag, threads, signal, onProgress }: JudgeOptions = {},
): Promise<Judgement> {
  let fits = 0;
  const { c, fit, tried } = await choosePenalty(features, task, {
    ...{ threads, signal },
    // Three strengths are tried as a rule; the second round is about one more.
    onFit: () => onProgress?.(Math.min(0.9, ++fits / 4)),
  });
  const round1: FirstRound = {
    predProbs: fit.predProbs,
    accuracy: accuracyOf(fit.predProbs.data, task),
    logLoss: logLoss(fit.predProbs.data, task),
  };
  const judged = await judgeRounds(features, task, fit, c, { flag, threads, signal });
  onProgress?.(1);
  return { ...judged, round1, c, tried };
}

/**
 * Judges other labels of the same rows, such as some with planted errors: both rounds anew, on the same folds and with the
 * same penalties, each head from where it was. A fraction of the time of `judgeByFeatures`.
 */
export async function judgeAgain(
  features: PreparedFeatures,
  task: HeadTask,
  before: Pick<Judgement, 'c' | 'heads'>,
  { flag, threads, signal }: JudgeOptions = {},
): Promise<RoundsJudged> {
  const { c, heads } = before;
  const first = await fitHeads(features, task, { c, start: heads.first, threads, signal });
  return judgeRounds(features, task, first, c, { flag, threads, signal, start: heads.last });
}

async function judgeRounds(
  features: PreparedFeatures,
  task: HeadTask,
  first: HeadsFit,
  c: number,
  { flag, threads, signal, start = first }: JudgeOptions & { readonly start?: Heads },
): Promise<RoundsJudged> {
  const leftOut = flag?.(task.labels, first.predProbs);
  const last =
    leftOut === undefined ? first : await fitHeads(features, task, { c: c * CLEANER, leftOut, start, threads, signal });
  const temperature = fitTemperature(task.labels, last.predProbs);
  return {
    predProbs: atTemperature(last.predProbs, temperature),
    temperature,
    ...(leftOut === undefined ? {} : { leftOut }),
    heads: { first, last },
  };
}

function accuracyOf(probabilities: Float32Array, { labels, k }: HeadTask): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let c = 1; c < k; c++) if (probabilities[i * k + c] > probabilities[i * k + best]) best = c;
    if (best === labels[i]) right++;
  }
  return right / labels.length;
}
