import type { PredProbs } from '../../core/index.ts';
import { checkData } from './check-data.ts';
import { doubtedPictures } from './doubted-pictures.ts';
import { stratifiedFolds } from './stratified-folds.ts';
import { trainOutOfFold, type OutOfFold, type OutOfFoldOptions } from './train-out-of-fold.ts';
import type { CrossValidation, TrainingData, TrainingProgress } from '../types.ts';
import type { CrossValidateOptions } from './run-options.ts';

/**
 * Out-of-sample predicted probabilities by k-fold cross-validation: each fold's networks are trained on the other folds'
 * pictures and judge its own, in a process of its own. Where the settings have two rounds, all that is done again without
 * the pictures whose label the first round speaks against (`doubtedPictures`), and each picture is judged by the networks of
 * both rounds that have not seen it: the mean of their probabilities. The same seed and backend give the same probabilities, whatever the number of processes, and whether or not an
 * earlier run that was stopped had finished some folds.
 *
 * @param data pictures N×H×W×C uint8, labels in [0, k), groups of exact duplicates (kept in one fold)
 * @param options model settings, folds, seed, backend, number of processes, signal, progress
 * @returns probabilities [N × k] in the order of the pictures, with each fold's history
 * @throws TrainingError for input that cannot be trained on, a backend that does not load, or a diverging loss;
 *   WorkerCrashError when a process dies; the signal's reason when it aborts
 */
export async function trainCrossValidated(data: TrainingData, options: CrossValidateOptions): Promise<CrossValidation> {
  checkData(data);
  const { settings, folds, seed } = options;
  const { foldOf, warnings } =
    options.foldOf === undefined
      ? stratifiedFolds(data.labels, data.groups, folds, seed, options.classNames)
      : { foldOf: options.foldOf, warnings: [] };
  if (settings.rounds === 1)
    return { ...(await trainOutOfFold(data, { ...options, foldOf, round: 1 })), foldOf, warnings };
  const tell = progressOver(settings.rounds, options.onProgress);
  const round = (number: number, more: Partial<OutOfFoldOptions> = {}): Promise<OutOfFold> =>
    trainOutOfFold(data, {
      ...{ ...options, foldOf, round: number },
      onProgress: (progress) => {
        tell(number, progress);
      },
      onReused: (count, of) => options.onReused?.(count, of, number),
      ...more,
    });
  const first = await round(1);
  const leftOut = doubtedPictures(data.labels, first.predProbs);
  const second = await round(2, { leftOut, backend: first.backend });
  return {
    ...{ foldOf, warnings, accuracy: first.accuracy, backend: first.backend },
    predProbs: meanOf(first.predProbs, second.predProbs),
    firstRound: first.predProbs,
    // What is reported of a fold is the first round's: the second was told by all labels what to leave out.
    folds: first.folds.map((fold, i) => ({ ...fold, seconds: fold.seconds + second.folds[i].seconds })),
    forget: async () => {
      await first.forget();
      await second.forget();
    },
  };
}

function meanOf(first: PredProbs, second: PredProbs): PredProbs {
  return { ...first, data: Float32Array.from(first.data, (value, i) => (value + second.data[i]) / 2) };
}

/** Turns the progress of each round into that of the whole. */
function progressOver(
  rounds: number,
  report?: (progress: TrainingProgress) => void,
): (round: number, progress: TrainingProgress) => void {
  let perRound = 0;
  return (round, progress) => {
    const { share, secondsLeft } = progress;
    // Rounds take about equally long.
    if (share < 1) perRound = secondsLeft / (1 - share);
    report?.({
      ...{ ...progress, round, rounds },
      share: (round - 1 + share) / rounds,
      secondsLeft: secondsLeft + (rounds - round) * perRound,
    });
  };
}
