import type { NeighbourGraph } from '../neighbours/neighbour-graph.ts';

/** Pairs of rows, each once, with how surely they are neighbours. */
export interface FuzzyEdges {
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** In (0, 1]. */
  readonly weights: Float32Array;
}

/** Halvings of the interval that a scale is looked for in. */
const HALVINGS = 64;
/** A scale is at least this share of the mean distance: rows with many equals have one too. */
const LEAST_SCALE = 1e-3;
const CLOSE_ENOUGH = 1e-5;

/**
 * The fuzzy graph of UMAP: a neighbour's weight falls with how much farther it is than the nearest, by a scale of each row's
 * own, chosen so that the weights of its k neighbours add up to log2(k). Two rows are neighbours as surely as the one or the
 * other says so.
 * Source: McInnes, Healy, Melville, "UMAP" (2018), algorithms 2 and 3.
 */
export function fuzzyEdges({ n, k, indices, distances }: NeighbourGraph): FuzzyEdges {
  const weights = new Float32Array(n * k);
  let sum = 0;
  for (const distance of distances) sum += distance;
  const meanOfAll = sum / distances.length;
  for (let row = 0; row < n; row++) weighRow(distances, weights, row * k, k, meanOfAll);
  const heads: number[] = [];
  const tails: number[] = [];
  const both: number[] = [];
  for (let head = 0; head < n; head++) {
    for (let at = head * k; at < (head + 1) * k; at++) {
      const tail = indices[at];
      const back = placeOf(indices, tail * k, k, head);
      // A pair that names each other is met twice; it is taken the first time.
      if (back >= 0 && tail < head) continue;
      const there = weights[at];
      const here = back < 0 ? 0 : weights[back];
      heads.push(head);
      tails.push(tail);
      both.push(there + here - there * here);
    }
  }
  return { heads: Int32Array.from(heads), tails: Int32Array.from(tails), weights: Float32Array.from(both) };
}

function placeOf(indices: Int32Array, start: number, k: number, row: number): number {
  for (let at = start; at < start + k; at++) if (indices[at] === row) return at;
  return -1;
}

/** Weighs the neighbours of one row, which stand at `start`. */
function weighRow(distances: Float64Array, weights: Float32Array, start: number, k: number, meanOfAll: number): void {
  let nearest = 0;
  let mean = 0;
  for (let at = start; at < start + k; at++) {
    mean += distances[at] / k;
    if (nearest === 0 && distances[at] > 0) nearest = distances[at];
  }
  const wanted = Math.log2(k);
  let low = 0;
  let high = Infinity;
  let scale = 1;
  for (let i = 0; i < HALVINGS; i++) {
    let total = 0;
    for (let at = start; at < start + k; at++) total += Math.exp(-Math.max(0, distances[at] - nearest) / scale);
    if (Math.abs(total - wanted) < CLOSE_ENOUGH) break;
    if (total > wanted) high = scale;
    else low = scale;
    scale = high === Infinity ? scale * 2 : (low + high) / 2;
  }
  scale = Math.max(scale, LEAST_SCALE * (nearest > 0 ? mean : meanOfAll), Number.MIN_VALUE);
  for (let at = start; at < start + k; at++) weights[at] = Math.exp(-Math.max(0, distances[at] - nearest) / scale);
}
