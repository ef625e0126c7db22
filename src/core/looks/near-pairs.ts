import { indexHashes, type HashIndex } from './hash-index.ts';
import { likenessTo, SQUARE } from './likeness.ts';
import { ORIENTATIONS } from './low-frequencies.ts';
import { CUTS } from './picture-hash.ts';

/** Hashes of many pictures that show something, one after the other; see `PictureHashes`. */
export interface ManyHashes {
  readonly n: number;
  /** 16 numbers a picture. */
  readonly oriented: Uint32Array;
  /** 22 numbers a picture. */
  readonly cut: Uint32Array;
  /** 1,024 greys a picture. */
  readonly squares: Uint8Array;
}

/** Two pictures that are alike. */
export interface NearPair {
  readonly a: number;
  readonly b: number;
  /** 1 less the correlation of what they show, in [0, 1]; 0 is equal. */
  readonly distance: number;
}

/** Hashes of twins differ in at most so many bits. */
const MOST_BITS = 8;
/** Pairs of pictures that differ more are not told of. */
export const MOST_DISTANCE = 0.1;
/** A picture is compared with no more than so many others, those with the most similar hashes. */
const MOST_COMPARED = 32;
/** So many hashes may be looked at in all: some 20 s on one core. */
const MOST_COST = 4e9;
/** Pictures by which the cost is estimated. */
const SAMPLED = 256;

/** How widely twins are looked for: in which orientations, in which parts, how different a quarter of a hash may be. */
const WIDTHS = [
  { orientations: ORIENTATIONS, cuts: CUTS.length, flips: 1 },
  { orientations: ORIENTATIONS, cuts: CUTS.length, flips: 0 },
  { orientations: 1, cuts: CUTS.length, flips: 0 },
  { orientations: 1, cuts: 1, flips: 0 },
] as const;

/**
 * Finds pictures that show the same: by hashes that are nearly equal, then by a comparison of what they show. Mirrored, turned
 * and slightly cropped ones are found too. Pictures in masses with the same hash, such as scans of blank pages, are looked
 * for less widely, so that the time stays bounded.
 *
 * Yields now and then, with the share of the work that is done, so that the caller can let others run.
 *
 * @returns the pairs, each once; undefined where there are too many pictures with much the same hash
 */
export function* nearPairs(hashes: ManyHashes): Generator<number, NearPair[] | undefined> {
  const { n, oriented, squares } = hashes;
  const chosen = chooseWidth(hashes);
  if (chosen === undefined) return undefined;
  const { index, cuts, orientations } = chosen;
  const pairs = new Map<number, number>();
  /** For the picture at hand: the fewest bits by which each other differs, how it was turned, and which part it is like. */
  const bits = new Uint8Array(n).fill(MOST_BITS + 1);
  const ways = new Uint8Array(n);
  const met: number[] = [];
  for (let a = 0; a < n; a++) {
    if (a % 64 === 0) yield a / n;
    for (let orientation = 0; orientation < orientations; orientation++) {
      const at = 2 * (a * ORIENTATIONS + orientation);
      index.find(oriented[at], oriented[at + 1], (place, differing) => {
        const b = Math.floor(place / cuts);
        if (b === a || differing >= bits[b]) return;
        if (bits[b] > MOST_BITS) met.push(b);
        bits[b] = differing;
        ways[b] = orientation * CUTS.length + (place % cuts);
      });
    }
    if (met.length > MOST_COMPARED) met.sort((x, y) => bits[x] - bits[y] || x - y);
    const likeness = met.length === 0 ? undefined : likenessTo(squareOf(squares, a));
    met.forEach((b, rank) => {
      if (rank < MOST_COMPARED && likeness !== undefined) {
        const [orientation, cut] = [Math.floor(ways[b] / CUTS.length), CUTS[ways[b] % CUTS.length]];
        const distance = Math.max(0, 1 - likeness(squareOf(squares, b), orientation, cut));
        const key = Math.min(a, b) * n + Math.max(a, b);
        if (distance <= MOST_DISTANCE && distance < (pairs.get(key) ?? Infinity)) pairs.set(key, distance);
      }
      bits[b] = MOST_BITS + 1;
    });
    met.length = 0;
  }
  return [...pairs].map(([key, distance]) => ({ a: Math.floor(key / n), b: key % n, distance }));
}

const squareOf = (squares: Uint8Array, i: number): Uint8Array => squares.subarray(i * SQUARE, (i + 1) * SQUARE);

interface ChosenWidth {
  readonly index: HashIndex;
  readonly cuts: number;
  readonly orientations: number;
}

/** The widest search whose cost is bounded. */
function chooseWidth({ n, oriented, cut }: ManyHashes): ChosenWidth | undefined {
  for (const { orientations, cuts, flips } of WIDTHS) {
    const index = indexHashes(cuts === CUTS.length ? cut : firstCuts(cut, n), MOST_BITS, flips);
    const step = Math.max(1, Math.floor(n / SAMPLED));
    let [cost, sampled] = [0, 0];
    for (let i = 0; i < n; i += step, sampled++) {
      for (let orientation = 0; orientation < orientations; orientation++) {
        const at = 2 * (i * ORIENTATIONS + orientation);
        cost += index.cost(oriented[at], oriented[at + 1]);
      }
    }
    if ((cost / Math.max(1, sampled)) * n <= MOST_COST) return { index, cuts, orientations };
  }
  return undefined;
}

function firstCuts(cut: Uint32Array, n: number): Uint32Array {
  const own = new Uint32Array(2 * n);
  for (let i = 0; i < n; i++) own.set(cut.subarray(2 * i * CUTS.length, 2 * i * CUTS.length + 2), 2 * i);
  return own;
}
