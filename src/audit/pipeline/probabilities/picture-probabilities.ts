import type { Dataset } from '../../../dataset/index.ts';
import { withHeadThreads } from '../../../training/index.ts';
import { NETWORKS, type NetworkName } from '../../../training/light.ts';
import { chooseModel, type Choice } from './choose-model.ts';
import { requireEstimate } from '../trust/cut-by-estimate.ts';
import { featureProbabilities, headFolds } from './feature-probabilities.ts';
import { drawsFor, FEATURE_DRAWS, judgeTrust, NETWORK_DRAWS } from '../trust/judge-trust.ts';
import type { ChosenModel, Probabilities } from '../probabilities.ts';
import { seeDataset, type SeenDataset } from './see-dataset.ts';
import type { StageClock } from '../stage-clock.ts';
import { decodeDataset, trainProbabilities, type DecodedDataset } from './train-probabilities.ts';
import type { AuditHooks } from '../../report/types.ts';
import type { AuditOptions } from '../../options/audit-options.ts';

/** The pictures as the model of an audit takes them; by them a check tells whether they are still the same. */
export type ReadPictures =
  | { readonly by: 'features'; readonly seen: SeenDataset }
  | { readonly by: NetworkName; readonly decoded: DecodedDataset };

/**
 * The model that options name: with the user's own features it can only be heads on them, and who sets how a network is
 * trained means a network.
 */
export function modelOf(options: AuditOptions): AuditOptions['model'] {
  const { model, featuresFile, trunk, epochs, batchSize, learningRate, imageSize } = options;
  if (featuresFile !== undefined || trunk !== undefined) return 'features';
  const isNetworkMeant = [epochs, batchSize, learningRate, imageSize].some((value) => value !== undefined);
  return model === 'auto' && isNetworkMeant ? 'small-cnn' : model;
}

/** Reads the pictures as a model takes them. */
export async function readPictures(
  dataset: Dataset,
  model: NetworkName | 'features',
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<ReadPictures> {
  if (model === 'features') return { by: model, seen: await seeDataset(dataset, options, clock, hooks) };
  return { by: model, decoded: await decodeDataset(dataset, { ...options, model }, clock, hooks) };
}

/**
 * Out-of-sample probabilities of a data set's pictures, by the model that the options name, or by the one that is better on
 * this data set.
 *
 * @param read where the pictures were read before, for that model
 * @param before what was chosen before, where a model is to be chosen
 * @param more.isTrustJudged false: how far a ranking of labels is to be trusted is not estimated, which takes half of the time
 * @throws what reading and training throw
 */
export async function pictureProbabilities(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
  read?: ReadPictures,
  before?: ChosenModel,
  { isTrustJudged = true }: { readonly isTrustJudged?: boolean } = {},
): Promise<Probabilities> {
  const named = modelOf(options);
  const { chosen, seen: all }: Partial<Choice> =
    named !== 'auto' ? {} : before ? { chosen: before } : await chooseModel(dataset, options, clock, hooks);
  if (chosen) hooks.onNote?.(chosenNote(chosen));
  const model = chosen?.model ?? (named as NetworkName | 'features');
  requireEstimate(options, model);
  if (model === 'features' && isNetwork(options.model)) {
    const given = options.featuresFile === undefined ? '--trunk' : '--features';
    hooks.onNote?.(`${given} is judged by a small model of its own: --model ${options.model} is not used.`);
  }
  const known = all === undefined ? read : ({ by: 'features', seen: all } as const);
  const pictures = known?.by === model ? known : await readPictures(dataset, model, options, clock, hooks);
  if (pictures.by !== 'features') {
    const network = { ...options, model: pictures.by };
    const draws = options.calibrate ? drawsFor(pictures.decoded.images.n, NETWORK_DRAWS) : 0;
    if (draws > 0) hooks.onNote?.(calibrationNote(draws));
    const own = clock.part(0, 1 / (1 + draws));
    const trained = await trainProbabilities(dataset, network, own, hooks, pictures.decoded);
    if (draws === 0) return { ...trained, chosen };
    hooks.onNote?.(`Planted errors: about ${durationOf(draws * trained.seconds)} to go.`);
    return {
      ...trained,
      chosen,
      trust: await judgeTrust(trained, draws, options.seed, clock.part(1 / (1 + draws), 1)),
    };
  }
  const { seen } = pictures;
  const { jobs, seed } = options;
  const crew = { k: dataset.classes.length, folds: headFolds(options), jobs };
  return withHeadThreads(seen.features, crew, async (threads) => {
    const judged = await featureProbabilities(dataset, seen, options, clock.part(0, FIRST_PART), hooks, { threads });
    if (!isTrustJudged) return { ...judged, chosen };
    const draws = drawsFor(judged.labels.length, FEATURE_DRAWS);
    const trust = await judgeTrust(judged, draws, seed, clock.part(FIRST_PART, 1));
    return { ...judged, chosen, trust };
  });
}

/** On features planting takes about as long as the audit itself. */
const FIRST_PART = 1 / 2;

function calibrationNote(draws: number): string {
  return `Planted errors: the network is trained ${draws} times more, so that the audit takes about ${draws + 1} times as long.`;
}

function durationOf(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

/** Whether a name is that of a network. */
export function isNetwork(name: unknown): name is NetworkName {
  return (NETWORKS as readonly unknown[]).includes(name);
}

function chosenNote({ model, logLoss, pictures }: ChosenModel): string {
  const [features, network] = [logLoss.features.toFixed(3), logLoss.network.toFixed(3)];
  const better = model === 'features' ? 'pretrained features' : 'small-cnn';
  return `Model: ${better}; log-loss on ${pictures} pictures: features ${features}, small-cnn ${network} (lower is better).`;
}
