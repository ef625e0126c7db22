import { ensemble } from '../fit/ensemble.ts';
import type { BackendChoice, EpochHistory, TrainingData } from '../types.ts';
import type { FoldOutcome } from './fold-outcome.ts';
import { foldName, foldTask, type FoldPlace } from './fold-task.ts';
import { runTrainingProcesses } from './run-training-processes.ts';

/** Pictures in a file, as the one network sees them that is trained on them, and what else its training needs. */
export type FiledPictures = Pick<TrainingData, 'n' | 'height' | 'width' | 'channels' | 'k'> & {
  readonly images: { readonly file: string };
};

export interface OneTrainingOptions {
  readonly backend: BackendChoice;
  readonly workerFile?: string;
  readonly signal?: AbortSignal;
  /** Told after each epoch. */
  readonly onEpoch?: (history: EpochHistory) => void;
}

/**
 * Trains one network of a cross-validation alone, as `trainCrossValidated` would among the others, to the same bits; it is
 * for a machine that does this one alone. Nothing is kept.
 *
 * @throws as `trainCrossValidated`
 */
export async function trainAlone(
  data: FiledPictures,
  place: FoldPlace & { readonly member: number },
  { backend, workerFile, signal, onEpoch }: OneTrainingOptions,
): Promise<FoldOutcome> {
  const task = { ...foldTask(place), name: foldName(place) };
  const { outcomes } = await runTrainingProcesses(
    { ...data, trimmedImages: data.images },
    [task],
    place.settings.epochs,
    {
      ...{ backend, workerFile, signal, jobs: 1, cacheFolder: null },
      onProgress: ({ epoch, loss, accuracy }) => {
        onEpoch?.({ epoch, loss, accuracy });
      },
    },
  );
  return outcomes[0];
}

/** The outcome of a fold whose networks were trained one by one, in their order. */
export function joinMembers(members: readonly FoldOutcome[]): FoldOutcome {
  const { backend } = members[0];
  return { ...ensemble(members), backend, seconds: members.reduce((sum, { seconds }) => sum + seconds, 0) };
}
