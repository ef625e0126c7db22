import { TrainingError } from '../../errors.ts';
import { createLogisticObjective, type LogisticObjective } from './logistic-objective.ts';
import { minimise } from '../algebra/minimise.ts';
import { createPace } from '../algebra/pace.ts';
import type { HeadTask, PreparedFeatures } from '../types.ts';

/** One head: which fold it holds out, and how it is fitted. */
export interface FoldJob extends Pick<HeadTask, 'labels' | 'k' | 'foldOf'> {
  /** Rows of any number of classes, as `SetTask` has them: then each class has a logistic regression of its own, and `labels` is not looked at. */
  readonly sets?: Uint8Array;
  readonly fold: number;
  /** Inverse strength of the L2 penalty; see `fitHeads`. */
  readonly c: number;
  /** 1 for rows that no head is trained on. */
  readonly leftOut?: Uint8Array;
  /** Where the fit starts. Default: at the classes' shares. */
  readonly begin?: Float64Array;
}

export interface FoldFit {
  /** (columns + 1) × width float64, the intercepts last. */
  readonly weights: Float64Array;
  /** How often the fold's rows were gone through. */
  readonly passes: number;
  /** Probabilities of the rows that the fold holds out, in their order; float32, held × k. */
  readonly held: Float32Array;
}

/** Fits heads on the same features, one at a time. */
export type FitFold = (job: FoldJob, signal?: AbortSignal) => Promise<FoldFit>;

/** A fit ends where less than so much of the mean log-loss could be gained. */
const TOLERANCE = 3e-5;
/** How much weaker the intercepts' pull to the classes' shares is than the penalty on the weights. */
const INTERCEPT = 0.01;

/** @param features n × d, from `prepareFeatures` */
export function createFitFold(features: PreparedFeatures): FitFold {
  const objectives = new Map<string, LogisticObjective>();
  return async (job, signal) => {
    const { k, sets } = job;
    const key = `${sets === undefined ? 'one' : 'any'} of ${k}`;
    let objective = objectives.get(key);
    if (objective === undefined) {
      // Its memory is as large as all heads' weights: one is kept.
      objectives.clear();
      objective = createLogisticObjective(features, k, sets === undefined ? 'softmax' : 'sigmoid');
      objectives.set(key, objective);
    }
    return fitFold(features, objective, job, signal);
  };
}

async function fitFold(
  { n, k: columns, variances }: PreparedFeatures,
  objective: LogisticObjective,
  { labels, sets, k, foldOf, fold, c, leftOut, begin }: FoldJob,
  signal?: AbortSignal,
): Promise<FoldFit> {
  const pace = createPace(signal);
  const { width } = objective;
  const size = (columns + 1) * width;
  const train = rowsWhere(n, (i) => foldOf[i] !== fold && leftOut?.[i] !== 1);
  if (train.length === 0) {
    throw new TrainingError(
      `Fold ${fold + 1} has no row to train on. Choose more folds, or leave fewer rows out of training.`,
    );
  }
  const shares = sets === undefined ? logShares(labels, train, k) : logSharesOfSets(sets, train, k);
  const penalties = new Float64Array(size).fill(1 / (c * train.length));
  penalties.fill(INTERCEPT / (c * train.length), columns * width);
  const curvature = curvatureOf(variances, shares, width, penalties);
  const centre = new Float64Array(size);
  centre.set(sets === undefined ? shares : shares.map(logOdds), columns * width);
  const { point, evaluations } = await minimise(
    {
      curvature,
      evaluate: async (at, gradient) => {
        const loss = (await objective.evaluate(at, train, sets ?? labels, gradient, pace)) / train.length;
        let penalty = 0;
        for (let i = 0; i < size; i++) {
          const off = at[i] - centre[i];
          penalty += penalties[i] * off * off;
          gradient[i] = gradient[i] / train.length + penalties[i] * off;
        }
        return loss + penalty / 2;
      },
    },
    begin ?? centre,
    TOLERANCE,
  );
  const rows = rowsWhere(n, (i) => foldOf[i] === fold);
  const held = new Float32Array(rows.length * k);
  await objective.predict(point, rows, held, pace);
  return { weights: point, passes: evaluations, held };
}

/** Logarithm of each class's share of some rows; half a row more of each, so that none is empty. */
function logShares(labels: Int32Array, rows: Int32Array, k: number): Float64Array {
  const counts = new Float64Array(k).fill(0.5);
  for (const row of rows) counts[labels[row]]++;
  return counts.map((count) => Math.log(count / (rows.length + k / 2)));
}

/** Logarithm of the share of rows that are given each class; half a row more of either kind. */
function logSharesOfSets(sets: Uint8Array, rows: Int32Array, k: number): Float64Array {
  const given = new Float64Array(k).fill(0.5);
  for (const row of rows) {
    for (let c = 0; c < k; c++) given[c] += sets[row * k + c];
  }
  return given.map((count) => Math.log(count / (rows.length + 1)));
}

const logOdds = (logShare: number): number => logShare - Math.log1p(-Math.exp(logShare));

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
