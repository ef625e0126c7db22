import { CoreInputError } from './errors.ts';
import type { CheckedInputs, Labels, PredProbs, SquareMatrix } from './types.ts';

/** Slack on [0, 1] for a single probability; beyond it is an error. The reference's FLOATING_POINT_COMPARISON. */
export const PROBABILITY_TOLERANCE = 1e-6;
/** A row whose sum is off by at most this is float rounding (also of float32 softmax over many classes): left as is. */
export const ROW_SUM_NOISE = 1e-5;
/** A row whose sum is off by more than noise and at most this is normalised; beyond it is an error. */
export const ROW_SUM_TOLERANCE = 1e-2;

/**
 * Checks labels and out-of-sample probabilities, once, before any of the mathematics.
 *
 * Probabilities may stray from [0, 1] by 1e-6 (float noise) and are then used as they are. Row sums that are off by
 * more than 1e-5 and at most 1e-2 are normalised in a copy, and counted in one warning. Classes without any given label,
 * and classes that the model never predicts, are named in a warning.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K, K ≥ 2, N ≥ 1
 * @returns the same arrays (probabilities copied only where rows were normalised), the number of examples that bear
 *   each label, and the warnings
 * @throws {CoreInputError} `not-labels`, `not-probabilities`, `empty`, `shape-mismatch`, `too-few-classes`,
 *   `label-out-of-range`, `probability-not-finite`, `probability-out-of-range`, `row-sum`; the first fault, by row
 */
export function checkInputs(labels: Labels, predProbs: PredProbs): CheckedInputs {
  checkShapes(labels, predProbs);
  const { n, k } = predProbs;
  const labelCounts = countLabels(labels, k);
  const predictedCounts = new Float64Array(k);
  const offRows = checkProbabilities(predProbs, predictedCounts);
  const warnings: string[] = [];
  let checked = predProbs;
  if (offRows.length > 0) {
    checked = normaliseRows(predProbs, offRows);
    const many = offRows.length === 1 ? '1 row' : `${offRows.length} rows`;
    warnings.push(
      `${many} of ${n} did not sum to 1 (off by at most ${ROW_SUM_TOLERANCE}) and were normalised; first: row ${offRows[0]}.`,
    );
  }
  const missing = classesWhere(labelCounts, (count) => count === 0);
  if (missing.length > 0) {
    warnings.push(`No example is labelled ${naming(missing)}: nothing can be said about ${them(missing)}.`);
  }
  const unpredicted = classesWhere(predictedCounts, (count) => count === 0);
  if (unpredicted.length > 0) {
    warnings.push(`The model never predicts ${naming(unpredicted)}: labels of ${them(unpredicted)} look suspect.`);
  }
  return { labels, predProbs: checked, labelCounts, warnings };
}

/**
 * The number of examples that bear each label, length K.
 *
 * @throws {CoreInputError} `label-out-of-range`, naming the first row whose label is not in [0, K)
 */
export function countLabels(labels: Labels, k: number): Float64Array {
  const counts = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label < 0 || label >= k) {
      throw new CoreInputError(
        'label-out-of-range',
        `Row ${i}: label ${label} is not in 0…${k - 1}. Labels are class indices; the probabilities have ${k} columns.`,
        { row: i, value: label },
      );
    }
    counts[label]++;
  }
  return counts;
}

/**
 * @throws {CoreInputError} `too-few-classes` when all labels name one class: there is then no other class whose
 *   threshold an example could pass, and a count of label issues would be a meaningless zero
 */
export function requireTwoGivenClasses(labelCounts: Float64Array): void {
  const present = classesWhere(labelCounts, (count) => count > 0);
  if (present.length < 2) {
    throw new CoreInputError(
      'too-few-classes',
      `Every label is ${naming(present)}: at least two classes must occur among the labels to judge them.`,
      { value: present[0] },
    );
  }
}

/** @throws {CoreInputError} `bad-matrix` unless it is K×K, finite and not negative */
export function checkMatrix(name: string, matrix: SquareMatrix, k: number): void {
  if (matrix.k !== k || matrix.data.length !== k * k) {
    const shape = `${matrix.k}×${matrix.data.length / matrix.k}`;
    throw new CoreInputError('bad-matrix', `${name} is ${shape}, but there are ${k} classes: give ${k}×${k}.`, {
      value: shape,
    });
  }
  for (let at = 0; at < matrix.data.length; at++) {
    const value = matrix.data[at];
    if (!(value >= 0 && value < Infinity)) {
      const [row, column] = [Math.floor(at / k), at % k];
      throw new CoreInputError(
        'bad-matrix',
        `${name}, row ${row}, column ${column}: ${value} is not a count; entries must be finite and at least 0.`,
        { row, column, value },
      );
    }
  }
}

