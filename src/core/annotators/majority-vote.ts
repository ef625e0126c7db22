import { checkAnnotations } from './check-annotations.ts';
import type { AnnotatorLabels } from './annotator-labels.ts';
import type { PredProbs } from '../types.ts';

export interface MajorityVote {
  /** n class indices. */
  readonly labels: Int32Array;
  /** Examples whose tie nothing broke: they bear the lowest of the tied classes. */
  readonly undecided: readonly number[];
}

/**
 * The class that most annotators give. Ties go to the class that the model finds most probable, then to the one that is
 * given more rarely among all annotations (as the reference does; its documentation says more often), then to the one
 * whose annotators agree more with the majority where there is one. What is tied even then goes to the lowest class and is
 * named; the reference draws at random there, and fails where every example is tied.
 *
 * @param predProbs n×K probabilities, to break ties by
 * @param isSingleAllowed one label an example will do
 * @throws {CoreInputError} as `checkAnnotations`
 */
export function majorityVote(
  annotations: AnnotatorLabels,
  predProbs?: PredProbs,
  isSingleAllowed = false,
): MajorityVote {
  checkAnnotations(annotations, predProbs ? [predProbs] : [], isSingleAllowed);
  return voteOf(annotations, predProbs);
}

/** `majorityVote` of what was checked. */
export function voteOf(annotations: AnnotatorLabels, predProbs?: PredProbs): MajorityVote {
  const { n, starts } = annotations;
  const k = predProbs?.k ?? largestOf(annotations.labels) + 1;
  const given = new Float64Array(k);
  for (const label of annotations.labels) given[label]++;
  const labels = new Int32Array(n).fill(-1);
  const votes = new Int32Array(k);
  const tied = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const own = annotations.labels.subarray(starts[i], starts[i + 1]);
    for (const label of own) votes[label]++;
    let most = 0;
    for (const label of own) if (votes[label] > most) most = votes[label];
    let classes = Array.from(new Set(own.filter((label) => votes[label] === most))).sort((a, b) => a - b);
    for (const label of own) votes[label] = 0;
    if (classes.length === 1) labels[i] = classes[0];
    else {
      const { data } = predProbs ?? {};
      if (data) classes = largestBy(classes, (label) => data[i * k + label]);
      classes = largestBy(classes, (label) => -given[label]);
      // An example that probabilities or counts decide has no say in how far annotators agree with the majority.
      tied.set(i, classes);
    }
  }
  const undecided: number[] = [];
  if (tied.size > 0) {
    const trusted = agreementWithMajority(annotations, labels);
    for (const [i, found] of tied) {
      const classes = found.length === 1 ? found : largestBy(found, (label) => trustIn(annotations, trusted, i, label));
      labels[i] = classes[0];
      if (classes.length > 1) undecided.push(i);
    }
  }
  return { labels, undecided };
}

/** Share of each annotator's labels that are the majority's, where there is one; their mean for who has none there. */
function agreementWithMajority(
  { n, m, starts, annotators, labels }: AnnotatorLabels,
  majority: Int32Array,
): Float64Array {
  const agreeing = new Float64Array(m);
  const compared = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    if (majority[i] < 0) continue;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      compared[annotators[at]]++;
      if (labels[at] === majority[i]) agreeing[annotators[at]]++;
    }
  }
  let [sum, count] = [0, 0];
  for (let a = 0; a < m; a++) {
    if (compared[a] === 0) continue;
    sum += agreeing[a] / compared[a];
    count++;
  }
  return agreeing.map((agreed, a) => (compared[a] > 0 ? agreed / compared[a] : count > 0 ? sum / count : 0));
}

/** Mean trust in those who give example `i` this label. */
function trustIn(
  { starts, annotators, labels }: AnnotatorLabels,
  trusted: Float64Array,
  i: number,
  label: number,
): number {
  let [sum, count] = [0, 0];
  for (let at = starts[i]; at < starts[i + 1]; at++) {
    if (labels[at] !== label) continue;
    sum += trusted[annotators[at]];
    count++;
  }
  return sum / count;
}

function largestBy(classes: readonly number[], scoreOf: (label: number) => number): number[] {
  const scores = classes.map(scoreOf);
  const largest = Math.max(...scores);
  return classes.filter((_, c) => scores[c] === largest);
}

function largestOf(values: Int32Array): number {
  let largest = -1;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}
