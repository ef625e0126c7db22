import { CoreInputError } from '../errors.ts';
import { checkAnnotations, requireClasses } from './check-annotations.ts';
import type { AnnotatorLabels } from './annotator-labels.ts';
import { normaliseRow } from '../passes/row-check.ts';
import { suggestLabels } from '../quality/agreement.ts';
import type { PredProbs } from '../types.ts';

export interface DawidSkene {
  /** n class indices: the most probable class, the lowest on ties. */
  readonly labels: Int32Array;
  /** n×K probabilities of the true classes. */
  readonly probabilities: PredProbs;
  /** m tables of K×K, one after the other: how probably an annotator gives a label (column) to a true class (row). */
  readonly confusions: Float64Array;
  /** K shares of the true classes. */
  readonly prior: Float64Array;
  readonly iterations: number;
}

export interface DawidSkeneOptions {
  /** Default 100. */
  readonly mostIterations?: number;
  /** Ends when no probability moves by more. Default 1e-6. */
  readonly tolerance?: number;
}

/** Added to every count of an annotator's table: what an annotator never did yet is unlikely, not impossible. */
const SMOOTHING = 0.01;
const MOST_CELLS = 50_000_000;

/**
 * Consensus without a model: each annotator's confusions and the true classes are estimated in turn (expectation
 * maximisation), beginning with the shares of the annotators. Other than in the paper, 0.01 is added to every count, without
 * which one unusual label decides an example for ever.
 *
 * Source: Dawid and Skene 1979. Defined where annotators label several examples each; it needs m·K² numbers.
 *
 * @param k number of classes
 * @throws {CoreInputError} as `checkAnnotations`; `label-out-of-range`; `bad-option` where m·K² is above 50 million
 */
export function dawidSkene(annotations: AnnotatorLabels, k: number, options: DawidSkeneOptions = {}): DawidSkene {
  const { mostIterations = 100, tolerance = 1e-6 } = options;
  checkAnnotations(annotations);
  const { n, m, starts, annotators, labels } = annotations;
  if (m * k * k > MOST_CELLS) {
    throw new CoreInputError(
      'bad-option',
      `${m} annotators and ${k} classes make ${m * k * k} confusions to estimate; use majority vote or CROWDLAB.`,
      { value: m * k * k },
    );
  }
  requireClasses(annotations, k, `there are ${k} classes`);
  const data = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) data[i * k + labels[at]] += 1 / (starts[i + 1] - starts[i]);
  }
  // By annotator and label given: K numbers of the true classes lie side by side, as they are read and written.
  const shares = new Float64Array(m * k * k);
  const logShares = new Float64Array(m * k * k);
  const isGiven = new Uint8Array(m * k);
  for (let at = 0; at < labels.length; at++) isGiven[annotators[at] * k + labels[at]] = 1;
  const prior = new Float64Array(k);
  const logPrior = new Float64Array(k);
  const sums = new Float64Array(k);
  const logs = new Float64Array(k);
  let iterations = 0;
  for (let moved = Infinity; iterations < mostIterations && moved > tolerance; iterations++) {
    maximise();
    moved = expect();
  }
  const probabilities = { data, n, k };
  const confusions = byTrueClass(shares, logShares, m, k);
  return { labels: suggestLabels(probabilities).labels, probabilities, confusions, prior, iterations };

  function maximise(): void {
    shares.fill(SMOOTHING);
    prior.fill(SMOOTHING);
    for (let i = 0; i < n; i++) {
      for (let t = 0; t < k; t++) prior[t] += data[i * k + t];
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        const base = (annotators[at] * k + labels[at]) * k;
        for (let t = 0; t < k; t++) shares[base + t] += data[i * k + t];
      }
    }
    normaliseRow(prior, 0, k, prior, 0);
    for (let t = 0; t < k; t++) logPrior[t] = Math.log(prior[t]);
    for (let a = 0; a < m; a++) {
      sums.fill(0);
      for (let j = 0; j < k; j++) {
        const base = (a * k + j) * k;
        for (let t = 0; t < k; t++) sums[t] += shares[base + t];
      }
      for (let j = 0; j < k; j++) {
        const base = (a * k + j) * k;
        for (let t = 0; t < k; t++) shares[base + t] /= sums[t];
        // Each logarithm once, not once a label: of labels that are never given, none.
        if (isGiven[a * k + j] === 1) for (let t = 0; t < k; t++) logShares[base + t] = Math.log(shares[base + t]);
      }
    }
  }

  function expect(): number {
    let moved = 0;
    for (let i = 0; i < n; i++) {
      for (let t = 0; t < k; t++) logs[t] = logPrior[t];
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        const base = (annotators[at] * k + labels[at]) * k;
        for (let t = 0; t < k; t++) logs[t] += logShares[base + t];
      }
      let largest = -Infinity;
      for (let t = 0; t < k; t++) if (logs[t] > largest) largest = logs[t];
      for (let t = 0; t < k; t++) logs[t] = Math.exp(logs[t] - largest);
      normaliseRow(logs, 0, k, logs, 0);
      for (let t = 0; t < k; t++) {
        moved = Math.max(moved, Math.abs(logs[t] - data[i * k + t]));
        data[i * k + t] = logs[t];
      }
    }
    return moved;
  }
}

/** The m tables with a row for each true class instead of each label given, in `target`. */
function byTrueClass(byLabel: Float64Array, target: Float64Array, m: number, k: number): Float64Array {
  for (let a = 0; a < m; a++) {
    for (let j = 0; j < k; j++) {
      for (let t = 0; t < k; t++) target[(a * k + t) * k + j] = byLabel[(a * k + j) * k + t];
    }
  }
  return target;
}
