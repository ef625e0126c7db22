import type { EpochHistory, TrainingProgress } from './types.ts';

/** Adds up the folds' epochs to the progress of the whole cross-validation. */
export interface ProgressMeter {
  /** @param fold 0-based */
  epochDone(fold: number, history: EpochHistory): void;
}

/**
 * Creates the meter; the clock starts now.
 * @param folds number of folds
 * @param epochs of each fold
 * @param report told after each epoch of any fold
 */
export function createProgressMeter(
  folds: number,
  epochs: number,
  report?: (progress: TrainingProgress) => void,
): ProgressMeter {
  const begun = performance.now();
  let done = 0;
  return {
    epochDone(fold, { epoch, loss, accuracy }) {
      done++;
      const share = done / (folds * epochs);
      const elapsed = (performance.now() - begun) / 1000;
      report?.({
        fold: fold + 1,
        folds,
        epoch,
        epochs,
        loss,
        accuracy,
        share,
        secondsLeft: (elapsed * (1 - share)) / share,
      });
    },
  };
}
