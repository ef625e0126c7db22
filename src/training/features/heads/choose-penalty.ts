import { fitHeads, type HeadsFit } from './fit-heads.ts';
import type { HeadThreads } from './head-threads.ts';
import type { HeadTask, PreparedFeatures, SetTask } from '../types.ts';

export interface ChosenPenalty {
  /** Inverse strength of the penalty with the lowest log-loss. */
  readonly c: number;
  /** The heads of all folds at that strength. */
  readonly fit: HeadsFit;
  /** Each strength that was tried, in order, with its mean log-loss on held-out rows. */
  readonly tried: readonly { readonly c: number; readonly logLoss: number }[];
}

/** Where the search begins, for features of as many columns as our trunk gives. */
const START = 2e-3;
const START_COLUMNS = 1952;
const FACTOR = 2;
const [LOWEST, HIGHEST] = [1e-7, 1e2];
/** So many held-out rows tell strengths apart: of larger sets not every fold is fitted at each of them. */
const ENOUGH = 5000;

/**
 * Finds the strength of the L2 penalty with the lowest out-of-fold log-loss against the given labels, by steps of two from
 * where it is for pretrained features. That the labels are partly wrong does no harm: the loss of wrong ones is high at
 * any strength.
 */
export async function choosePenalty(
  features: PreparedFeatures,
  task: HeadTask | SetTask,
  options: { readonly threads?: HeadThreads; readonly signal?: AbortSignal; readonly onFit?: () => void } = {},
): Promise<ChosenPenalty> {
  const { threads, signal, onFit } = options;
  const few = foldsThatSuffice(task);
  const fits = new Map<number, { readonly fit: HeadsFit; readonly logLoss: number }>();
  const tried: { readonly c: number; readonly logLoss: number }[] = [];
  const tryOut = async (c: number, near?: HeadsFit): Promise<number> => {
    const known = fits.get(c);
    if (known !== undefined) return known.logLoss;
    const fit = await fitHeads(features, task, { c, start: near, only: few, threads, signal });
    const loss = logLoss(fit.predProbs.data, task, few);
    fits.set(c, { fit, logLoss: loss });
    tried.push({ c, logLoss: loss });
    onFit?.();
    return loss;
  };
  let best = Math.min(HIGHEST, Math.max(LOWEST, (START * START_COLUMNS) / features.totalVariance));
  let lowest = await tryOut(best);
  const climb = async (factor: number): Promise<boolean> => {
    let moved = false;
    for (let c = best * factor; c >= LOWEST && c <= HIGHEST; c *= factor) {
      const loss = await tryOut(c, fits.get(best)?.fit);
      if (!(loss < lowest)) break;
      [best, lowest, moved] = [c, loss, true];
    }
    return moved;
  };
  if (!(await climb(FACTOR))) await climb(1 / FACTOR);
  const { fit } = fits.get(best)!;
  const whole = few.length === task.folds;
  return {
    c: best,
    fit: whole ? fit : await fitHeads(features, task, { c: best, start: fit, threads, signal }),
    tried,
  };
}

/** The first folds that hold enough rows. */
function foldsThatSuffice({ foldOf, folds }: Pick<HeadTask, 'foldOf' | 'folds'>): number[] {
  const sizes = new Float64Array(folds);
  for (const fold of foldOf) sizes[fold]++;
  const chosen: number[] = [];
  for (let fold = 0, rows = 0; fold < folds && rows < ENOUGH; fold++) {
    chosen.push(fold);
    rows += sizes[fold];
  }
  return chosen;
}

/** Mean log-loss of the given labels, over the rows of some folds or of all; of sets of labels: of all their entries together. */
export function logLoss(probabilities: Float32Array, task: HeadTask | SetTask, folds?: readonly number[]): number {
  if ('sets' in task) return setLogLoss(probabilities, task, folds);
  const { labels, k, foldOf } = task;
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < labels.length; i++) {
    if (folds !== undefined && !folds.includes(foldOf[i])) continue;
    sum -= Math.log(Math.max(1e-15, probabilities[i * k + labels[i]]));
    rows++;
  }
  return sum / rows;
}

function setLogLoss(
  probabilities: Float32Array,
  { sets, k, foldOf }: SetTask,
  folds: readonly number[] | undefined,
): number {
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < foldOf.length; i++) {
    if (folds !== undefined && !folds.includes(foldOf[i])) continue;
    for (let entry = i * k; entry < (i + 1) * k; entry++) {
      const own = sets[entry] === 1 ? probabilities[entry] : 1 - probabilities[entry];
      sum -= Math.log(Math.max(1e-15, own));
    }
    rows++;
  }
  return sum / rows;
}
