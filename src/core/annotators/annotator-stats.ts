import { annotationCounts, type AnnotatorLabels } from './annotator-labels.ts';
import type { CrowdlabWeights } from './crowdlab-weights.ts';

/** What is known of one annotator. */
export interface AnnotatorStats {
  /** Its index. */
  readonly annotator: number;
  /** In [0, 1]: low = errs much; NaN where none of its examples has another label. */
  readonly quality: number;
  /** Share of its labels that are the consensus. */
  readonly agreement: number;
  /** The label of its that is the consensus most rarely; of equal ones the one it gives more often. */
  readonly worstClass: number;
  /** Number of examples it labelled. */
  readonly labelled: number;
}

export interface JudgedLabels {
  /** n class indices. */
  readonly consensus: Int32Array;
  /** n qualities of the consensus. */
  readonly quality: Float64Array;
  /** One quality an annotation. */
  readonly annotationQuality: Float64Array;
  /** Of CROWDLAB; without them an annotator is judged by its agreement alone. */
  readonly weights?: CrowdlabWeights;
}

/**
 * Every annotator, worst first; by quality, then by agreement; who can't be judged comes last.
 *
 * Quality is w × the mean quality of its labels + (1 − w) × its agreement with the consensus where an example has several
 * labels, w being the models' share of all weights. Source: Goh, Tkachenko and Mueller 2022 (CROWDLAB).
 */
export function annotatorStats(annotations: AnnotatorLabels, judged: JudgedLabels): AnnotatorStats[] {
  const { n, m, starts, annotators, labels } = annotations;
  const counts = annotationCounts(annotations);
  const [given, agreeing, compared, agreeingCompared, qualities] = Array.from({ length: 5 }, () => new Float64Array(m));
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const who = annotators[at];
      const agrees = labels[at] === judged.consensus[i] ? 1 : 0;
      given[who]++;
      agreeing[who] += agrees;
      qualities[who] += judged.annotationQuality[at];
      if (counts[i] === 1) continue;
      compared[who]++;
      agreeingCompared[who] += agrees;
    }
  }
  const modelShare = judged.weights ? shareOfModels(judged.weights, labels.length / n / m) : 0;
  const worst = worstClasses(annotations, judged);
  const stats = Array.from(given, (labelled, annotator): AnnotatorStats => {
    const shared = agreeingCompared[annotator] / compared[annotator];
    const quality = judged.weights
      ? (modelShare * qualities[annotator]) / labelled + (1 - modelShare) * shared
      : shared;
    const agreement = agreeing[annotator] / labelled;
    return { annotator, quality, agreement, worstClass: worst[annotator], labelled };
  });
  return stats.sort((a, b) => compare(a.quality, b.quality) || compare(a.agreement, b.agreement));
}

/** @param filled share of the table of examples and annotators that holds labels */
function shareOfModels({ models, annotators }: CrowdlabWeights, filled: number): number {
  const model = models.reduce((sum, weight) => sum + weight, 0) / models.length;
  return model / (model + annotators.reduce((sum, weight) => sum + weight, 0) * filled);
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

interface OneClass {
  given: number;
  agreeing: number;
  quality: number;
}

function worstClasses({ n, m, starts, annotators, labels }: AnnotatorLabels, judged: JudgedLabels): number[] {
  const classesOf = Array.from({ length: m }, () => new Map<number, OneClass>());
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const classes = classesOf[annotators[at]];
      const known = classes.get(labels[at]) ?? { given: 0, agreeing: 0, quality: 0 };
      known.given++;
      known.quality += judged.quality[i];
      if (labels[at] === judged.consensus[i]) known.agreeing++;
      classes.set(labels[at], known);
    }
  }
  return classesOf.map((classes) => {
    const [worst] = [...classes].sort(
      ([a, one], [b, other]) =>
        one.agreeing / one.given - other.agreeing / other.given ||
        other.given - one.given ||
        other.quality / other.given - one.quality / one.given ||
        a - b,
    );
    return worst[0];
  });
}
