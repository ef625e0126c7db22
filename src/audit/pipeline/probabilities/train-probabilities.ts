import { decodeImages, treatmentNotes, type ImageStore, type PictureList } from '../../../pictures/index.ts';
import { findDuplicates, type Dataset, type DatasetProblem, type Duplicates } from '../../../dataset/index.ts';
import {
  type CrossValidation,
  type FoldResult,
  type NetworkName,
  resolveSettings,
  trainCrossValidated,
  TrainingError,
  type TrainingData,
  type TrainingSettings,
  usualJobs,
} from '../../../training/index.ts';
import { InputError } from '../../../files/index.ts';
import { dealFolds, groupSettings } from './deal-folds.ts';
import { numberOrNull, recordedEpochs } from '../../report/training-curve.ts';
import { mostProbable } from './most-probable.ts';
import type { Rejudged } from '../probabilities.ts';
import type { StageClock } from '../stage-clock.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { AuditOptions } from '../../options/audit-options.ts';

/** Folds where the user has not said how many. */
export const NETWORK_FOLDS = 5;

/** Out-of-sample probabilities by networks. */
export interface TrainedProbabilities extends Rejudged {
  /** Fold in which each picture was held out. */
  readonly foldOf: Int32Array;
  /** How long the training took, or would have taken with nothing reused. */
  readonly seconds: number;
}

/** Options that name a network to train. */
export type NetworkOptions = AuditOptions & { readonly model: NetworkName };

/** Decoded pictures whose pixels need not be in memory. */
export type DecodedImages = Omit<ImageStore, 'data' | 'decoded'> & { readonly data: TrainingData['images'] };

/** Decoded pictures, and the same cropped to their content; those are absent where no network sees them. */
export interface DecodedViews {
  readonly images: DecodedImages;
  readonly trimmed?: Pick<DecodedImages, 'data'>;
}

/** The pictures of a data set as a model sees them, and what is wrong with them. */
export interface DecodedDataset extends DecodedViews {
  readonly settings: TrainingSettings;
  readonly duplicates: Duplicates;
  /** Of the data set, its pictures and its identical ones. */
  readonly problems: readonly DatasetProblem[];
}

