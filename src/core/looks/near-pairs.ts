import { indexHashes, MOST_INDEXED, type Flips, type HashIndex } from './hash-index.ts';
import { likenessTo } from './likeness.ts';
import { ORIENTATIONS } from './low-frequencies.ts';
import { nearestFew } from './nearest-few.ts';
import { CUTS } from './picture-hash.ts';

/** Hashes of many pictures that show something, one after the other; see `PictureHashes`. */
export interface ManyHashes {
  readonly n: number;
  /** 16 numbers a picture. */
  readonly oriented: Uint32Array;
  /** 22 numbers a picture. */
  readonly cut: Uint32Array;
  /** 1,024 greys of a picture. */
  readonly squareOf: (i: number) => Uint8Array;
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
/** So many hashes may be looked at in all: some 10 s on one core. */
const MOST_COST = 4e9;
/** Pictures that twins are looked for of at once: the more, the nearer in memory are the hashes that are looked at. */
const AT_ONCE = 8192;
/** Pictures by which the cost is estimated. */
const SAMPLED = 256;

/** How widely twins are looked for: in which orientations, in which parts, how different a third of a hash may be. */
const WIDTHS = [
  { orientations: ORIENTATIONS, cuts: CUTS.length, flips: 2 },
  { orientations: ORIENTATIONS, cuts: CUTS.length, flips: 1 },
  { orientations: ORIENTATIONS, cuts: CUTS.length, flips: 0 },
  { orientations: 1, cuts: CUTS.length, flips: 1 },
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
  const { n, oriented, squareOf } = hashes;
  const chosen = chooseWidth(hashes);
  if (chosen === undefined) return undefined;
  const { index, cuts, orientations, flips } = chosen;
  const pairs = new Map<number, number>();
  const near = nearestFew(Math.min(AT_ONCE, n), MOST_COMPARED);
  const room = new Uint32Array(2 * Math.min(AT_ONCE, n) * orientations);
  for (let first = 0; first < n; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, n - first);
    near.clear();
    const sought = room.subarray(0, 2 * count * orientations);
    for (let i = 0; i < count; i++) {
      const at = 2 * ORIENTATIONS * (first + i);
      sought.set(oriented.subarray(at, at + 2 * orientations), 2 * orientations * i);
    }
    const looks = index.find(sought, flips, (which, place, bits) => {
      const i = Math.floor(which / orientations);
      const b = Math.floor(place / cuts);
      if (b !== first + i) near.meet(i, b, bits, (which % orientations) * CUTS.length + (place % cuts));
    });
    for (const share of looks) yield (first + share * count) / n;
    for (let i = 0; i < count; i++) {
      if (i % 64 === 0) yield (first + count) / n;
      const a = first + i;
      let likeness: ReturnType<typeof likenessTo> | undefined;
      near.each(i, (b, way) => {
        likeness ??= likenessTo(squareOf(a));
        const [orientation, cut] = [Math.floor(way / CUTS.length), CUTS[way % CUTS.length]];
        const distance = Math.max(0, 1 - likeness(squareOf(b), orientation, cut));
        const key = Math.min(a, b) * n + Math.max(a, b);
        if (distance <= MOST_DISTANCE && distance < (pairs.get(key) ?? Infinity)) pairs.set(key, distance);
      });
    }
  }
  return [...pairs].map(([key, distance]) => ({ a: Math.floor(key / n), b: key % n, distance }));
}

interface ChosenWidth {
  readonly index: HashIndex;
  readonly cuts: number;
  readonly orientations: number;
  readonly flips: Flips;
}

/** The widest search whose cost is bounded. */
function chooseWidth({ n, oriented, cut }: ManyHashes): ChosenWidth | undefined {
  let index: HashIndex | undefined;
  for (const { orientations, cuts, flips } of WIDTHS) {
    if (cuts * n > MOST_INDEXED) continue;
    if (cuts < CUTS.length) index = indexHashes(firstCuts(cut, n), MOST_BITS);
    index ??= indexHashes(cut, MOST_BITS);
    const step = Math.max(1, Math.floor(n / SAMPLED));
    let [cost, sampled] = [0, 0];
    for (let i = 0; i < n; i += step, sampled++) {
      for (let orientation = 0; orientation < orientations; orientation++) {
        const at = 2 * (i * ORIENTATIONS + orientation);
        cost += index.cost(oriented[at], oriented[at + 1], flips);
      }
    }
    if ((cost / Math.max(1, sampled)) * n <= MOST_COST) return { index, cuts, orientations, flips };
  }
  return undefined;
}

function firstCuts(cut: Uint32Array, n: number): Uint32Array {
  const own = new Uint32Array(2 * n);
  for (let i = 0; i < n; i++) own.set(cut.subarray(2 * i * CUTS.length, 2 * i * CUTS.length + 2), 2 * i);
  return own;
}
