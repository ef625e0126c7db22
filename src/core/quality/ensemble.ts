import { argmax } from './agreement.ts';
import { CoreInputError, requireOneOf } from '../errors.ts';
import { checkInputs, requireTwoGivenClasses } from '../passes/inputs.ts';
import { checkScoring, labelQualityScores, type LabelQualityOptions } from './label-quality.ts';
import { ENSEMBLE_WEIGHTINGS, type EnsembleWeighting, type Labels, type PredProbs } from '../types.ts';

export interface EnsembleOptions extends LabelQualityOptions {
  /** Default `accuracy`. */
  readonly weightBy?: EnsembleWeighting;
  /** For `custom` only: one weight per model. */
  readonly customWeights?: readonly number[];
  /** For `log_loss_search` only: the exponents to try. Default 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 200. */
  readonly logLossSearchValues?: readonly number[];
}

export interface EnsembleScores {
  /** N label quality scores. */
  readonly scores: Float64Array;
  /** One per model. */
  readonly weights: Float64Array;
}

const SEARCH_VALUES = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 200];
const CLIPPING_LOWER_BOUND = 1e-6;

/**
 * Label quality by several models at once: the weighted mean of each model's scores. `accuracy` weighs by the share of
 * labels that a model predicts; `uniform` equally; `log_loss_search` by exp(−t · log loss), t being the value that gives
 * the averaged probabilities the lowest log loss; `custom` by given weights.
 *
 * Source: Kuan and Mueller 2022 (ensembling).
 *
 * @param labels N class indices in [0, K)
 * @param models at least one N×K array of out-of-sample probabilities
 * @throws {CoreInputError} as `labelQualityScores`; `empty` without models; `too-few-classes` when only one class is
 *   given; `bad-option`; `shape-mismatch` when the models differ in K
 */
export function labelQualityEnsembleScores(
  labels: Labels,
  models: readonly PredProbs[],
  options: EnsembleOptions = {},
): EnsembleScores {
  const { method = 'self_confidence', adjustPredProbs = false, weightBy = 'accuracy' } = options;
  requireOneOf('weightBy', weightBy, ENSEMBLE_WEIGHTINGS);
  checkScoring({ method, adjustPredProbs });
  if (models.length === 0) throw new CoreInputError('empty', 'There are no models: give at least one array.');
  checkWeights(options, weightBy, models.length);
  const scoresOf: Float64Array[] = [];
  const checked = models.map((model) => {
    const inputs = checkInputs(labels, model);
    requireTwoGivenClasses(inputs.labelCounts);
    if (model.k !== models[0].k) {
      throw new CoreInputError('shape-mismatch', `The models have ${models[0].k} and ${model.k} classes.`, {
        value: model.k,
      });
    }
    scoresOf.push(labelQualityScores(labels, inputs.predProbs, { method, adjustPredProbs }));
    return inputs.predProbs;
  });
  const weights = weigh(labels, checked, options, weightBy);
  const scores = new Float64Array(labels.length);
  for (let m = 0; m < models.length; m++) {
    for (let i = 0; i < scores.length; i++) scores[i] += scoresOf[m][i] * weights[m];
  }
  return { scores, weights };
}

function checkWeights({ customWeights }: EnsembleOptions, weightBy: EnsembleWeighting, models: number): void {
  if (weightBy !== 'custom') {
    if (!customWeights) return;
    throw new CoreInputError('bad-option', `customWeights go with weightBy custom, not ${weightBy}.`);
  }
  if (customWeights?.length !== models || !customWeights.every((weight) => Number.isFinite(weight))) {
    throw new CoreInputError('bad-option', `weightBy custom needs customWeights: ${models} finite numbers.`, {
      value: customWeights,
    });
  }
}

function weigh(
  labels: Labels,
  models: readonly PredProbs[],
  options: EnsembleOptions,
  weightBy: EnsembleWeighting,
): Float64Array {
  switch (weightBy) {
    case 'uniform':
      return new Float64Array(models.length).fill(1 / models.length);
    case 'custom':
      return Float64Array.from(options.customWeights ?? []);
    case 'accuracy':
      return normalised(models.map((model) => accuracy(labels, model)));
    case 'log_loss_search':
      return logLossSearch(labels, models, options.logLossSearchValues ?? SEARCH_VALUES);
  }
}

function normalised(weights: readonly number[]): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum > 0) return Float64Array.from(weights, (weight) => weight / sum);
  throw new CoreInputError(
    'bad-option',
    'No model has any weight (none predicts a single label, or every log loss is too large); use weightBy uniform.',
  );
}

function accuracy(labels: Labels, model: PredProbs): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (argmax(model, i) === labels[i]) right++;
  return right / labels.length;
}

function logLossSearch(labels: Labels, models: readonly PredProbs[], values: readonly number[]): Float64Array {
  const losses = models.map((model) => clippedLogLoss(labels, model));
  let best: Float64Array | undefined;
  let bestLoss = Infinity;
  for (const t of values) {
    const raw = losses.map((loss) => Math.exp(-t * loss));
    // A large t can leave every weight 0; such a t has no log loss and is passed over.
    if (!raw.some((weight) => weight > 0)) continue;
    const weights = normalised(raw);
    let loss = 0;
    for (let i = 0; i < labels.length; i++) {
      let p = 0;
      for (let m = 0; m < models.length; m++) p += weights[m] * models[m].data[i * models[m].k + labels[i]];
      loss -= Math.log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
    }
    loss /= labels.length;
    if (loss < bestLoss) {
      bestLoss = loss;
      best = weights;
    }
  }
  return best ?? normalised([]);
}

/** Mean −log p(given label), of probabilities that were kept from 0 and normalised. */
function clippedLogLoss(labels: Labels, { data, k }: PredProbs): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += Math.max(data[i * k + j], CLIPPING_LOWER_BOUND);
    const p = Math.max(data[i * k + labels[i]], CLIPPING_LOWER_BOUND) / sum;
    loss -= Math.log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON));
  }
  return loss / labels.length;
}
