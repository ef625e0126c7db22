/** One training among several, as the scheduler sees it. */
export interface FoldState {
  /** Share of its work that is done, in [0, 1]. */
  share: number;
  /** Its process runs. */
  alive: boolean;
  /** It has the turn, or has just been started. */
  running: boolean;
  finished: boolean;
}

/** Smaller differences of shares count as equal. */
const EPSILON = 1e-9;

/**
 * Chooses which training goes on, so that all cores are busy to the end, the first ones are finished early (an audit that
 * is resumed reuses them), and few processes are there at once. Trainings that have begun go first, in order, and so run
 * whole one after the other; unless another has so much left that it would be the last one, alone: that one goes on now
 * (McNaughton's rule, applied again at each turn, since the length of a training is not known in advance).
 *
 * @param folds all trainings
 * @param jobs how many run at once
 * @param mayStart whether there is memory for one more process
 * @returns the training that is to go on or to be started; undefined where none can
 */
export function nextFold(folds: readonly FoldState[], jobs: number, mayStart: boolean): number | undefined {
  const left = folds.reduce((sum, fold) => sum + (fold.finished ? 0 : 1 - fold.share), 0);
  const share = left / jobs;
  let chosen: number | undefined;
  let chosenRank = -Infinity;
  folds.forEach((fold, i) => {
    if (fold.finished || fold.running || (!fold.alive && !mayStart)) return;
    const own = 1 - fold.share;
    // The one that would be last: the more it has left, the more urgent. Else what is nearest to its end.
    const rank = own >= share - EPSILON ? 2 + own : fold.alive ? fold.share : -1;
    if (rank <= chosenRank + EPSILON) return;
    chosen = i;
    chosenRank = rank;
  });
  return chosen;
}
