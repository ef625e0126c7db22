import { argmax } from '../quality/agreement.ts';
import { annotationCounts, type AnnotatorLabels } from './annotator-labels.ts';
import { annotatorStats, type AnnotatorStats } from './annotator-stats.ts';
import { checkAnnotations } from './check-annotations.ts';
import { crowdlabRows, crowdlabWeights, type CrowdlabWeights, type RowWriter } from './crowdlab-weights.ts';
import { requireOneOf } from '../errors.ts';
import { voteOf } from './majority-vote.ts';
import { checkScoring, type LabelQualityOptions } from '../quality/label-quality.ts';
import { scoreLabels } from './score-labels.ts';
import { bestTemperature, scaleByTemperature } from './temperature.ts';
import type { PredProbs } from '../types.ts';

/** How the consensus is chosen (cleanlab's `consensus_method`). */
export const CONSENSUS_METHODS = ['best_quality', 'majority_vote'] as const;
export type ConsensusMethod = (typeof CONSENSUS_METHODS)[number];
/** How its quality is judged (cleanlab's `quality_method`). */
export const QUALITY_METHODS = ['crowdlab', 'agreement'] as const;
export type QualityMethod = (typeof QUALITY_METHODS)[number];

export interface ConsensusOptions {
  /** Default `best_quality`: the most probable class by annotators and models together. */
  readonly consensusMethod?: ConsensusMethod;
  /** Default `crowdlab`; `agreement` counts annotators alone. */
  readonly qualityMethod?: QualityMethod;
  /** Fit each model's temperature to the annotators first. Default false. */
  readonly calibrate?: boolean;
  /** How a label is scored by the probabilities. Default self-confidence. */
  readonly scoring?: LabelQualityOptions;
}

export interface Consensus {
  /** n class indices. */
  readonly labels: Int32Array;
  /** n qualities of those labels, in [0, 1]; low = ask again. */
  readonly quality: Float64Array;
  /** n shares of an example's annotators who give its consensus. */
  readonly agreement: Float64Array;
  /** n numbers of labels. */
  readonly annotations: Int32Array;
  /** One quality for each label given, in the order of `AnnotatorLabels`: low = this annotator erred here. */
  readonly annotationQuality: Float64Array;
  /** Worst first. */
  readonly annotators: readonly AnnotatorStats[];
  /** n×K: what annotators and models together make of each example. */
  readonly probabilities: PredProbs;
  /** Of CROWDLAB; undefined when quality is agreement. */
  readonly weights?: CrowdlabWeights;
  /** Classes that an annotator gives and no consensus is. */
  readonly lostClasses: readonly number[];
  /** Examples whose majority nothing decided. */
  readonly undecided: readonly number[];
  /** Two annotators agree on some example. */
  readonly doAnyAgree: boolean;
}

/**
 * Consensus labels of several annotators and one or more models, and how far to trust consensus, labels and annotators.
 *
 * Source: Goh, Tkachenko and Mueller 2022 (CROWDLAB). Where cleanlab 2.9.0 counts labels wrongly (floating-point labels are
 * counted from the left), this counts them by class. Scoring options hold for several models too, and no input is changed.
 *
 * @param annotations who gave which label; each example has at least one, and some have several
 * @param models n×K out-of-sample probabilities of at least one model; several are an ensemble
 * @throws {CoreInputError} as `checkAnnotations`; `bad-option`
 */
export function consensusOf(
  annotations: AnnotatorLabels,
  models: readonly [PredProbs, ...PredProbs[]],
  options: ConsensusOptions = {},
): Consensus {
  const { consensusMethod = 'best_quality', qualityMethod = 'crowdlab', calibrate = false, scoring = {} } = options;
  requireOneOf('consensusMethod', consensusMethod, CONSENSUS_METHODS);
  requireOneOf('qualityMethod', qualityMethod, QUALITY_METHODS);
  checkScoring(scoring);
  checkAnnotations(annotations, models);
  const used = calibrate
    ? models.map((model) => scaleByTemperature(model, bestTemperature(annotations, model)))
    : models;
  const vote = voteOf(annotations, meanOfModels(used));
  const { k } = used[0];
  const byVote = judge(annotations, used, vote.labels, qualityMethod);
  const labels = consensusMethod === 'majority_vote' ? vote.labels : mostProbable(byVote.writeRow, k, vote.labels);
  const { agreement, writeRow, weights } =
    consensusMethod === 'majority_vote' ? byVote : judge(annotations, used, labels, qualityMethod);
  const probabilities = allRows(writeRow, annotations.n, k);
  const quality = qualityMethod === 'agreement' ? agreement : scoreLabels(labels, probabilities, scoring);
  const annotationQuality = scoreAnnotations(annotations, probabilities, scoring);
  const known = { consensus: labels, quality, annotationQuality, ...(weights ? { weights } : {}) };
  return {
    labels,
    quality,
    agreement,
    annotations: annotationCounts(annotations),
    annotationQuality,
    annotators: annotatorStats(annotations, known),
    probabilities,
    ...(weights ? { weights } : {}),
    lostClasses: lostClasses(annotations.labels, labels),
    undecided: vote.undecided,
    doAnyAgree: doAnyAgree(annotations),
  };
}

