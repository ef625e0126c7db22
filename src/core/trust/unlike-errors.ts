import { countWithin, noiseOf, wrongAt } from './noise-share.ts';
import { concave, cumulated } from './rank-curves.ts';

/** Planted errors and the labels that an estimate is of, by where they are ranked and how clear their pictures are. */
export interface Compared {
  /** Number of labels. */
  readonly n: number;
  /** Ranks at which curves are kept. */
  readonly ranks: Int32Array;
  /** Clearness of the labels' pictures, the worst label first. */
  readonly clearest: Float64Array;
  /** For each planted error the rank that it would have, from 1. */
  readonly rank: Float64Array;
  /** For each planted error its knot in `ranks`. */
  readonly place: Int32Array;
  /** For each planted error the clearness of its picture. */
  readonly clearness: Float64Array;
}

/** How planted errors are to be weighed so that they are like the errors that are there. */
export interface Tilt {
  /** A planted error on a picture of clearness c counts exp(−strength · c); 0: all alike. */
  readonly strength: number;
  /** Standard error of that, as a share of it. */
  readonly error: number;
}

export const NO_TILT: Tilt = { strength: 0, error: 0 };
/**
 * Errors on unclear pictures are no longer scored as extremely as planted ones: the very first ranks hold fewer of them, and
 * say nothing of their share.
 */
export const UNLIKE_FROM = 50;

/** Ranks count as those of wrong labels while, as estimated, so many of the next ones are wrong; at most an eighth of all. */
const MOSTLY_WRONG = 0.5;
const MOST = 1 / 8;
/** Fewer labels, or planted errors among so many ranks, are too few to compare. */
const LEAST = { labels: 20, planted: 15 } as const;
/** Planted errors are compared up to so many times as many ranks, so that a line can be laid through them. */
const BEYOND = 1.5;
/**
 * Pictures of wrong labels have to be less clear than those of planted errors by so much, and by so many standard errors.
 * Measured: of photographs with errors of any picture 0.00 to 0.07 and at most 1.7; of numerals with people's errors
 * 0.17 to 0.25 and at least 4.1.
 */
const UNLIKE = { by: 0.1, errors: 3 } as const;
const ROUNDS = 8;
const STRONGEST = 12;
const CLOSE = 0.02;

/**
 * Compares the pictures of the labels that are ranked worst with those of planted errors at the same ranks. As estimated,
 * nearly all of those labels are wrong; where their pictures are much less clear to the model, people's errors are of
 * another kind than the planted ones, which are made on any picture alike. Then planted errors are weighed by the clearness of
 * their pictures until they are as unclear there as the labels are (entropy balancing: Hainmueller, Political Analysis
 * 20, 2012, with one moment).
 */
export function tiltOf(compared: Compared): Tilt {
  let tilt = NO_TILT;
  for (let round = 0; round < ROUNDS; round++) {
    const count = wrongOnes(compared, tilt.strength, round === 0 ? 0 : UNLIKE_FROM);
    const near = nearest(compared, BEYOND * count);
    if (count < LEAST.labels || near.length < LEAST.planted) return NO_TILT;
    const plain = difference(compared, near, count, 0);
    if (-plain.mean < UNLIKE.by || -plain.mean < UNLIKE.errors * plain.error) return NO_TILT;
    const wanted = solve((strength) => difference(compared, near, count, strength).mean);
    const strength = round === 0 ? wanted : (tilt.strength + wanted) / 2;
    const isSettled = Math.abs(strength - tilt.strength) < CLOSE;
    tilt = { strength, error: plain.error / -plain.mean };
    if (isSettled) break;
  }
  return tilt;
}

/** How many of the first labels count as wrong ones. */
function wrongOnes({ n, ranks, place, clearness }: Compared, strength: number, from: number): number {
  const counted = tiltedShare(ranks, place, clearness, strength);
  const wrong = wrongAt(n, ranks, concave(ranks, counted), noiseOf(n, ranks, counted, { strictlyFrom: from }));
  return Math.min(countWithin(ranks, wrong, MOSTLY_WRONG), Math.floor(MOST * n));
}

/** The share of planted errors before each knot, each counted by the clearness of its picture. */
export function tiltedShare(
  ranks: Int32Array,
  place: Int32Array,
  clearness: Float64Array,
  strength: number,
): Float64Array {
  const counts = new Float64Array(ranks.length);
  let total = 0;
  for (let i = 0; i < place.length; i++) {
    const weight = Math.exp(-strength * clearness[i]);
    counts[place[i]] += weight;
    total += weight;
  }
  return cumulated(counts, total);
}

function nearest({ rank }: Compared, most: number): Int32Array {
  return Int32Array.from(rank.keys()).filter((i) => rank[i] <= most);
}

/** Places on a line along which clearness falls: the first ranks lie closer together. */
const along = (rank: number): number => Math.log(rank + 2);

/**
 * How much clearer the pictures of the first labels are than those of planted errors at the same ranks, where these are
 * weighed; through the planted ones a straight line is laid.
 */
function difference(
  { clearest, rank, clearness }: Compared,
  near: Int32Array,
  count: number,
  strength: number,
): { readonly mean: number; readonly error: number } {
  let [total, sumX, sumY] = [0, 0, 0];
  const weights = Float64Array.from(near, (i) => Math.exp(-strength * clearness[i]));
  near.forEach((i, j) => {
    total += weights[j];
    sumX += weights[j] * along(rank[i]);
    sumY += weights[j] * clearness[i];
  });
  const [meanX, meanY] = [sumX / total, sumY / total];
  let [spread, product] = [0, 0];
  near.forEach((i, j) => {
    const x = along(rank[i]) - meanX;
    spread += weights[j] * x * x;
    product += weights[j] * x * (clearness[i] - meanY);
  });
  const slope = spread > 0 ? product / spread : 0;
  const off = (clear: number, at: number): number => clear - meanY - slope * (along(at) - meanX);
  let ofPlanted = 0;
  near.forEach((i, j) => (ofPlanted += (weights[j] * off(clearness[i], rank[i]) ** 2) / total));
  let [mean, square] = [0, 0];
  for (let place = 0; place < count; place++) {
    const value = off(clearest[place], place + 1);
    mean += value / count;
    square += (value * value) / count;
  }
  return { mean, error: Math.sqrt((square - mean * mean) / count + ofPlanted / near.length) };
}

/** The strength from which on an increasing function is no longer below 0, or the strongest one. */
function solve(at: (strength: number) => number): number {
  let [low, high] = [0, STRONGEST];
  while (high - low > CLOSE / 100) {
    const middle = (low + high) / 2;
    if (at(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
