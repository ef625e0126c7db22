import { CoreInputError } from '../errors.ts';

/** Slack on [0, 1] for a single probability; beyond it is an error. The reference's FLOATING_POINT_COMPARISON. */
export const PROBABILITY_TOLERANCE = 1e-6;
/** A row whose sum is off by at most this is float rounding (also of float32 softmax over many classes): left as is. */
export const ROW_SUM_NOISE = 1e-5;
/** A row whose sum is off by more than noise and at most this is normalised; beyond it is an error. */
export const ROW_SUM_TOLERANCE = 1e-2;

type Probabilities = Float32Array | Float64Array;

/**
 * Checks the `k` probabilities from `base` on, one after the other.
 *
 * @param row the example's number, for the message
 * @returns whether the row must be normalised
 * @throws {CoreInputError} `probability-not-finite`, `probability-out-of-range`, `row-sum`
 */
export function checkRow(data: Probabilities, base: number, k: number, row: number): boolean {
  let sum = 0;
  for (let j = 0; j < k; j++) {
    const p = data[base + j];
    if (!isProbability(p)) badProbability(row, j, p, data.subarray(base, base + k));
    sum += p;
  }
  const off = Math.abs(sum - 1);
  // The slack lets 1.01, which no float hits exactly, count as off by 1e-2.
  if (off > ROW_SUM_TOLERANCE + 1e-9) {
    throw new CoreInputError(
      'row-sum',
      `Row ${row}: the probabilities sum to ${sum}, not 1. Give softmax outputs, one row per example.`,
      { row, value: sum },
    );
  }
  return off > ROW_SUM_NOISE;
}

/** Whether it is in [0, 1], but for float noise; NaN is not. */
const isProbability = (p: number): boolean => p >= -PROBABILITY_TOLERANCE && p <= 1 + PROBABILITY_TOLERANCE;

/**
 * Checks each of some probabilities by itself, where rows need not sum to 1.
 *
 * @param k numbers in a row, for the message
 * @throws {CoreInputError} `probability-not-finite`, `probability-out-of-range`
 */
export function checkEntries(data: Probabilities, k: number): void {
  for (let at = 0; at < data.length; at++) {
    const p = data[at];
    if (isProbability(p)) continue;
    const [row, column] = [Math.floor(at / k), at % k];
    throw new CoreInputError(
      Number.isFinite(p) ? 'probability-out-of-range' : 'probability-not-finite',
      `Row ${row}, column ${column}: ${p} is not a probability in [0, 1].`,
      { row, column, value: p },
    );
  }
}

function badProbability(row: number, column: number, value: number, whole: Probabilities): never {
  if (!Number.isFinite(value)) {
    throw new CoreInputError(
      'probability-not-finite',
      `Row ${row}, column ${column}: probability is ${value}. Check that the model's training did not diverge.`,
      { row, column, value },
    );
  }
  throw new CoreInputError(
    'probability-out-of-range',
    `Row ${row}, column ${column}: probability ${value} is not in [0, 1]. ${isPercent(whole) ? 'The row sums to 100: divide percentages by 100.' : 'Give probabilities, not logits.'}`,
    { row, column, value },
  );
}

/** Whether a row is one of percentages. */
function isPercent(row: Probabilities): boolean {
  let sum = 0;
  for (const value of row) {
    if (!(value >= 0)) return false;
    sum += value;
  }
  return Math.abs(sum - 100) <= 100 * ROW_SUM_TOLERANCE;
}

/** Writes the `k` probabilities from `base` on, divided by their sum, to `target` (of the same type) from `at` on. */
export function normaliseRow(data: Probabilities, base: number, k: number, target: Probabilities, at: number): void {
  let sum = 0;
  for (let j = 0; j < k; j++) sum += data[base + j];
  for (let j = 0; j < k; j++) target[at + j] = data[base + j] / sum;
}

/** Room for one row, of the type of `data`. */
export function rowLike(data: Probabilities, k: number): Probabilities {
  return data instanceof Float32Array ? new Float32Array(k) : new Float64Array(k);
}
