import { CoreInputError } from '../errors.ts';

/** Numbers that say what each example is like: n rows of k, row-major, finite. */
export interface ComparedRows {
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
}

/**
 * Finds the rows that are nearest to one row, nearest first.
 * @param row the row that is looked for, in [0, n)
 * @param into where the rows are put: as many as it is long
 * @returns how many were found: fewer than asked for where there are fewer rows of other groups
 */
export type NearestRows = (row: number, into: Int32Array) => number;

/** Columns that are compared of every row before any row is compared in full. */
const HEAD = 32;
/** A sum is held against the limit after so many columns. */
const STEP = 32;

/**
 * Prepares the exact search for nearest rows by the cosine of the angle between them. Of equally near rows the lower one
 * comes first; a row of zeros has no direction, and is taken as it is. Rows of the same group as the one that is looked for,
 * itself among them, are left out.
 *
 * Cosine and squared distance of rows of length 1 have the same order, and such a distance only grows from column to column:
 * the first columns of all rows come first, and what is farther by them alone than the nearest so far is not looked at
 * further. That is much faster where the first columns tell most, as with principal components, and the same otherwise.
 *
 * @param groups for each row a number that rows of the same example share; default: each row is on its own
 * @throws {CoreInputError} `bad-option` where the shapes do not fit each other
 */
export function nearestRows({ data, n, k }: ComparedRows, groups?: Int32Array): NearestRows {
  if (data.length !== n * k || (groups !== undefined && groups.length !== n)) {
    const found = `${n}×${k} rows of ${data.length} numbers, ${groups?.length ?? n} groups`;
    throw new CoreInputError('bad-option', `Rows and groups do not fit each other: ${found}.`, { value: data.length });
  }
  const scales = scalesOf(data, n, k);
  const head = Math.min(HEAD, k);
  const mine = new Float64Array(k);
  const partial = new Float64Array(n);

  /** Adds what the columns from `head` on make of a distance; stops once it is beyond the limit. */
  const complete = (row: number, limit: number): number => {
    const scale = scales[row];
    const start = row * k;
    let sum = partial[row];
    for (let column = head; column < k;) {
      const stop = Math.min(k, column + STEP);
      for (; column < stop; column++) {
        const difference = mine[column] - data[start + column] * scale;
        sum += difference * difference;
      }
      if (sum > limit) return sum;
    }
    return sum;
  };

  return (query, into) => {
    const wanted = into.length;
    const distances = new Float64Array(wanted);
    const own = groups?.[query];
    for (let column = 0; column < k; column++) mine[column] = data[query * k + column] * scales[query];
    for (let row = 0; row < n; row++) {
      const scale = scales[row];
      let sum = 0;
      for (let column = 0, at = row * k; column < head; column++, at++) {
        const difference = mine[column] - data[at] * scale;
        sum += difference * difference;
      }
      const isOwn = row === query || (own !== undefined && groups?.[row] === own);
      partial[row] = isOwn ? Infinity : sum;
    }
    let found = 0;
    const put = (row: number, distance: number): void => {
      if (found < wanted) found++;
      let at = found - 1;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        distances[at] = distances[at - 1];
        into[at] = into[at - 1];
      }
      distances[at] = distance;
      into[at] = row;
    };
    // Those that are nearest by the first columns are near as a rule: their distances are a limit for all others.
    const limit = limitOf(partial, wanted, (row) => complete(row, Infinity));
    for (let row = 0; row < n; row++) {
      const most = found < wanted ? limit : Math.min(limit, distances[wanted - 1]);
      if (partial[row] > most || partial[row] === Infinity) continue;
      const distance = complete(row, most);
      // As far as the last one, but behind it: rows come in their order.
      if (distance > most || (found === wanted && distance === distances[wanted - 1])) continue;
      put(row, distance);
    }
    return found;
  };
}

/** 1 / length of each row; 0 for a row of zeros. */
function scalesOf(data: ComparedRows['data'], n: number, k: number): Float64Array {
  const scales = new Float64Array(n);
  for (let row = 0, at = 0; row < n; row++) {
    let sum = 0;
    for (let column = 0; column < k; column++, at++) sum += data[at] * data[at];
    scales[row] = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  }
  return scales;
}

/** The largest distance of those rows that are nearest by their first columns: `wanted` rows are as near as that, or nearer. */
function limitOf(partial: Float64Array, wanted: number, distanceOf: (row: number) => number): number {
  const rows = new Int32Array(wanted).fill(-1);
  const sums = new Float64Array(wanted).fill(Infinity);
  for (let row = 0; row < partial.length; row++) {
    const sum = partial[row];
    if (!(sum < sums[wanted - 1])) continue;
    let at = wanted - 1;
    for (; at > 0 && sums[at - 1] > sum; at--) {
      sums[at] = sums[at - 1];
      rows[at] = rows[at - 1];
    }
    sums[at] = sum;
    rows[at] = row;
  }
  if (wanted === 0 || rows[wanted - 1] < 0) return Infinity;
  let limit = 0;
  for (const row of rows) limit = Math.max(limit, distanceOf(row));
  return limit;
}
