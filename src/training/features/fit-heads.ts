import { TrainingError } from '../errors.ts';
import { createLogisticObjective } from './logistic-objective.ts';
import { minimise } from './minimise.ts';
import { createPace } from './pace.ts';
import type { HeadTask, PreparedFeatures, Probabilities } from './types.ts';

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
  readonly signal?: AbortSignal;
  /** Told after each fold. */
  readonly onFold?: (done: number, of: number) => void;
}

/** A fit ends where less than so much of the mean log-loss could be gained. */
const TOLERANCE = 3e-5;
/** How much weaker the intercepts' pull to the classes' shares is than the penalty on the weights. */
const INTERCEPT = 0.01;

/**
 * Fits multinomial logistic regressions with an L2 penalty, one per fold, on the other folds' rows, and judges each row by
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
  { labels, k, foldOf, folds }: HeadTask,
  { c, leftOut, start, only, signal, onFold }: FitHeadsOptions,
): Promise<HeadsFit> {
  const { n, k: columns } = features;
  checkTask(features, { labels, k, foldOf, folds }, leftOut);
  const objective = createLogisticObjective(features, k);
  const pace = createPace(signal);
  const { width } = objective;
  const predProbs = { data: new Float32Array(n * k), n, k };
  const weights: Float64Array[] = [];
  const passes: number[] = [];
  const wanted = only ?? Array.from({ length: folds }, (_, fold) => fold);
  for (let fold = 0; fold < folds; fold++) {
    const size = (columns + 1) * width;
    weights.push(new Float64Array(0));
    passes.push(0);
    if (!wanted.includes(fold)) continue;
    signal?.throwIfAborted();
    const train = rowsWhere(n, (i) => foldOf[i] !== fold && leftOut?.[i] !== 1);
    if (train.length === 0) {
      throw new TrainingError(
        `Fold ${fold + 1} has no row to train on. Choose more folds, or leave fewer rows out of training.`,
      );
    }
    const shares = logShares(labels, train, k);
    const penalties = new Float64Array(size).fill(1 / (c * train.length));
    penalties.fill(INTERCEPT / (c * train.length), columns * width);
    const curvature = curvatureOf(features.variances, shares, width, penalties);
    const centre = new Float64Array(size);
    centre.set(shares, columns * width);
    const begin = start?.weights[fold];
    const { point, evaluations } = await minimise(
      {
        curvature,
        evaluate: async (at, gradient) => {
          const loss = (await objective.evaluate(at, train, labels, gradient, pace)) / train.length;
          let penalty = 0;
          for (let i = 0; i < size; i++) {
            const off = at[i] - centre[i];
            penalty += penalties[i] * off * off;
            gradient[i] = gradient[i] / train.length + penalties[i] * off;
          }
          return loss + penalty / 2;
        },
      },
      begin === undefined || begin.length === 0 ? centre : begin,
      TOLERANCE,
    );
    weights[fold] = point;
    passes[fold] = evaluations;
    const held = rowsWhere(n, (i) => foldOf[i] === fold);
    await objective.predict(point, held, predProbs.data, pace);
    onFold?.(passes.filter((count) => count > 0).length, wanted.length);
  }
  return { predProbs, weights, passes };
}

/** Logarithm of each class's share of some rows; half a row more of each, so that none is empty. */
function logShares(labels: Int32Array, rows: Int32Array, k: number): Float64Array {
  const counts = new Float64Array(k).fill(0.5);
  for (const row of rows) counts[labels[row]]++;
  return counts.map((count) => Math.log(count / (rows.length + k / 2)));
}

/** What the mean loss's second derivatives would be, if every row had the classes' shares as its probabilities. */
function curvatureOf(
  variances: Float64Array,
  shares: Float64Array,
  width: number,
  penalties: Float64Array,
): Float64Array {
  const curvature = penalties.slice();
  for (let j = 0; j <= variances.length; j++) {
    const variance = j < variances.length ? variances[j] : 1;
    for (let c = 0; c < shares.length; c++) {
      const share = Math.exp(shares[c]);
      curvature[j * width + c] += variance * share * (1 - share);
    }
  }
  return curvature;
}

function rowsWhere(n: number, wanted: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (wanted(i)) rows[count++] = i;
  return rows.subarray(0, count);
}

function checkTask({ n }: PreparedFeatures, { labels, k, foldOf, folds }: HeadTask, leftOut?: Uint8Array): void {
  if (labels.length !== n || foldOf.length !== n || (leftOut !== undefined && leftOut.length !== n)) {
    throw new TrainingError(
      `There are ${n} rows of features, but ${labels.length} labels and ${foldOf.length} fold numbers. Give one of each per row.`,
    );
  }
  if (k < 2) throw new TrainingError(`Training needs at least 2 classes; the data set has ${k}.`);
  const bad = labels.findIndex((label) => label < 0 || label >= k);
  if (bad >= 0) throw new TrainingError(`Row ${bad} has class ${labels[bad]}; classes go from 0 to ${k - 1}.`);
  const astray = foldOf.findIndex((fold) => fold < 0 || fold >= folds);
  if (astray >= 0)
    throw new TrainingError(`Row ${astray} has fold ${foldOf[astray]}; folds go from 0 to ${folds - 1}.`);
}
