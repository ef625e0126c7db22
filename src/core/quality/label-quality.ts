import { inMemory, type Analysis } from '../passes/analysis.ts';
import { CoreInputError, requireOneOf } from '../errors.ts';
import { sortedByScore } from '../numeric/ordering.ts';
import { perform, type Steps } from '../passes/passes.ts';
import { RANK_BY, type Labels, type PredProbs, type RankBy } from '../types.ts';

export interface LabelQualityOptions {
  /** Default `self_confidence`. */
  readonly method?: RankBy;
  /** Subtract each class's confident threshold from its probabilities first. Default false. */
  readonly adjustPredProbs?: boolean;
}

/**
 * How much each label is to be trusted, from 0 (surely wrong) to 1 (surely right).
 *
 * `self_confidence` is the probability p of the given label; `normalized_margin` is (p − max of the others + 1) / 2;
 * `confidence_weighted_entropy` is the normalised entropy divided by p, mapped into [0, 1] by log(x + 1) / x;
 * `pairwise_margin` (ours, not the reference's) is p / (p + max of the others): of labels that a model finds equally
 * unlikely, those come first where it knows what else the example is.
 * Adjusted probabilities are p − threshold + the largest threshold, each row normalised; not defined for
 * `confidence_weighted_entropy`.
 *
 * Source: Kuan and Mueller 2022 (scores, adjusted probabilities).
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @returns N scores
 * @throws {CoreInputError} as `checkInputs`; `bad-option`; `probability-out-of-range` for
 *   `confidence_weighted_entropy` where a value strays from [0, 1] by more than float32 rounding
 */
export function labelQualityScores(
  labels: Labels,
  predProbs: PredProbs,
  options: LabelQualityOptions = {},
): Float64Array {
  checkScoring(options);
  return inMemory(labels, predProbs, (analysis) => scoresOf(analysis, options));
}

/** @throws {CoreInputError} `bad-option` for an unknown method, or one that cannot be adjusted */
export function checkScoring({ method = 'self_confidence', adjustPredProbs = false }: LabelQualityOptions): void {
  requireOneOf('method', method, RANK_BY);
  if (adjustPredProbs && method === 'confidence_weighted_entropy') {
    throw new CoreInputError(
      'bad-option',
      'adjustPredProbs does not go with confidence_weighted_entropy; use self_confidence or normalized_margin.',
      { value: method },
    );
  }
}

/**
 * `labelQualityScores` of what was scanned. Plain self-confidence is known already and costs nothing; it is the
 * analysis's own array, not to be changed.
 */
export function* scoresOf(analysis: Analysis, options: LabelQualityOptions = {}): Steps<Float64Array> {
  checkScoring(options);
  const { method = 'self_confidence', adjustPredProbs = false } = options;
  const { facts, offRows, thresholds, allocate } = analysis;
  if (method === 'self_confidence' && !adjustPredProbs) return facts.own;
  const scores = new Float64Array(allocate(8 * facts.labels.length));
  yield* perform<'score'>({
    kind: 'score',
    method,
    ...(adjustPredProbs ? { thresholds } : {}),
    facts,
    offRows,
    scores,
  });
  return scores;
}

/**
 * The examples with the lowest scores, worst first; equal scores in order of index.
 *
 * @param scores N label quality scores
 * @param top how many; all of them when there are fewer. Default 10
 */
export function findTopIssues(scores: Float64Array, top = 10): Int32Array {
  const indices = Int32Array.from({ length: scores.length }, (_, i) => i);
  return sortedByScore(indices, scores).slice(0, Math.max(0, top));
}
