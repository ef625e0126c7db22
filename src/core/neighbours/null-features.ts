import type { ComparedRows } from './nearest-rows.ts';

/** Rows of features of which numbers are missing: NaN. */
export interface NullFeatures {
  /** Share of the numbers of each row that are there, in [0, 1]. */
  readonly scores: Float64Array;
  /** 1 for rows of which every number is missing. */
  readonly mask: Uint8Array;
  /** Rows of which some are missing, and not all; ascending. */
  readonly partly: readonly number[];
}

/** Counts the numbers that are missing (NaN) of each row. */
export function nullFeatures({ data, n, k }: ComparedRows): NullFeatures {
  const scores = new Float64Array(n);
  const mask = new Uint8Array(n);
  const partly: number[] = [];
  for (let row = 0; row < n; row++) {
    let missing = 0;
    for (let at = row * k; at < (row + 1) * k; at++) if (Number.isNaN(data[at])) missing++;
    scores[row] = (k - missing) / k;
    mask[row] = Number(missing === k);
    if (missing > 0 && missing < k) partly.push(row);
  }
  return { scores, mask, partly };
}
