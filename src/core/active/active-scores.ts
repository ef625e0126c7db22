import { CoreInputError } from '../errors.ts';
import { annotationCounts, type AnnotatorLabels } from '../annotators/annotator-labels.ts';
import { checkAnnotations, checkModels } from '../annotators/check-annotations.ts';
import { consensusOf, meanOfModels } from '../annotators/consensus.ts';
import { voteOf } from '../annotators/majority-vote.ts';
import { bestTemperature, scaleByTemperature } from '../annotators/temperature.ts';
import { argmax } from '../quality/agreement.ts';
import type { PredProbs } from '../types.ts';

export interface ActivePool {
  /** Who labelled what so far: n examples, each with at least one label. */
  readonly annotations?: AnnotatorLabels;
  /** n×K out-of-sample probabilities of those examples, of one or more models. */
  readonly labelled?: readonly PredProbs[];
  /** u×K probabilities of the examples without a label, of the same models in the same order. */
  readonly unlabelled?: readonly PredProbs[];
}

export interface ActiveScores {
  /** n numbers: the lower, the more another label of this example is worth. Empty without labelled examples. */
  readonly labelled: Float64Array;
  /** u numbers: the lower, the more a first label is worth; on the same scale. */
  readonly unlabelled: Float64Array;
}

/** How far models and annotators are to be believed. */
interface Beliefs {
  readonly temperatures: Float64Array;
  readonly models: Float64Array;
  /** Mean weight of an annotator: what one more label would weigh. */
  readonly annotator: number;
}

/**
 * How much a label is worth, for examples with and without one: the confidence in each example's consensus, moved towards
 * 1/K the more one further label weighs against all that is known of it.
 *
 * Where every example has one label, annotators can't be compared: models and annotators then count alike and probabilities
 * are taken as they are; otherwise CROWDLAB weighs them and each model's temperature is fitted. Other than cleanlab 2.9.0,
 * this judges an unlabelled pool by an ensemble of one model, and changes no input.
 *
 * Source: Goh and Mueller 2023 (ActiveLab).
 *
 * @throws {CoreInputError} `empty` without any probabilities, or with probabilities of labelled examples and no labels;
 *   `shape-mismatch` where models, or the two pools, differ in number or classes; as `checkAnnotations`
 */
export function activeScores({ annotations, labelled = [], unlabelled = [] }: ActivePool): ActiveScores {
  if (labelled.length === 0 && unlabelled.length === 0) {
    throw new CoreInputError('empty', 'There are no probabilities: give those of labelled or of unlabelled examples.');
  }
  if (labelled.length > 0 && !annotations) {
    throw new CoreInputError(
      'empty',
      'There are probabilities of labelled examples, but not their labels. Give both, or only the unlabelled pool.',
    );
  }
  if (unlabelled.length > 0) checkModels(unlabelled, unlabelled[0].n);
  requireSameModels(labelled, unlabelled);
  if (!annotations || labelled.length === 0) {
    const alike = { temperatures: ones(unlabelled.length), models: ones(unlabelled.length), annotator: 1 };
    return { labelled: new Float64Array(0), unlabelled: poolScores(unlabelled, alike) };
  }
  const known = labelledScores(annotations, labelled);
  return { labelled: known.scores, unlabelled: poolScores(unlabelled, known.beliefs) };
}

function requireSameModels(labelled: readonly PredProbs[], unlabelled: readonly PredProbs[]): void {
  if (labelled.length === 0 || unlabelled.length === 0) return;
  if (labelled[0].k !== unlabelled[0].k) {
    throw new CoreInputError(
      'shape-mismatch',
      `Labelled examples have probabilities of ${labelled[0].k} classes, unlabelled ones of ${unlabelled[0].k}.`,
      { value: unlabelled[0].k },
    );
  }
  if (labelled.length !== unlabelled.length) {
    throw new CoreInputError(
      'shape-mismatch',
      `${labelled.length} models judge the labelled examples and ${unlabelled.length} the unlabelled: give the same ones.`,
      { value: unlabelled.length },
    );
  }
}

function labelledScores(
  annotations: AnnotatorLabels,
  models: readonly PredProbs[],
): { scores: Float64Array; beliefs: Beliefs } {
  const { n, m, starts, annotators } = annotations;
  const { k } = models[0];
  const isSingle = annotationCounts(annotations).every((count) => count === 1);
  checkAnnotations(annotations, models, isSingle);
  let quality: Float64Array;
  let annotatorWeights = ones(m);
  let modelWeights = ones(models.length);
  let temperatures = ones(models.length);
  if (isSingle) {
    const mean = meanOfModels(models);
    quality = Float64Array.from(voteOf(annotations, mean).labels, (label, i) => mean.data[i * k + label]);
  } else {
    temperatures = Float64Array.from(models, (model) => bestTemperature(annotations, model));
    const [first, ...others] = models.map((model, p) => scaleByTemperature(model, temperatures[p]));
    const consensus = consensusOf(annotations, [first, ...others]);
    ({ quality } = consensus);
    annotatorWeights = consensus.weights?.annotators ?? annotatorWeights;
    modelWeights = consensus.weights?.models ?? modelWeights;
  }
  const annotator = sumOf(annotatorWeights) / m;
  const ofModels = sumOf(modelWeights);
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let known = ofModels;
    for (let at = starts[i]; at < starts[i + 1]; at++) known += annotatorWeights[annotators[at]];
    scores[i] = (quality[i] * known + annotator / k) / (known + annotator);
  }
  return { scores, beliefs: { temperatures, models: modelWeights, annotator } };
}

/** Scores of examples without a label. */
function poolScores(models: readonly PredProbs[], { temperatures, models: weights, annotator }: Beliefs): Float64Array {
  if (models.length === 0) return new Float64Array(0);
  const scaled = models.map((model, p) => scaleByTemperature(model, temperatures[p]));
  const { n, k } = models[0];
  const votes: AnnotatorLabels = {
    n,
    m: models.length,
    starts: Int32Array.from({ length: n + 1 }, (_, i) => i * models.length),
    annotators: Int32Array.from({ length: n * models.length }, (_, at) => at % models.length),
    labels: Int32Array.from({ length: n * models.length }, (_, at) =>
      argmax(scaled[at % models.length], Math.floor(at / models.length)),
    ),
  };
  const { labels } = voteOf(votes, meanOfModels(scaled));
  const total = sumOf(weights) + annotator;
  return Float64Array.from(labels, (label, i) => {
    let weighed = annotator / k;
    for (let p = 0; p < scaled.length; p++) weighed += scaled[p].data[i * k + label] * weights[p];
    return weighed / total;
  });
}

const ones = (length: number): Float64Array => new Float64Array(length).fill(1);
const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