/** Decodes the pictures, and finds the identical ones. */
export async function decodeDataset(
  dataset: Dataset,
  options: NetworkOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<DecodedDataset> {
  const settings = trainingSettings(options);
  return describeDecoded(dataset, settings, await decodeViews(dataset, settings, options, clock, hooks), hooks);
}

/** What is known of a data set once its pictures are decoded; says what was done to them. */
export function describeDecoded(
  dataset: Dataset,
  settings: TrainingSettings,
  views: DecodedViews,
  { onNote }: AuditHooks,
): DecodedDataset {
  const { images } = views;
  for (const note of treatmentNotes(images.treated)) onNote?.(note);
  const duplicates = findDuplicates(dataset, images);
  const problems = [...dataset.problems, ...images.problems, ...images.oneColour, ...duplicates.problems];
  return { settings, ...views, duplicates, problems };
}

/**
 * Decodes the pictures, and where some of the networks see them cropped to their content, those as well.
 *
 * @throws InputError where pictures change meanwhile
 */
export async function decodeViews(
  list: PictureList,
  { imageSize, trimmedMembers }: TrainingSettings,
  { channels, trim, cacheFolder }: AuditOptions,
  clock: StageClock,
  { signal }: AuditHooks,
): Promise<{ readonly images: ImageStore; readonly trimmed?: ImageStore }> {
  const decode = (wanted: AuditOptions['channels'], cropped: boolean): Promise<ImageStore> =>
    clock.run('decoding', (report) =>
      decodeImages(list, {
        ...{ imageSize, channels: wanted, trim: cropped, cacheFolder, signal },
        onProgress: (done, total) => {
          report({ share: total === 0 ? 1 : done / total, done, total });
        },
      }),
    );
  const images = await decode(channels, trim);
  if (trimmedMembers === 0) return { images };
  if (trim) return { images, trimmed: images };
  const trimmed = await decode(images.channels, true);
  if (images.contentHashes.join() !== trimmed.contentHashes.join()) {
    throw new InputError(`${list.root}: pictures were changed while they were read. Run the audit again.`);
  }
  return { images, trimmed };
}

/**
 * Decodes the pictures, finds the identical ones, and trains cross-validated models on them.
 *
 * @param decoded where that was done before
 * @param only folds that are trained; default: all. The pictures of others have probabilities of 0.
 */
export async function trainProbabilities(
  dataset: Dataset,
  options: NetworkOptions,
  clock: StageClock,
  hooks: AuditHooks,
  decoded?: DecodedDataset,
  only?: readonly number[],
): Promise<TrainedProbabilities> {
  const { folds = NETWORK_FOLDS, seed } = options;
  const { signal } = hooks;
  const { settings, images, trimmed, duplicates, problems } =
    decoded ?? (await decodeDataset(dataset, options, clock, hooks));
  const labels = trainableLabels(dataset, { images, duplicates }, folds);
  hooks.onProblems?.(problems);
  const jobs = Math.min(options.jobs ?? usualJobs(options.backend), folds);
  const { n, height, width, channels } = images;
  const data = { images: images.data, trimmedImages: trimmed?.data, n, height, width, channels };
  const train = (given: Int32Array, part: StageClock, foldOf: Int32Array): Promise<CrossValidation> =>
    part.run('training', (report) =>
      trainCrossValidated(
        { ...data, labels: given, k: dataset.classes.length, groups: duplicates.groups },
        {
          ...{ settings, folds, seed, foldOf, only, jobs, signal, classNames: dataset.classes },
          ...{ backend: options.backend, workerFile: options.workerFile, cacheFolder: options.cacheFolder },
          elsewhere: hooks.elsewhere,
          onReused: reusedNote('folds', hooks),
          onProgress: (training) => {
            report({ share: training.share, training });
          },
        },
      ),
    );
  const dealt = dealFolds(dataset, labels, duplicates.groups, folds, seed);
  const trained = await train(labels, clock, dealt.foldOf);
  const done = [trained];
  return {
    seconds: trained.folds.reduce((sum, fold) => sum + fold.seconds, 0) / jobs,
    suggested: trained.firstRound && mostProbable(trained.firstRound),
    // Of scans the better one, as measured; of a single round's networks the difference is small.
    rankBy: settings.rounds > 1 ? 'confidence_weighted_entropy' : undefined,
    again: async (given, part) => {
      const judged = await train(given, part, trained.foldOf);
      done.push(judged);
      return judged.predProbs;
    },
    predProbs: trained.predProbs,
    foldOf: trained.foldOf,
    labels,
    exampleIndices: images.exampleIndices,
    contentHashes: images.contentHashes,
    ...(images.data instanceof Uint8Array ? { pictures: { ...images, data: images.data } } : {}),
    problems,
    warnings: [...dealt.warnings, ...trained.warnings],
    backend: trained.backend,
    jobs,
    forget: async () => {
      for (const { forget } of done) await forget();
    },
    crossValidation: {
      accuracy: trained.accuracy,
      folds: recordedFolds(trained.folds),
      settings: { ...settings, channels: images.channels, ...groupSettings(dataset, duplicates.groups) },
    },
  };
}

/** The folds of a cross-validation, as a report keeps them. */
export function recordedFolds(folds: readonly FoldResult[]) {
  return folds.map(({ heldOutAccuracy, history, ...fold }) => ({
    ...fold,
    heldOutAccuracy: numberOrNull(heldOutAccuracy),
    history: recordedEpochs(history),
  }));
}

/**
 * The labels of the pictures that could be decoded.
 *
 * @throws InputError where folds can't be trained on them
 */
export function trainableLabels(
  dataset: Dataset,
  { images, duplicates }: Pick<DecodedDataset, 'images' | 'duplicates'>,
  folds = NETWORK_FOLDS,
): Int32Array {
  const labels = Int32Array.from(images.exampleIndices, (example) => dataset.examples[example].label);
  if (images.n < folds) {
    const first = images.problems.length > 0 ? ` The first problem: ${images.problems[0].message}` : '';
    throw new InputError(
      `${dataset.root}: ${images.n} of ${dataset.examples.length} pictures can be read; ${folds} folds need at least ${folds}.${first}`,
    );
  }
  if (dataset.groupColumn !== undefined && duplicates.groupCount < folds) {
    throw new InputError(
      `${dataset.root}: its pictures are of ${duplicates.groupCount} groups by the column "${dataset.groupColumn}"; ${folds} folds need at least ${folds}.`,
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
  return labels;
}

/** Says that an audit or comparison that was stopped is resumed. */
export function reusedNote(what: string, { onNote }: AuditHooks): (count: number, of: number, round?: number) => void {
  return (count, of, round = 1) => {
    const which = round > 1 ? ` of round ${round}` : '';
    onNote?.(`${count} of ${of} ${what}${which} ${count === 1 ? 'was' : 'were'} finished before; reused.`);
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
