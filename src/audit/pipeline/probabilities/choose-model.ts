import type { Dataset } from '../../../dataset/index.ts';
import { createRandom, withHeadThreads } from '../../../training/index.ts';
import { featureProbabilities } from './feature-probabilities.ts';
import { seeDataset, type SeenDataset } from './see-dataset.ts';
import type { StageClock } from '../stage-clock.ts';
import { startBeside } from './start-beside.ts';
import { decodeDataset, trainProbabilities, type DecodedDataset } from './train-probabilities.ts';
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
 * less, as the preset "fast" does, the network loses where it would find more wrong labels in the end.) The network's first
 * fold is trained beside the trunk's work, so that no core is idle; its others where the first leaves the choice open. What
 * the winner has done is not done again: what was seen of all pictures is handed on, features are cached, and folds are kept.
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
  const network = { ...options, preset: 'balanced', model: 'small-cnn' } as const;
  const all = Array.from({ length: folds }, (_, fold) => fold);
  const byFolds = async (
    only: readonly number[],
    decoded: DecodedDataset,
    part: StageClock,
    told: AuditHooks,
  ): Promise<NetworkFolds> => {
    const { forget, foldOf, ...trained } = await trainProbabilities(sample, network, part, told, decoded, only);
    const losses = lossesOf(trained, sample);
    const held = trained.exampleIndices.filter((_, row) => only.includes(foldOf[row]));
    return { decoded, losses: new Map(Array.from(held, (example) => [example, losses.get(example)!])), forget };
  };
  const beside = startBeside(quiet, options.jobs, async (part, told) =>
    byFolds(all.slice(0, FIRST_FOLDS), await decodeDataset(sample, network, part, told), part, told),
  );
  let seen: SeenDataset;
  let byFeatures: ReadonlyMap<number, number>;
  try {
    seen = await seeDataset(sample, tried, clock, quiet);
    const crew = { k: sample.classes.length, folds, jobs: options.jobs };
    const { judgement, exampleIndices } = await withHeadThreads(seen.features, crew, (threads) =>
      featureProbabilities(sample, seen, { ...tried, folds }, clock, quiet, { threads, secondRound: false }),
    );
    byFeatures = lossesOf({ ...judgement.round1, exampleIndices }, sample);
  } catch (error) {
    await beside.stop(error);
    throw error;
  }
  const first = await beside.rest(clock);
  const pairsOf = ({ losses }: NetworkFolds): LossPair[] =>
    Array.from(losses, ([example, loss]) => ({ features: byFeatures.get(example), network: loss })).filter(isPair);
  let compared = { pairs: pairsOf(first), forget: first.forget };
  if (options.preset !== 'fast' && !isSettled(compared.pairs)) {
    const whole = await byFolds(all, first.decoded, clock, quiet);
    compared = { pairs: pairsOf(whole), forget: whole.forget };
  }
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

/** What the network's folds made of the pictures that they held out. */
interface NetworkFolds {
  readonly decoded: DecodedDataset;
  /** Log-loss of each picture's given label, by its example. */
  readonly losses: ReadonlyMap<number, number>;
  /** Removes what is kept of the folds. */
  readonly forget?: () => Promise<void>;
}

/** Log-losses of one picture's given label. */
interface LossPair {
  readonly features: number;
  readonly network: number;
}

function isPair(pair: Partial<LossPair>): pair is LossPair {
  return pair.features !== undefined;
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
