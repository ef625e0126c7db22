import { CoreInputError } from '../errors.ts';
import type { ComparedRows } from './nearest-rows.ts';

/** How far rows are apart: 1 less the cosine of their angle, or the length of their difference. */
export type Metric = 'cosine' | 'euclidean';

/** More columns are compared by their directions. As Datalab has it. */
const MOST_EUCLIDEAN = 3;

/** Rows as distances are taken of them. */
export interface MeasuredRows {
  readonly metric: Metric;
  readonly k: number;
  /** Whether a row has no direction: its cosine distance from every other one is 1. */
  readonly isNull: (row: number) => boolean;
  /**
   * Half the squared length of the difference of two rows, of length 1 where directions are compared; in float64. Where it is
   * over `most`, something over `most`.
   */
  readonly halfSquared: (a: number, b: number, most?: number) => number;
  /** The distance that half a squared length is. */
  readonly distance: (halfSquared: number) => number;
  /** Writes a row, moved so that the mean of all is 0, which changes no distance and saves digits. */
  readonly centred: (row: number, into: Float64Array) => void;
}

/** Columns that are added up before a sum is held against the most that is asked for. */
const STEP = 16;

/**
 * Prepares rows for distances: by cosine for more than three columns, else Euclidean.
 *
 * @throws {CoreInputError} `bad-option` where the shape does not fit, `feature-not-finite` by row and column
 */
export function measuredRows({ data, n, k }: ComparedRows): MeasuredRows {
  if (data.length !== n * k || k < 1) {
    throw new CoreInputError('bad-option', `${n}×${k} features are not ${data.length} numbers.`, {
      value: data.length,
    });
  }
  const metric = k > MOST_EUCLIDEAN ? 'cosine' : 'euclidean';
  const scales = scalesOf({ data, n, k }, metric);
  const mean = new Float64Array(k);
  for (let row = 0, at = 0; row < n; row++) {
    const scale = scales[row];
    for (let column = 0; column < k; column++, at++) mean[column] += data[at] * scale;
  }
  for (let column = 0; column < k; column++) mean[column] /= n;
  return {
    metric,
    k,
    isNull: (row) => scales[row] === 0,
    halfSquared: (a, b, most = Infinity) => {
      const [scaleA, scaleB] = [scales[a], scales[b]];
      if (metric === 'cosine' && (scaleA === 0 || scaleB === 0)) return scaleA === scaleB ? 0 : 1;
      const startA = a * k;
      const startB = b * k;
      let sum = 0;
      for (let column = 0; column < k;) {
        const stop = Math.min(k, column + STEP);
        for (; column < stop; column++) {
          const difference = data[startA + column] * scaleA - data[startB + column] * scaleB;
          sum += difference * difference;
        }
        if (sum > 2 * most) break;
      }
      return sum / 2;
    },
    distance: metric === 'cosine' ? (half) => half : (half) => Math.sqrt(2 * half),
    centred: (row, into) => {
      const scale = scales[row];
      for (let column = 0, at = row * k; column < k; column++, at++) into[column] = data[at] * scale - mean[column];
    },
  };
}

/** What each row is multiplied by: 1 / length where directions are compared, 0 where there is none. */
function scalesOf({ data, n, k }: ComparedRows, metric: Metric): Float64Array {
  const scales = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let largest = 0;
    for (let column = 0, at = row * k; column < k; column++, at++) {
      const value = data[at];
      if (!Number.isFinite(value)) {
        throw new CoreInputError(
          'feature-not-finite',
          `Row ${row}, column ${column} of the features is ${value}. Give finite numbers.`,
          { row, column, value },
        );
      }
      largest = Math.max(largest, Math.abs(value));
    }
    if (metric === 'euclidean') {
      scales[row] = 1;
      continue;
    }
    // Such a length has no inverse in float64.
    if (largest < 1e-300) continue;
    let sum = 0;
    for (let column = 0, at = row * k; column < k; column++, at++) sum += data[at] * data[at];
    // Squares of very large or very small numbers leave float64.
    const isSafe = sum > 1e-280 && sum < Infinity;
    scales[row] = isSafe ? 1 / Math.sqrt(sum) : 1 / (largest * scaledLength(data, row * k, k, largest));
  }
  return scales;
}

function scaledLength(data: ComparedRows['data'], start: number, k: number, largest: number): number {
  let sum = 0;
  for (let column = 0; column < k; column++) sum += (data[start + column] / largest) ** 2;
  return Math.sqrt(sum);
}
