import { findDuplicates, type Dataset } from '../../dataset/index.ts';
import { createRandom, type TrainingSettings } from '../../training/index.ts';
import { featureProbabilities } from './feature-probabilities.ts';
import { seeDataset, type SeenDataset } from './see-dataset.ts';
import type { StageClock } from './stage-clock.ts';
import { trainingSettings, trainProbabilities, type DecodedDataset } from './train-probabilities.ts';
import type { ChosenModel, Probabilities } from './probabilities.ts';
import type { AuditHooks } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';

/** Both are tried on so many pictures at most: the difference is large where it matters. */
const SAMPLE = 1000;
/** At least so many of each class, where there are many classes. */
const PER_CLASS = 10;
const SAMPLE_STREAM = 0xa1;
const TINY = 1e-7;

/**
 * Chooses between heads on pretrained features and the small network: both are trained with their preset "fast" on the same
 * pictures and folds, and the one whose out-of-fold probabilities fit the given labels better is taken.
 *
 * @throws what training throws
 */
export async function chooseModel(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<ChosenModel> {
  const begun = performance.now();
  const sample = sampled(dataset, options.seed);
  const fast: AuditOptions = {
    ...options,
    ...{ preset: 'fast', epochs: undefined, batchSize: undefined, learningRate: undefined, imageSize: undefined },
  };
  // What is wrong with the pictures is told once, by the audit itself.
  const quiet: AuditHooks = { ...hooks, onProblems: undefined };
  const tried = { ...fast, model: 'small-cnn' } as const;
  const settings = trainingSettings(tried);
  // Each picture is decoded once, for both.
  const { imageSize } = settings;
  const seen = await seeDataset(sample, fast, clock, quiet, { imageSize, channels: options.channels });
  const { judgement } = await featureProbabilities(sample, seen, fast, clock, quiet);
  const network = await trainProbabilities(sample, tried, clock, quiet, decodedBy(sample, seen, settings));
  await network.forget?.();
  const logLoss = { features: judgement.round1.logLoss, network: logLossOf(network) };
  return {
    model: logLoss.features <= logLoss.network ? 'features' : 'small-cnn',
    logLoss,
    pictures: sample.examples.length,
    seconds: Math.round(performance.now() - begun) / 1000,
  };
}

/** The pictures that a trunk has seen, as the network sees them. */
function decodedBy(
  dataset: Dataset,
  { small, exampleIndices, contentHashes, problems }: SeenDataset,
  settings: TrainingSettings,
): DecodedDataset | undefined {
  if (small === undefined) return undefined;
  const hashes = contentHashes.filter((hash) => hash !== undefined);
  const images = {
    ...small,
    exampleIndices,
    contentHashes: hashes,
    problems: [],
    oneColour: [],
    notes: [],
    decoded: 0,
  };
  return { settings, images, duplicates: findDuplicates(dataset, images), problems };
}

function sampled(dataset: Dataset, seed: number): Dataset {
  const { examples, classes } = dataset;
  const count = Math.max(SAMPLE, PER_CLASS * classes.length);
  if (examples.length <= count) return dataset;
  const order = Int32Array.from(examples, (_, i) => i);
  createRandom(seed, SAMPLE_STREAM).shuffle(order);
  const taken = order.slice(0, count).sort();
  return { ...dataset, examples: Array.from(taken, (i) => examples[i]) };
}

function logLossOf({ predProbs: { data, k }, labels }: Probabilities): number {
  let sum = 0;
  labels.forEach((label, i) => {
    sum -= Math.log(Math.max(TINY, data[i * k + label]));
  });
  return sum / labels.length;
}
