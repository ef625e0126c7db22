import { pairwiseSum } from '../numeric/summation.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';
import { median, quantile } from './quantiles.ts';

/** How far each row is from its neighbours. */
export interface OutlierScores {
  /** In [0, 1], low is suspect: e to the power of minus the mean distance, in medians of all. */
  readonly scores: Float64Array;
  /** 1 where a row is farther away than `mostDistance`. */
  readonly mask: Uint8Array;
  /** The mean distance from which on a row is an outlier. */
  readonly mostDistance: number;
  /** The score that such a distance has. */
  readonly threshold: number;
  /** The median of the mean distances. */
  readonly scale: number;
}

/** Shares that a row must exceed by far; as Datalab has it. */
export const OUTLIER_THRESHOLD = 0.37037;

/** Distances are no smaller than what rounding makes of 0. */
const LEAST_SCALE = 100 * Number.EPSILON;
const TINY_SCALE = 1e-6;
/** A mean distance that is nothing but rounding. */
const ROUNDING = { cosine: 100 * (Number.EPSILON / 2), euclidean: Math.sqrt(100 * Number.EPSILON) } as const;

/**
 * Scores rows by their mean distance from their neighbours. An outlier is farther than the third quartile of these by
 * 1 / share − 1 interquartile ranges. Source: Kuan and Mueller 2022, with Datalab's limits.
 *
 * @param share in (0, 1]: the smaller, the fewer are outliers
 */
export function outlierScores({ n, k, distances, metric }: NeighbourGraph, share = OUTLIER_THRESHOLD): OutlierScores {
  const means = new Float64Array(n);
  for (let row = 0; row < n; row++) means[row] = pairwiseSum(distances, row * k, k) / k;
  const sorted = means.toSorted();
  const upper = quantile(sorted, 0.75);
  const mostDistance = upper + (1 / share - 1) * (upper - quantile(sorted, 0.25));
  const scale = Math.max(median(means), LEAST_SCALE);
  const score = (mean: number): number => (mean < ROUNDING[metric] ? 1 : Math.exp(-mean / Math.max(scale, TINY_SCALE)));
  return {
    scores: means.map(score),
    mask: Uint8Array.from(means, (mean) => Number(mean > mostDistance)),
    ...{ mostDistance, scale, threshold: score(mostDistance) },
  };
}
