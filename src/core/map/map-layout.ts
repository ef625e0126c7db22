import { CoreInputError } from '../errors.ts';
import type { NeighbourGraph } from '../neighbours/neighbour-graph.ts';
import { fuzzyEdges } from './fuzzy-edges.ts';

/** Neighbours of each row that a map is made from, as umap-learn has it. */
export const MAP_NEIGHBOURS = 15;

/** The curve 1 / (1 + a·d^2b) that fits a least distance of 0.1 and a spread of 1, as umap-learn has it. */
const [A, B] = [1.57694, 0.89506];
/** Rows that are pushed away for each pair that is drawn together. */
const PUSHED = 5;
/** A coordinate moves at most by this in one step. */
const MOST = 4;
/** Width of the start. */
const WIDTH = 20;
/** Smaller data sets need more rounds until they stand still. */
const SMALL = 10_000;
const [ROUNDS_SMALL, ROUNDS_LARGE] = [500, 200];
/** Pairs that are drawn together between two words of progress. */
const AT_ONCE = 20_000;

/**
 * Lays rows out in two dimensions, so that neighbours stand together: UMAP by stochastic gradient descent with negative
 * samples, from a start that is given (principal components do well, Kobak and Linderman 2021). The same rows, start and
 * seed give the same map.
 * Source: McInnes, Healy, Melville, "UMAP" (2018), algorithm 5; umap-learn's defaults.
 *
 * @param graph of `MAP_NEIGHBOURS` neighbours, as a rule
 * @param start n × 2, row-major, finite
 * @param seed a whole number
 * @yields the share that is done, some hundred times
 * @returns n × 2, row-major
 * @throws {CoreInputError} `bad-option` where the start does not fit the graph
 */
export function* mapLayout(graph: NeighbourGraph, start: Float32Array, seed = 0): Generator<number, Float32Array> {
  const { n } = graph;
  if (start.length !== 2 * n) {
    throw new CoreInputError('bad-option', `A map of ${n} rows starts with ${2 * n} numbers, not ${start.length}.`, {
      value: start.length,
    });
  }
  const { heads, tails, weights } = fuzzyEdges(graph);
  const rounds = n <= SMALL ? ROUNDS_SMALL : ROUNDS_LARGE;
  const most = weights.reduce((a, b) => Math.max(a, b), 0);
  const random = xorshift(seed);
  const at = spread(start, random);
  // A pair is drawn together every so many rounds; one that is weaker than once in all is left out.
  const every = Float32Array.from(weights, (weight) => (weight * rounds < most ? Infinity : most / weight));
  const due = Float32Array.from(every);
  let worked = 0;
  for (let round = 1; round <= rounds; round++) {
    const rate = 1 - (round - 1) / rounds;
    for (let pair = 0; pair < heads.length; pair++) {
      if (due[pair] > round) continue;
      due[pair] += every[pair];
      // Either end in its turn is the one that others are pushed away from.
      const isFirst = (round & 1) === 0;
      const head = 2 * (isFirst ? heads : tails)[pair];
      const tail = 2 * (isFirst ? tails : heads)[pair];
      pull(at, head, tail, rate);
      for (let i = 0; i < PUSHED; i++) {
        const other = 2 * Math.floor(random() * n);
        if (other !== head) push(at, head, other, rate);
      }
      if (++worked % AT_ONCE === 0) yield (round - 1) / rounds;
    }
  }
  return at;
}

/** Draws two rows together. */
function pull(at: Float32Array, head: number, tail: number, rate: number): void {
  const x = at[head] - at[tail];
  const y = at[head + 1] - at[tail + 1];
  const squared = x * x + y * y;
  if (squared === 0) return;
  const power = squared ** B;
  const factor = (-2 * A * B * (power / squared)) / (1 + A * power);
  const [dx, dy] = [bounded(factor * x) * rate, bounded(factor * y) * rate];
  at[head] += dx;
  at[head + 1] += dy;
  at[tail] -= dx;
  at[tail + 1] -= dy;
}

/** Pushes a row away from another, which stays. */
function push(at: Float32Array, head: number, other: number, rate: number): void {
  const x = at[head] - at[other];
  const y = at[head + 1] - at[other + 1];
  const squared = x * x + y * y;
  if (squared === 0) {
    at[head] += MOST * rate;
    at[head + 1] += MOST * rate;
    return;
  }
  const factor = (2 * B) / ((0.001 + squared) * (1 + A * squared ** B));
  at[head] += bounded(factor * x) * rate;
  at[head + 1] += bounded(factor * y) * rate;
}

const bounded = (step: number): number => Math.max(-MOST, Math.min(MOST, step));

/** The start, widened to a square of `WIDTH` around 0, and shaken a little so that no two rows stand in one point. */
function spread(start: Float32Array, random: () => number): Float32Array {
  let most = 0;
  for (const value of start) most = Math.max(most, Math.abs(value));
  const scale = most > 0 ? WIDTH / 2 / most : 0;
  return Float32Array.from(start, (value) => value * scale + (random() - 0.5) * 1e-3);
}

/** Uniform numbers in [0, 1): xorshift32 by Marsaglia, 2003. Fast, and good enough to choose rows by. */
function xorshift(seed: number): () => number {
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ 0x2545f491 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
