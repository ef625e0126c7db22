import type { EpochHistory, TrainingProgress } from '../types.ts';

/** Adds up the folds' epochs to the progress of the whole cross-validation. */
export interface ProgressMeter {
  /** @param fold 0-based */
  epochDone(fold: number, history: EpochHistory): void;
  /** A fold needs no more epochs: it was finished by an earlier audit, or stopped early. */
  finished(fold: number): void;
  /** A fold is working: called every second or so, so that time in which none did (a laptop asleep) is not counted. */
  beat(): void;
}

/** A gap between beats counts as at most LONGEST_GAP seconds or GAP_FACTOR times the longest gap before, whichever is more. */
const LONGEST_GAP = 5;
const GAP_FACTOR = 3;

/**
 * Creates the meter; the clock starts now.
 * @param folds number of folds
 * @param epochs of each fold
 * @param report told after each epoch of any fold
 * @param now a clock, in milliseconds
 */
export function createProgressMeter(
  folds: number,
  epochs: number,
  report?: (progress: TrainingProgress) => void,
  now: () => number = () => performance.now(),
): ProgressMeter {
  const done = new Array<number>(folds).fill(0);
  let total = 0;
  /** Epochs that took no time of this run. */
  let free = 0;
  let last = now();
  let longest = 0;
  let elapsed = 0;
  let began = false;
  const beat = (): void => {
    const gap = (now() - last) / 1000;
    last = now();
    // There is no measure yet of how long an epoch, or a step, takes.
    const limit = began ? Math.max(LONGEST_GAP, GAP_FACTOR * longest) : Number.POSITIVE_INFINITY;
    began = true;
    if (gap <= limit) longest = Math.max(longest, gap);
    elapsed += Math.min(gap, limit);
  };
  return {
    beat,
    finished(fold) {
      const rest = epochs - done[fold];
      done[fold] = epochs;
      total += rest;
      free += rest;
    },
    epochDone(fold, { epoch, loss, accuracy }) {
      beat();
      done[fold]++;
      total++;
      const all = folds * epochs;
      const secondsLeft = (elapsed * (all - total)) / (total - free);
      report?.({ fold: fold + 1, folds, epoch, epochs, loss, accuracy, share: total / all, secondsLeft });
    },
  };
}
