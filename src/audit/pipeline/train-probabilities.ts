import { availableParallelism } from 'node:os';
import { decodeImages, type ImageStore } from '../../pictures/index.ts';
import { findDuplicates, type Dataset, type DatasetProblem, type Duplicates } from '../../dataset/index.ts';
import {
  type NetworkName,
  resolveSettings,
  trainCrossValidated,
  TrainingError,
  type TrainingSettings,
} from '../../training/index.ts';
import { InputError } from '../../files/index.ts';
import { numberOrNull, recordedEpochs } from '../report/training-curve.ts';
import type { Probabilities } from './probabilities.ts';
import type { StageClock } from './stage-clock.ts';
import type { AuditHooks } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';

/** Folds where the user has not said how many. */
const NETWORK_FOLDS = 5;

/** Options that name a network to train. */
export type NetworkOptions = AuditOptions & { readonly model: NetworkName };

/** The pictures of a data set as a model sees them, and what is wrong with them. */
export interface DecodedDataset {
  readonly settings: TrainingSettings;
  readonly images: ImageStore;
  readonly duplicates: Duplicates;
  /** Of the data set, its pictures and its identical ones. */
  readonly problems: readonly DatasetProblem[];
}

/** Decodes the pictures, and finds the identical ones. */
export async function decodeDataset(
  dataset: Dataset,
  options: NetworkOptions,
  clock: StageClock,
  { signal, onNote }: AuditHooks,
): Promise<DecodedDataset> {
  const { channels, trim, cacheFolder } = options;
  const settings = trainingSettings(options);
  const images = await clock.run('decoding', (report) =>
    decodeImages(dataset, {
      imageSize: settings.imageSize,
      channels,
      trim,
      cacheFolder,
      signal,
      onProgress: (done, total) => {
        report({ share: total === 0 ? 1 : done / total, done, total });
      },
    }),
  );
  for (const note of images.notes) onNote?.(note);
  const duplicates = findDuplicates(dataset, images);
  const problems = [...dataset.problems, ...images.problems, ...images.oneColour, ...duplicates.problems];
  return { settings, images, duplicates, problems };
}

/**
 * Decodes the pictures, finds the identical ones, and trains cross-validated models on them.
 *
 * @param decoded where that was done before
 */
export async function trainProbabilities(
  dataset: Dataset,
  options: NetworkOptions,
  clock: StageClock,
  hooks: AuditHooks,
  decoded?: DecodedDataset,
): Promise<Probabilities> {
  const { folds = NETWORK_FOLDS, seed } = options;
  const { signal } = hooks;
  const { settings, images, duplicates, problems } = decoded ?? (await decodeDataset(dataset, options, clock, hooks));
  const labels = Int32Array.from(images.exampleIndices, (example) => dataset.examples[example].label);
  if (images.n < folds) {
    const first = images.problems.length > 0 ? ` The first problem: ${images.problems[0].message}` : '';
    throw new InputError(
      `${dataset.root}: ${images.n} of ${dataset.examples.length} pictures can be read; ${folds} folds need at least ${folds}.${first}`,
    );
  }
  if (duplicates.groupCount < folds) {
    const count = duplicates.groupCount === 1 ? 'all the same one' : `only ${duplicates.groupCount} different ones`;
    throw new InputError(
      `${dataset.root}: its ${images.n} readable pictures are ${count}, the others copies of them byte for byte; ${folds} folds need at least ${folds} different ones.`,
    );
  }
  if (new Set(labels).size < 2) {
    throw new InputError(`${dataset.root}: all readable pictures have the label "${dataset.classes[labels[0]]}".`);
  }
  hooks.onProblems?.(problems);
  const jobs = Math.min(options.jobs ?? availableParallelism(), folds);
  const trained = await clock.run('training', (report) =>
    trainCrossValidated(
      {
        images: images.data,
        n: images.n,
        height: images.height,
        width: images.width,
        channels: images.channels,
        labels,
        k: dataset.classes.length,
        groups: duplicates.groups,
      },
      {
        settings,
        folds,
        seed,
        backend: options.backend,
        jobs,
        classNames: dataset.classes,
        workerFile: options.workerFile,
        cacheFolder: options.cacheFolder,
        signal,
        onReused: reusedNote('folds', hooks),
        onProgress: (training) => {
          report({ share: training.share, training });
        },
      },
    ),
  );
  return {
    predProbs: trained.predProbs,
    labels,
    exampleIndices: images.exampleIndices,
    contentHashes: images.contentHashes,
    pictures: images,
    problems,
    warnings: trained.warnings,
    backend: trained.backend,
    jobs,
    forget: trained.forget,
    crossValidation: {
      accuracy: trained.accuracy,
      folds: trained.folds.map(({ heldOutAccuracy, history, ...fold }) => ({
        ...fold,
        heldOutAccuracy: numberOrNull(heldOutAccuracy),
        history: recordedEpochs(history),
      })),
      settings: { ...settings, channels: images.channels },
    },
  };
}

/** Says that an audit or comparison that was stopped is resumed. */
export function reusedNote(what: string, { onNote }: AuditHooks): (count: number, of: number) => void {
  return (count, of) => {
    onNote?.(`${count} of ${of} ${what} ${count === 1 ? 'was' : 'were'} finished before; reused.`);
  };
}

/** The model's settings. What the user overrides is the user's input, so a value that does not work is an InputError. */
export function trainingSettings({
  model,
  preset,
  epochs,
  batchSize,
  learningRate,
  imageSize,
}: NetworkOptions): TrainingSettings {
  try {
    return resolveSettings(model, { epochs, batchSize, learningRate, imageSize }, preset);
  } catch (error) {
    if (error instanceof TrainingError) throw new InputError(error.message, { cause: error });
    throw error;
  }
}
