import type { PredProbs } from '../../core/index.ts';

/** Some rows of probabilities or features, in the order given; all of them in their own order are not copied. */
export function rowsOfMatrix({ data, n, k }: PredProbs, rows: Int32Array): PredProbs {
  if (rows.length === n && rows.every((row, i) => row === i)) return { data, n, k };
  const taken = new Float64Array(rows.length * k);
  rows.forEach((row, i) => {
    taken.set(data.subarray(row * k, (row + 1) * k), i * k);
  });
  return { data: taken, n: rows.length, k };
}
