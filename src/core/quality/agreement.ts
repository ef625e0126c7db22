import { scanned } from '../passes/analysis.ts';
import { requireTwoGivenClasses } from '../passes/inputs.ts';
import { bestOf } from '../passes/rows.ts';
import type { Labels, PredProbs } from '../types.ts';

/** The most probable class of row `i`; the lowest index on ties. */
export function argmax({ data, k }: PredProbs, i: number): number {
  const base = i * k;
  let best = 0;
  for (let j = 1; j < k; j++) if (data[base + j] > data[base + best]) best = j;
  return best;
}

/**
 * The plainest baseline: every example whose most probable class is not its label.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @returns a mask of N bytes, 1 where they differ
 * @throws {CoreInputError} as `checkInputs`; `too-few-classes` when only one class is given
 */
export function findPredictedNeqGiven(labels: Labels, predProbs: PredProbs): Uint8Array {
  const { facts, labelCounts } = scanned(labels, predProbs);
  requireTwoGivenClasses(labelCounts);
  return Uint8Array.from(labels, (label, i) => (bestOf(facts, i) === label ? 0 : 1));
}

export interface SuggestedLabels {
  /** N class indices: the class that the model believes in most; the lowest index on ties. */
  readonly labels: Int32Array;
  /** N probabilities of those classes. */
  readonly probabilities: Float64Array;
}

/**
 * For each example, the label that the model would give it, with its probability.
 *
 * @param predProbs N×K probabilities
 */
export function suggestLabels(predProbs: PredProbs): SuggestedLabels {
  const { data, n, k } = predProbs;
  const labels = new Int32Array(n);
  const probabilities = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    labels[i] = argmax(predProbs, i);
    probabilities[i] = data[i * k + labels[i]];
  }
  return { labels, probabilities };
}
