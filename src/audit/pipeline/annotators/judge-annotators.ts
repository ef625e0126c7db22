import {
  activeScores,
  annotatorStats,
  consensusOf,
  dawidSkene,
  majorityVote,
  type AnnotatorLabels,
  type AnnotatorStats,
  type PredProbs,
} from '../../../core/index.ts';
import type { ConsensusBy } from '../../options/consensus-options.ts';

/** One label of several, and how far to trust it and those who gave them. Rows are those of the annotations. */
export interface JudgedAnnotators {
  /** Class of each picture. */
  readonly labels: Int32Array;
  /** In [0, 1]: how probably it is right. */
  readonly quality: Float64Array;
  /** Share of a picture's annotators who give it. */
  readonly agreement: Float64Array;
  /** Worst first. */
  readonly annotators: readonly AnnotatorStats[];
  /** In [0, 1]: the lower, the more another label is worth. */
  readonly scores: Float64Array;
  /** Pictures whose majority nothing decided. */
  readonly undecided: readonly number[];
}

/**
 * Makes one label of several.
 *
 * - `crowdlab`: by annotators and model together; another label is worth most as ActiveLab scores it.
 * - `majority`: the class that most give; its quality is the share of those who do.
 * - `dawid-skene`: by each annotator's estimated confusions; an annotator's quality is how often it is right, as they say.
 *
 * @param k number of classes
 * @param predProbs n×K out-of-sample probabilities, for `crowdlab`
 * @throws CoreInputError where there is nothing to compare annotators by, or they are too many for the method
 */
export function judgeAnnotators(
  annotations: AnnotatorLabels,
  k: number,
  by: ConsensusBy,
  predProbs?: PredProbs,
): JudgedAnnotators {
  if (by === 'dawid-skene') return byDawidSkene(annotations, k);
  if (by === 'majority' || predProbs === undefined) return byMajority(annotations);
  return {
    ...byCrowdlab(annotations, predProbs),
    scores: activeScores({ annotations, labelled: [predProbs] }).labelled,
  };
}

/** Without what is as large as the probabilities: scores are made with as much again. */
function byCrowdlab(annotations: AnnotatorLabels, predProbs: PredProbs): Omit<JudgedAnnotators, 'scores'> {
  const { labels, quality, agreement, annotators, undecided } = consensusOf(annotations, [predProbs]);
  return { labels, quality, agreement, annotators, undecided };
}

function byMajority(annotations: AnnotatorLabels): JudgedAnnotators {
  const { labels, undecided } = majorityVote(annotations);
  const agreement = agreementWith(annotations, labels);
  // Without a model, annotators are judged by their agreement alone.
  const annotationQuality = new Float64Array(annotations.labels.length);
  const annotators = annotatorStats(annotations, { consensus: labels, quality: agreement, annotationQuality });
  return { labels, quality: agreement, agreement, annotators, scores: agreement, undecided };
}

/** Share of each picture's annotators who give its label. */
function agreementWith({ n, starts, labels: given }: AnnotatorLabels, labels: Int32Array): Float64Array {
  const agreement = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) if (given[at] === labels[i]) agreement[i]++;
    agreement[i] /= starts[i + 1] - starts[i];
  }
  return agreement;
}

function byDawidSkene(annotations: AnnotatorLabels, k: number): JudgedAnnotators {
  const { n, starts, labels: given } = annotations;
  const { labels, probabilities, confusions, prior } = dawidSkene(annotations, k);
  const { data } = probabilities;
  const quality = Float64Array.from(labels, (label, i) => Math.min(1, data[i * k + label]));
  const agreement = agreementWith(annotations, labels);
  const annotationQuality = new Float64Array(given.length);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) annotationQuality[at] = data[i * k + given[at]];
  }
  const stats = annotatorStats(annotations, { consensus: labels, quality, annotationQuality });
  const rightShare = (annotator: number): number => {
    let share = 0;
    for (let c = 0; c < k; c++) share += prior[c] * confusions[annotator * k * k + c * k + c];
    return Math.min(1, share);
  };
  const annotators = stats.map((one) => ({ ...one, quality: rightShare(one.annotator) }));
  annotators.sort((a, b) => a.quality - b.quality || a.agreement - b.agreement);
  return { labels, quality, agreement, annotators, scores: quality, undecided: [] };
}
