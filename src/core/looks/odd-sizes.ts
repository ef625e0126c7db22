/** How sizes compare with each other. */
export interface OddSizes {
  /** For each size, in [0, 1]; low is odd. */
  readonly scores: Float64Array;
  /** Scores below this are odd: 0.5, or 1 where the middle half of all pictures has one size. */
  readonly threshold: number;
  /** Sizes from `low` to `high` are usual, in pixels. */
  readonly low: number;
  readonly high: number;
}

/**
 * Compares the sizes of pictures as CleanVision 0.3.7 does: odd is what lies further than some interquartile ranges below
 * the first or above the third quartile.
 *
 * @param sizes square roots of the pictures' areas, in pixels; at least one
 * @param ranges how many interquartile ranges, at least 0
 * @param leastRatio by which odd sizes are smaller or larger than the quartiles at least: where most pictures have one size,
 *   two pixels more are not odd. 1: as CleanVision has it
 */
export function oddSizes(sizes: Float64Array, ranges: number, leastRatio = 1): OddSizes {
  const sorted = sizes.slice().sort();
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const low = Math.min(q1 - ranges * (q3 - q1), leastRatio > 1 ? q1 / leastRatio : Infinity);
  const high = Math.max(q3 + ranges * (q3 - q1), leastRatio > 1 ? q3 * leastRatio : 0);
  const middle = (low + high) / 2;
  const isSpread = high > low;
  const unit = isSpread ? high - low : middle;
  const scores = sizes.map((size) => 1 - Math.min(1, Math.abs(size - middle) / unit));
  return { scores, threshold: isSpread ? 0.5 : 1, low, high };
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