/** The mean of the models' probabilities; the only one's as they are. */
export function meanOfModels(models: readonly PredProbs[]): PredProbs {
  if (models.length === 1) return models[0];
  const { n, k } = models[0];
  const data = new Float64Array(n * k);
  for (const model of models) for (let at = 0; at < data.length; at++) data[at] += model.data[at];
  for (let at = 0; at < data.length; at++) data[at] /= models.length;
  return { data, n, k };
}

interface Judged {
  readonly agreement: Float64Array;
  /** Row by row: of many classes all rows together are large, and the first judgement is asked for their largest alone. */
  readonly writeRow: RowWriter;
  readonly weights?: CrowdlabWeights;
}

function judge(
  annotations: AnnotatorLabels,
  models: readonly PredProbs[],
  consensus: Int32Array,
  qualityMethod: QualityMethod,
): Judged {
  const { n, starts, labels } = annotations;
  const agreement = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) if (labels[at] === consensus[i]) agreement[i]++;
    agreement[i] /= starts[i + 1] - starts[i];
  }
  if (qualityMethod === 'agreement') return { agreement, writeRow: sharesOf(annotations, models[0].k) };
  const weights = crowdlabWeights(annotations, models, consensus, agreement);
  return { agreement, writeRow: crowdlabRows(annotations, models, weights), weights };
}

/** The share of an example's annotators who give each class. */
function sharesOf({ starts, labels }: AnnotatorLabels, k: number): RowWriter {
  return (i, data, base) => {
    for (let at = starts[i]; at < starts[i + 1]; at++) data[base + labels[at]]++;
    for (let j = 0; j < k; j++) data[base + j] /= starts[i + 1] - starts[i];
  };
}

function allRows(writeRow: RowWriter, n: number, k: number): PredProbs {
  const data = new Float64Array(n * k);
  for (let i = 0; i < n; i++) writeRow(i, data, i * k);
  return { data, n, k };
}

/** The most probable class of each example; where several are, the one given. */
function mostProbable(writeRow: RowWriter, k: number, otherwise: Int32Array): Int32Array {
  const row = new Float64Array(k);
  return otherwise.map((label, i) => {
    row.fill(0);
    writeRow(i, row, 0);
    const best = argmax({ data: row, n: 1, k }, 0);
    return row.indexOf(row[best], best + 1) >= 0 ? label : best;
  });
}

function scoreAnnotations(
  annotations: AnnotatorLabels,
  probabilities: PredProbs,
  scoring: LabelQualityOptions,
): Float64Array {
  const { n, m, starts, annotators, labels } = annotations;
  const { data, k } = probabilities;
  const scores = new Float64Array(labels.length);
  const { method = 'self_confidence', adjustPredProbs = false } = scoring;
  const placesOf: number[][] = Array.from({ length: m }, () => []);
  const exampleOf = new Int32Array(labels.length);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      exampleOf[at] = i;
      scores[at] = data[i * k + labels[at]];
      placesOf[annotators[at]].push(at);
    }
  }
  if (method === 'self_confidence' && !adjustPredProbs) return scores;
  // Each annotator's labels are scored as a data set of their own, since adjusting depends on all of them.
  for (const places of placesOf) {
    const rows = new Float64Array(places.length * k);
    places.forEach((at, row) => {
      rows.set(data.subarray(exampleOf[at] * k, (exampleOf[at] + 1) * k), row * k);
    });
    const own = Int32Array.from(places, (at) => labels[at]);
    const scored = scoreLabels(own, { data: rows, n: places.length, k }, scoring);
    places.forEach((at, row) => (scores[at] = scored[row]));
  }
  return scores;
}

function lostClasses(given: Int32Array, consensus: Int32Array): number[] {
  const kept = new Set(consensus);
  return [...new Set(given)].filter((label) => !kept.has(label)).sort((a, b) => a - b);
}

function doAnyAgree({ n, starts, labels }: AnnotatorLabels): boolean {
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      for (let other = at + 1; other < starts[i + 1]; other++) if (labels[at] === labels[other]) return true;
    }
  }
  return false;
}
