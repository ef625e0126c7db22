import type { Dataset } from '../../../dataset/index.ts';
import { createRandom, withHeadThreads } from '../../../training/index.ts';
import { featureProbabilities } from './feature-probabilities.ts';
import { seeDataset, type SeenDataset } from './see-dataset.ts';
import type { StageClock } from '../stage-clock.ts';
import { decodeDataset, trainProbabilities } from './train-probabilities.ts';
import type { ChosenModel, Probabilities } from '../probabilities.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { AuditOptions } from '../../options/audit-options.ts';

/** Both are tried on so many pictures at most. A network gains more from more pictures than heads on features do. */
const SAMPLE = 4000;
/** At least so many of each class, where there are many classes. */
const PER_CLASS = 10;
const SAMPLE_STREAM = 0xa1;
const TINY = 1e-7;
/** Folds of both. */
const FOLDS = 5;
/** The network is trained of so many folds before the two are compared for the first time. */
const FIRST_FOLDS = 1;
/** Standard errors between the two that settle the choice: by chance alone, once in 16,000 times. */
const SETTLED = 4;

/**
 * Chooses between heads on pretrained features and the small network: both are trained on the same pictures as the audit
 * itself would train them, and the one whose out-of-fold probabilities fit the given labels better is taken. (Trained for
 * less, as the preset "fast" does, the network loses where it would find more wrong labels in the end.) The network's other
 * folds are trained where the first leaves the choice open. What the winner has done is not done again: what was seen of
 * all pictures is handed on, features are cached, and folds are kept.
 *
 * @throws what training throws
 */
export async function chooseModel(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<Choice> {
  const begun = performance.now();
  const sample = sampled(dataset, options.seed);
  const folds = options.folds ?? FOLDS;
  // Of the preset "thorough", a part that tells as much; of "fast", what tells enough.
  const tried: AuditOptions = { ...options, preset: options.preset === 'fast' ? 'fast' : 'balanced' };
  // What is to be told of the pictures is told once, by the audit itself.
  const quiet: AuditHooks = { ...hooks, onProblems: undefined, onNote: undefined };
  const seen = await seeDataset(sample, tried, clock, quiet);
  const crew = { k: sample.classes.length, folds, jobs: options.jobs };
  const { judgement, exampleIndices } = await withHeadThreads(seen.features, crew, (threads) =>
    featureProbabilities(sample, seen, { ...tried, folds }, clock, quiet, { threads, secondRound: false }),
  );
  const byFeatures = lossesOf({ ...judgement.round1, exampleIndices }, sample);

  const network = { ...options, preset: 'balanced', model: 'small-cnn' } as const;
  const decoded = await decodeDataset(sample, network, clock, quiet);
  const all = Array.from({ length: folds }, (_, fold) => fold);
  const compare = async (only: readonly number[]): Promise<Compared> => {
    const trained = await trainProbabilities(sample, network, clock, quiet, decoded, only);
    const byNetwork = lossesOf(trained, sample);
    const pairs: LossPair[] = [];
    trained.exampleIndices.forEach((example, row) => {
      const features = byFeatures.get(example);
      if (features === undefined || !only.includes(trained.foldOf[row])) return;
      pairs.push({ features, network: byNetwork.get(example)! });
    });
    return { pairs, forget: trained.forget };
  };
  let compared = await compare(all.slice(0, FIRST_FOLDS));
  if (options.preset !== 'fast' && !isSettled(compared.pairs)) compared = await compare(all);
  const logLoss = {
    features: meanOf(compared.pairs.map(({ features }) => features)),
    network: meanOf(compared.pairs.map((pair) => pair.network)),
  };
  const model = logLoss.features <= logLoss.network ? 'features' : 'small-cnn';
  const isWhole = sample === dataset;
  if (model === 'features' || !isWhole) await compared.forget?.();
  const seconds = Math.round(performance.now() - begun) / 1000;
  return {
    chosen: { model, logLoss, pictures: compared.pairs.length, seconds },
    ...(model === 'features' && isWhole && tried.preset === options.preset ? { seen } : {}),
  };
}

/** What `auto` chose. */
export interface Choice {
  readonly chosen: ChosenModel;
  /** The pictures as the features that were chosen take them, where all were seen as the audit wants them. */
  readonly seen?: SeenDataset;
}

interface Compared {
  readonly pairs: readonly LossPair[];
  /** Removes what is kept of the network's folds. */
  readonly forget?: () => Promise<void>;
}

/** Log-losses of one picture's given label. */
interface LossPair {
  readonly features: number;
  readonly network: number;
}

/** Whether the mean difference is so many standard errors from 0 that more pictures would not turn it. */
function isSettled(pairs: readonly LossPair[]): boolean {
  const differences = pairs.map(({ features, network }) => network - features);
  const mean = meanOf(differences);
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (differences.length - 1);
  return differences.length > 1 && Math.abs(mean) > SETTLED * Math.sqrt(variance / differences.length);
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

/** The log-loss of each picture's given label, by its example. */
function lossesOf(
  { predProbs: { data, k }, exampleIndices }: Pick<Probabilities, 'predProbs' | 'exampleIndices'>,
  { examples }: Dataset,
): Map<number, number> {
  const losses = new Map<number, number>();
  exampleIndices.forEach((example, i) => {
    losses.set(example, -Math.log(Math.max(TINY, data[i * k + examples[example].label])));
  });
  return losses;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
