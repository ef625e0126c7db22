import { annotationCounts, type AnnotatorLabels } from './annotator-labels.ts';
import { argmax } from '../quality/agreement.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { PredProbs } from '../types.ts';

/** Weights and errors are kept from 0 by this. */
const CLIPPING_LOWER_BOUND = 1e-6;

export interface CrowdlabWeights {
  /** Share of labels that are the consensus, where an example has several: how likely an annotator gives the true class. */
  readonly likelihood: number;
  /** One a model. */
  readonly models: Float64Array;
  /** m weights. */
  readonly annotators: Float64Array;
  /** Annotators none of whose examples has another label: their agreement is taken to be the mean of the others'. */
  readonly withoutOverlap: readonly number[];
}

/**
 * How much each annotator and each model counts: 1 less its error over that of always saying the most frequent class; a
 * model's times the root of the mean number of labels an example. An annotator's error is how seldom it agrees with the
 * others, a model's how seldom with the consensus, both over the examples that have more than one label.
 *
 * Source: Goh, Tkachenko and Mueller 2022 (CROWDLAB).
 *
 * @param consensus n class indices
 * @param agreement n shares of the example's labels that are its consensus
 */
export function crowdlabWeights(
  annotations: AnnotatorLabels,
  models: readonly PredProbs[],
  consensus: Int32Array,
  agreement: Float64Array,
): CrowdlabWeights {
  const { k } = models[0];
  const counts = annotationCounts(annotations);
  const several: number[] = [];
  for (let i = 0; i < counts.length; i++) if (counts[i] !== 1) several.push(i);
  const share = (holds: (i: number) => boolean): number =>
    several.reduce((sum, i) => sum + (holds(i) ? 1 : 0), 0) / several.length;
  const likelihood = meanOf(Float64Array.from(several, (i) => agreement[i]));
  const frequent = mostFrequent(
    Int32Array.from(several, (i) => consensus[i]),
    k,
  );
  const baseline = Math.max(
    share((i) => consensus[i] !== frequent),
    CLIPPING_LOWER_BOUND,
  );
  const { agreements, withoutOverlap } = agreementAmongAnnotators(annotations);
  const weightOf = (error: number): number => Math.max(1 - error / baseline, CLIPPING_LOWER_BOUND);
  const labelsAnExample = Math.sqrt(annotations.labels.length / annotations.n);
  return {
    likelihood,
    models: Float64Array.from(
      models,
      (model) => weightOf(share((i) => argmax(model, i) !== consensus[i])) * labelsAnExample,
    ),
    annotators: agreements.map((agreed) => weightOf(1 - agreed)),
    withoutOverlap,
  };
}

/** Writes what is made of example `i` to `data`, K numbers from `base` on, where zeros stand. */
export type RowWriter = (i: number, data: Float64Array, base: number) => void;

/**
 * What annotators and models together make of each example: the weighted mean of the models' probabilities and of each
 * label's (likelihood for its class, the rest shared by the others).
 */
export function crowdlabRows(
  { starts, annotators, labels }: AnnotatorLabels,
  models: readonly PredProbs[],
  weights: CrowdlabWeights,
): RowWriter {
  const { k } = models[0];
  const others = (1 - weights.likelihood) / (k - 1);
  return (i, data, base) => {
    let total = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) total += weights.annotators[annotators[at]];
    for (let p = 0; p < models.length; p++) {
      const weight = weights.models[p];
      const said = models[p].data;
      total += weight;
      for (let j = 0; j < k; j++) data[base + j] += said[i * k + j] * weight;
    }
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const weight = weights.annotators[annotators[at]];
      for (let j = 0; j < k; j++) data[base + j] += weight * (labels[at] === j ? weights.likelihood : others);
    }
    for (let j = 0; j < k; j++) data[base + j] /= total;
  };
}

/** How often each annotator's label is that of another one of the same example. */
function agreementAmongAnnotators({ n, m, starts, annotators, labels }: AnnotatorLabels): {
  agreements: Float64Array;
  withoutOverlap: number[];
} {
  const agreeing = new Float64Array(m);
  const compared = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    const others = starts[i + 1] - starts[i] - 1;
    for (let at = starts[i]; others > 0 && at < starts[i + 1]; at++) {
      let same = -1;
      for (let other = starts[i]; other < starts[i + 1]; other++) if (labels[other] === labels[at]) same++;
      agreeing[annotators[at]] += same;
      compared[annotators[at]] += others;
    }
  }
  const withoutOverlap: number[] = [];
  const known: number[] = [];
  for (let a = 0; a < m; a++) {
    if (compared[a] === 0) withoutOverlap.push(a);
    else known.push(agreeing[a] / compared[a]);
  }
  const mean = meanOf(Float64Array.from(known));
  return {
    agreements: agreeing.map((agreed, a) => (compared[a] > 0 ? agreed / compared[a] : mean)),
    withoutOverlap,
  };
}

const meanOf = (values: Float64Array): number => pairwiseSum(values, 0, values.length) / values.length;

function mostFrequent(labels: Int32Array, k: number): number {
  const counts = new Int32Array(k);
  for (const label of labels) counts[label]++;
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
}
