import { normalTail } from '../numeric/normal-tail.ts';
import { permutations } from './mersenne-twister.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';

/** Whether rows that are alike stand close to each other in the data set. */
export interface OrderDependence {
  /** Largest difference between the distribution of the neighbours' distances in the order, and that of chance. */
  readonly statistic: number;
  /** Chance of so large a statistic where the order means nothing. */
  readonly pValue: number;
  /** In [0, 1], low is suspect: how much of a row's neighbours' places chance explains. */
  readonly scores: Float64Array;
  /** 1 for the row of the lowest score, where the order means something. */
  readonly mask: Uint8Array;
}

export interface OrderOptions {
  /** Default 25. */
  readonly permutations?: number;
  /** From 0 to 2³² − 1. Default 0. */
  readonly seed?: number;
  /** The order means something where the p-value is below. Default 0.05. */
  readonly significance?: number;
}

/**
 * Holds the places of each row's neighbours in the data set against those of shuffled data sets: are there more neighbours
 * close by in the order than chance explains? The p-value is that of a smooth curve over the statistics of the shuffled
 * ones, which are drawn as numpy draws them, so that the p-value is Datalab's. Source: Cummings et al. 2023.
 *
 * @yields the share that is done
 */
export function* orderDependence(
  graph: NeighbourGraph,
  { permutations: draws = 25, seed = 0, significance = 0.05 }: OrderOptions = {},
): Generator<number, OrderDependence> {
  const { n } = graph;
  const background = backgroundOf(n);
  const statistic = statisticOf(graph, background);
  const permute = permutations(seed);
  const drawn = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    drawn[draw] = statisticOf(graph, background, permute(n));
    yield (draw + 1) / draws;
  }
  const pValue = smoothTail(drawn, statistic);
  const scores = placeScores(graph);
  const mask = new Uint8Array(n);
  if (pValue < significance) mask[scores.reduce((least, score, row) => (score < scores[least] ? row : least), 0)] = 1;
  return { statistic, pValue, scores, mask };
}

/** Chance that two rows drawn at random are at most d + 1 apart. */
function backgroundOf(n: number): Float64Array {
  const background = new Float64Array(n - 1);
  let sum = 0;
  for (let d = 1; d < n; d++) {
    sum += (n - d) / ((n * (n - 1)) / 2);
    background[d - 1] = sum;
  }
  return background;
}

/** Kolmogorov and Smirnov's statistic of how far neighbours are apart in an order. */
function statisticOf({ n, k, indices }: NeighbourGraph, background: Float64Array, order?: Int32Array): number {
  const counts = new Int32Array(n);
  for (let row = 0, at = 0; row < n; row++) {
    const place = order === undefined ? row : order[row];
    for (let end = at + k; at < end; at++) {
      const other = order === undefined ? indices[at] : order[indices[at]];
      counts[Math.abs(place - other)]++;
    }
  }
  // The largest distance that there can be closes the distribution.
  counts[n - 1]++;
  const all = n * k;
  let before = 0;
  let largest = 0;
  for (let d = 1; d < n; d++) {
    if (counts[d] === 0) continue;
    const expected = background[d - 1];
    const after = before + counts[d];
    largest = Math.max(largest, Math.abs(before / all - expected), Math.abs((after - 1) / all - expected));
    before = after;
  }
  return largest;
}

/** Share of a curve above `from`: one normal distribution around each value, as wide as Scott 1992 says. */
function smoothTail(values: Float64Array, from: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const width = Math.sqrt(variance) * values.length ** -0.2;
  const tail = (value: number): number => {
    // Where shuffling changes nothing, there is no curve: what remains is the share of values that are as large.
    if (!(width > 1e-12)) return value >= from - 1e-12 ? 1 : 0;
    return normalTail((from - value) / width);
  };
  return values.reduce((sum, value) => sum + tail(value), 0) / values.length;
}

/** For each row the area between the distribution of its neighbours' places and that of chance. */
function placeScores({ n, k, indices }: NeighbourGraph): Float64Array {
  const scores = new Float64Array(n);
  const apart = new Int32Array(k + 1);
  const own = apart.subarray(0, k);
  const last = n - 1;
  for (let row = 0; row < n; row++) {
    for (let at = 0; at < k; at++) own[at] = Math.abs(row - indices[row * k + at]);
    own.sort();
    apart[k] = last;
    // Up to the nearer end of the data set there are two rows at each distance, beyond it one.
    const end = row > Math.floor(last / 2) ? last - row : row;
    const beginning = end ** 2 / last;
    const middle = 0.5 * ((2 * end) / last + 1) * (n - 2 * end - 1);
    let sum = 0;
    let before = 0;
    let areaBefore = 0;
    for (let at = 0; at <= k; at++) {
      const d = apart[at];
      const area =
        d <= end
          ? d ** 2 / last
          : d <= n - end - 1
            ? beginning + 0.5 * (((d + 3 * end) * (d - end)) / last)
            : beginning + middle + (d - (n - end - 1));
      sum += Math.abs((at / k) * (d - before) - (area - areaBefore));
      before = d;
      areaBefore = area;
    }
    scores[row] = Math.tanh(-sum / Math.max(row, n - row)) + 1;
  }
  return scores;
}
