import { meanSelfConfidence, thresholdsOf } from '../passes/class-thresholds.ts';
import { countLabels } from '../passes/inputs.ts';
import { allocateFacts } from '../passes/rows.ts';
import { scoreBlock } from '../passes/score-pass.ts';
import type { LabelQualityOptions } from '../quality/label-quality.ts';
import type { PredProbs } from '../types.ts';

const NONE = new Int32Array(0);

/**
 * Quality of labels by probabilities that were checked: `labelQualityScores` without another look for rows that do not sum
 * to 1, since probabilities of annotators and models together sum to what the models' do.
 *
 * @param labels n class indices
 * @param predProbs n×K
 */
export function scoreLabels(labels: Int32Array, predProbs: PredProbs, options: LabelQualityOptions): Float64Array {
  const { method = 'self_confidence', adjustPredProbs = false } = options;
  const { data, n, k } = predProbs;
  const facts = allocateFacts(labels, k);
  const scores = new Float64Array(n);
  for (let i = 0; i < n; i++) facts.own[i] = data[i * k + labels[i]];
  const counts = countLabels(labels, k);
  const thresholds = adjustPredProbs ? thresholdsOf(meanSelfConfidence(labels, facts.own, counts), counts) : undefined;
  const block = { data, start: 0, n, k };
  scoreBlock(block, { kind: 'score', facts, method, offRows: NONE, scores, ...(thresholds ? { thresholds } : {}) });
  return scores;
}