function checkShapes(labels: unknown, predProbs: PredProbs | null | undefined): void {
  if (!(labels instanceof Int32Array)) {
    throw new CoreInputError(
      'not-labels',
      'labels must be an Int32Array of class indices; convert other arrays with toLabels().',
      { value: labels },
    );
  }
  const data: unknown = predProbs?.data;
  if (!predProbs || !(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new CoreInputError(
      'not-probabilities',
      'predProbs must hold a Float32Array or Float64Array of N×K; convert other arrays with toPredProbs().',
      { value: data },
    );
  }
  const { n, k } = predProbs;
  if (labels.length === 0 && n === 0) {
    throw new CoreInputError('empty', 'There are no examples: labels and predProbs are empty.');
  }
  if (!Number.isInteger(n) || !Number.isInteger(k) || n < 0 || k < 0 || data.length !== n * k) {
    throw new CoreInputError(
      'shape-mismatch',
      `predProbs says ${n}×${k} but holds ${data.length} values; give n × k values, row by row.`,
      { value: data.length },
    );
  }
  if (labels.length !== n) {
    throw new CoreInputError(
      'shape-mismatch',
      `There are ${labels.length} labels but ${n} rows of probabilities; give one row per label, in the same order.`,
      { value: labels.length },
    );
  }
  if (k < 2) {
    throw new CoreInputError(
      'too-few-classes',
      `predProbs has ${k} column${k === 1 ? '' : 's'}: there must be at least two classes.`,
      { value: k },
    );
  }
}

/** Throws at the first bad value or row; returns the rows to normalise and counts each row's argmax. */
function checkProbabilities(predProbs: PredProbs, predictedCounts: Float64Array): number[] {
  const { data, n, k } = predProbs;
  const low = -PROBABILITY_TOLERANCE;
  const high = 1 + PROBABILITY_TOLERANCE;
  const offRows: number[] = [];
  for (let i = 0; i < n; i++) {
    const base = i * k;
    let sum = 0;
    let best = 0;
    let bestValue = -Infinity;
    for (let j = 0; j < k; j++) {
      const p = data[base + j];
      // Written so that NaN fails it too.
      if (!(p >= low && p <= high)) badProbability(i, j, p);
      sum += p;
      if (p > bestValue) {
        bestValue = p;
        best = j;
      }
    }
    predictedCounts[best]++;
    const off = Math.abs(sum - 1);
    if (off > ROW_SUM_NOISE) {
      // The slack lets 1.01, which no float hits exactly, count as off by 1e-2.
      if (off > ROW_SUM_TOLERANCE + 1e-9) {
        throw new CoreInputError(
          'row-sum',
          `Row ${i}: the probabilities sum to ${sum}, not 1. Give softmax outputs, one row per example.`,
          { row: i, value: sum },
        );
      }
      offRows.push(i);
    }
  }
  return offRows;
}

function badProbability(row: number, column: number, value: number): never {
  if (!Number.isFinite(value)) {
    throw new CoreInputError(
      'probability-not-finite',
      `Row ${row}, column ${column}: probability is ${value}. Check that the model's training did not diverge.`,
      { row, column, value },
    );
  }
  throw new CoreInputError(
    'probability-out-of-range',
    `Row ${row}, column ${column}: probability ${value} is not in [0, 1]. Give probabilities, not logits.`,
    { row, column, value },
  );
}

function normaliseRows(predProbs: PredProbs, rows: readonly number[]): PredProbs {
  const { n, k } = predProbs;
  const data = predProbs.data.slice();
  for (const row of rows) {
    const base = row * k;
    let sum = 0;
    for (let j = 0; j < k; j++) sum += data[base + j];
    for (let j = 0; j < k; j++) data[base + j] /= sum;
  }
  return { data, n, k };
}

function classesWhere(counts: Float64Array, holds: (count: number) => boolean): number[] {
  const classes: number[] = [];
  for (let c = 0; c < counts.length; c++) if (holds(counts[c])) classes.push(c);
  return classes;
}

function naming(classes: readonly number[]): string {
  const shown = classes.slice(0, 10).join(', ');
  const more = classes.length > 10 ? ` and ${classes.length - 10} more` : '';
  return `${classes.length === 1 ? 'class' : 'classes'} ${shown}${more}`;
}

const them = (classes: readonly number[]): string => (classes.length === 1 ? 'it' : 'them');
