import { checkInputs, requireTwoGivenClasses } from './inputs.ts';
import { COMPARISON_TOLERANCE } from './thresholds.ts';
import type { Labels, PredProbs } from './types.ts';

/**
 * Whether the given label is the most probable class of row `i`, given 1e-6 of help. Such an example is never a label
 * issue: there is nothing better to call it.
 */
export function isGivenBest({ data, k }: PredProbs, i: number, label: number): boolean {
  const base = i * k;
  const own = data[base + label] + COMPARISON_TOLERANCE;
  for (let j = 0; j < label; j++) if (data[base + j] >= own) return false;
  for (let j = label + 1; j < k; j++) if (data[base + j] > own) return false;
  return true;
}

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
  const inputs = checkInputs(labels, predProbs);
  requireTwoGivenClasses(inputs.labelCounts);
  return predictedNeqGiven(inputs.labels, inputs.predProbs);
}

/** `findPredictedNeqGiven` of inputs that were checked. */
export function predictedNeqGiven(labels: Labels, predProbs: PredProbs): Uint8Array {
  const mask = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) if (argmax(predProbs, i) !== labels[i]) mask[i] = 1;
  return mask;
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
