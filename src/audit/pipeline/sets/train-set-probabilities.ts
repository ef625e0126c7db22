import { trainCrossValidated, usualJobs } from '../../../training/index.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { Probabilities } from '../probabilities.ts';
import { groupSettings } from '../probabilities/deal-folds.ts';
import {
  NETWORK_FOLDS,
  recordedFolds,
  reusedNote,
  trainableLabels,
  type DecodedDataset,
  type NetworkOptions,
} from '../probabilities/train-probabilities.ts';
import type { StageClock } from '../stage-clock.ts';
import { dealSets } from './deal-sets.ts';
import { setsOf, type SetDataset } from './sets-of.ts';
import { logLossOf, weakWarnings } from './weak-sets.ts';

/**
 * Out-of-sample probabilities of each class by itself, by networks that end in sigmoids, in one round: what
 * is doubted is an entry of a set, and no picture to leave out.
 *
 * @throws InputError where there are too few pictures; what training throws
 */
export async function trainSetProbabilities(
  dataset: SetDataset,
  { settings: asked, images, trimmed, duplicates, problems }: DecodedDataset,
  options: NetworkOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<Probabilities> {
  const { folds = NETWORK_FOLDS, seed, backend } = options;
  const { signal } = hooks;
  const settings = { ...asked, rounds: 1 } as const;
  const labels = trainableLabels(dataset, { images, duplicates }, folds);
  hooks.onProblems?.(problems);
  const jobs = Math.min(options.jobs ?? usualJobs(backend), folds);
  const { n, height, width, channels, exampleIndices, contentHashes } = images;
  const { groups } = duplicates;
  const sets = setsOf(dataset, exampleIndices);
  const foldOf = dealSets(dataset, sets, groups, folds, seed);
  const trained = await clock.run('training', (report) =>
    trainCrossValidated(
      {
        ...{ images: images.data, trimmedImages: trimmed?.data, n, height, width, channels, groups },
        ...{ labels: new Int32Array(n), sets: sets.data, k: sets.k },
      },
      {
        ...{ settings, folds, seed, foldOf, jobs, signal, backend, classNames: dataset.multiLabel.classes },
        ...{ workerFile: options.workerFile, cacheFolder: options.cacheFolder },
        onReused: reusedNote('folds', hooks),
        onProgress: (training) => {
          report({ share: training.share, training });
        },
      },
    ),
  );
  const logLoss = logLossOf(sets, trained.predProbs);
  return {
    ...{ predProbs: trained.predProbs, labels, exampleIndices, contentHashes, problems, jobs },
    ...(images.data instanceof Uint8Array ? { pictures: { ...images, data: images.data } } : {}),
    backend: trained.backend,
    warnings: [...trained.warnings, ...weakWarnings(sets, logLoss)],
    forget: trained.forget,
    crossValidation: {
      accuracy: trained.accuracy,
      folds: recordedFolds(trained.folds),
      settings: {
        ...{ ...settings, channels, outputs: 'sigmoid', logLoss: Number(logLoss.toPrecision(4)) },
        ...groupSettings(dataset, groups),
      },
    },
  };
}
