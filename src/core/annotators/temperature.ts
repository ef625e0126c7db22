import type { AnnotatorLabels } from './annotator-labels.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { PredProbs } from '../types.ts';

/** Temperatures to try first. */
const COARSE = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8];
/** Steps from the best of these to either neighbour. */
const FINE_STEPS = 4;
/** Probabilities are kept from 0 by this. */
const SMALL = 1e-30;

/**
 * The temperature at which the model's probabilities are nearest to the shares of annotators that give each class (least
 * soft cross entropy), searched coarsely, then finely.
 *
 * Source: Goh and Mueller 2023 (ActiveLab), calibration.
 *
 * @param predProbs n×K probabilities
 * @returns a number in [0.1, 8]; above 1 softens the probabilities
 */
export function bestTemperature(annotations: AnnotatorLabels, predProbs: PredProbs): number {
  // `Float64Array.from` would list all values beside the array first.
  const logs = new Float64Array(predProbs.data.length);
  for (let at = 0; at < logs.length; at++) logs[at] = predProbs.data[at] > 0 ? Math.log(predProbs.data[at]) : -Infinity;
  const best = lowest(COARSE, (temperature) => softCrossEntropy(annotations, logs, predProbs.k, temperature));
  const at = COARSE.indexOf(best);
  const below = at > 0 ? steps(COARSE[at - 1], best) : [];
  const above = at < COARSE.length - 1 ? [...steps(best, COARSE[at + 1]), COARSE[at + 1]] : [];
  return lowest([...below, ...above], (temperature) => softCrossEntropy(annotations, logs, predProbs.k, temperature));
}

/**
 * Probabilities at a temperature: each to the power of 1 / temperature, each row normalised.
 *
 * @returns new n×K probabilities
 */
export function scaleByTemperature({ data, n, k }: PredProbs, temperature: number): PredProbs {
  const scaled = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    const row = scaled.subarray(i * k, (i + 1) * k);
    for (let j = 0; j < k; j++) row[j] = Math.max(data[i * k + j], SMALL);
    divideBySum(row);
    for (let j = 0; j < k; j++) row[j] = Math.exp(Math.log(row[j]) / temperature);
    divideBySum(row);
  }
  return { data: scaled, n, k };
}

function divideBySum(row: Float64Array): void {
  const sum = pairwiseSum(row, 0, row.length);
  for (let j = 0; j < row.length; j++) row[j] /= sum;
}

/** Mean over the examples, in units of log K. */
function softCrossEntropy(annotations: AnnotatorLabels, logs: Float64Array, k: number, temperature: number): number {
  const { n, starts, labels } = annotations;
  const terms = new Float64Array(n);
  const powers = new Float64Array(k);
  const logClasses = Math.log(k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) powers[j] = Math.exp(logs[i * k + j] / temperature);
    const sum = pairwiseSum(powers, 0, k);
    let entropy = 0;
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      entropy -= Math.log(Math.max(powers[labels[at]] / sum, SMALL)) / (starts[i + 1] - starts[i]);
    }
    terms[i] = entropy / logClasses;
  }
  return pairwiseSum(terms, 0, n) / n;
}

function lowest(temperatures: readonly number[], costOf: (temperature: number) => number): number {
  let [best, least] = [temperatures[0], Infinity];
  for (const temperature of temperatures) {
    const cost = costOf(temperature);
    if (cost < least) [best, least] = [temperature, cost];
  }
  return best;
}

const steps = (from: number, to: number): number[] =>
  Array.from({ length: FINE_STEPS }, (_, step) => from + step * ((to - from) / FINE_STEPS));
