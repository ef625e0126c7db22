import { CoreInputError } from '../errors.ts';
import { normaliseRow, ROW_SUM_TOLERANCE } from './row-check.ts';
import { allocateFacts, BEST, type RowFacts } from './rows.ts';
import { scanBlock } from './scan-pass.ts';
import type { ClassIndices, Labels, PredProbs, SquareMatrix } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

/** Labels and probabilities that passed `checkInputs`. */
export interface CheckedInputs {
  readonly labels: Labels;
  /** As given, or a copy in which rows that did not quite sum to 1 were normalised. */
  readonly predProbs: PredProbs;
  /** Number of examples that bear each label, length K. */
  readonly labelCounts: Float64Array;
  readonly warnings: readonly CoreWarning[];
}

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
  const { checked } = scanInputs(labels, predProbs);
  return checked;
}

/** `checkInputs`, and the facts that were noted on the way. */
export function scanInputs(labels: Labels, predProbs: PredProbs): { checked: CheckedInputs; facts: RowFacts } {
  checkArrays(labels, predProbs);
  const { data, n, k } = predProbs;
  checkShape(labels, n, k);
  const labelCounts = countLabels(labels, k);
  const facts = allocateFacts(labels, k);
  const found: number[] = [];
  scanBlock({ data, start: 0, n, k }, facts, found);
  const offRows = Int32Array.from(found);
  const warnings = warningsOf(facts, labelCounts, offRows);
  const checked = { labels, predProbs: normalised(predProbs, offRows), labelCounts, warnings };
  return { checked, facts };
}

/** What is to be told about inputs that passed. */
export function warningsOf({ labels, marks }: RowFacts, labelCounts: Float64Array, offRows: Int32Array): CoreWarning[] {
  const warnings: CoreWarning[] = [];
  const { length: count } = offRows;
  if (count > 0) {
    const rows = { count, of: labels.length, firstRow: offRows[0], tolerance: ROW_SUM_TOLERANCE };
    warnings.push({ code: 'rows-normalised', ...rows });
  }
  const missing = classesWhere(labelCounts, (examples) => examples === 0);
  if (missing.length > 0) warnings.push({ code: 'classes-without-labels', classes: missing });
  const isPredicted = new Float64Array(labelCounts.length);
  for (let i = 0; i < marks.length; i++) isPredicted[marks[i] >> BEST] = 1;
  const unpredicted = classesWhere(isPredicted, (predicted) => predicted === 0);
  if (unpredicted.length > 0) warnings.push({ code: 'classes-never-predicted', classes: unpredicted });
  return warnings;
}

/**
 * The number of examples that bear each label, length K.
 *
 * @throws {CoreInputError} `label-out-of-range`, naming the first row whose label is not in [0, K)
 */
export function countLabels(labels: ClassIndices, k: number): Float64Array {
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
      `Every label is class ${present[0]}: at least two classes must occur among the labels to judge them.`,
      { value: present[0], classes: present },
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

/**
 * Checks what TypeScript would have refused, for callers that have no types.
 * @throws {CoreInputError} `not-labels`, `not-probabilities`, `shape-mismatch`
 */
export function checkArrays(labels: unknown, predProbs: PredProbs | null | undefined): void {
  if (!(labels instanceof Int32Array || labels instanceof Uint16Array || labels instanceof Uint8Array)) {
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
  if (labels.length === 0 && n === 0) refuseEmpty();
  if (!Number.isInteger(n) || !Number.isInteger(k) || n < 0 || k < 0 || data.length !== n * k) {
    throw new CoreInputError(
      'shape-mismatch',
      `predProbs says ${n}×${k} but holds ${data.length} values; give n × k values, row by row.`,
      { value: data.length },
    );
  }
}

/**
 * Checks that there are N labels for N rows of K ≥ 2 probabilities.
 * @throws {CoreInputError} `empty`, `shape-mismatch`, `too-few-classes`
 */
export function checkShape(labels: ClassIndices, n: number, k: number): void {
  if (labels.length === 0 && n === 0) refuseEmpty();
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

function refuseEmpty(): never {
  throw new CoreInputError('empty', 'There are no examples: labels and predProbs are empty.');
}

/** The same probabilities; a copy where rows must be normalised. */
function normalised(predProbs: PredProbs, offRows: Int32Array): PredProbs {
  if (offRows.length === 0) return predProbs;
  const { n, k } = predProbs;
  const data = predProbs.data.slice();
  for (const row of offRows) normaliseRow(predProbs.data, row * k, k, data, row * k);
  return { data, n, k };
}

function classesWhere(counts: Float64Array, holds: (count: number) => boolean): number[] {
  const classes: number[] = [];
  for (let c = 0; c < counts.length; c++) if (holds(counts[c])) classes.push(c);
  return classes;
}
