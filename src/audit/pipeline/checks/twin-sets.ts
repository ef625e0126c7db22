import { joinSets, nearPairs, type JoinedSet, type ManyHashes, type NearPair } from '../../../core/index.ts';
import { inSlices, type SliceHooks } from '../in-slices.ts';
import type { MeasuredPicture } from '../looks/measured-picture.ts';
import type { MeasuredTable } from '../looks/measured-table.ts';
import { indexPlaces } from '../looks/place-index.ts';

/** Pictures that show the same, by their places in what was measured. */
export interface Twins {
  /** Pairs that are alike, of one picture of each group of equal ones; undefined where there were too many to compare. */
  readonly pairs: readonly NearPair[] | undefined;
  /** For each picture the first one that has the same pixels: itself, where no earlier one has. -1: it could not be read. */
  readonly firsts: Int32Array;
}

/**
 * Finds pictures with the same pixels and, where that is wanted, such as show the same.
 *
 * @throws the signal's reason where it is aborted
 */
export async function findTwins(measured: MeasuredTable, isNearWanted: boolean, work: SliceHooks): Promise<Twins> {
  const { firsts, isPlain } = compareAll(measured);
  if (!isNearWanted) return { pairs: [], firsts };
  // Equal ones count once; what is of one colour is like every other such.
  const places = Int32Array.from(firsts.keys()).filter((i) => firsts[i] === i && isPlain[i] === 0);
  const near = await inSlices(nearPairs(hashesOf(places, measured)), work);
  return { pairs: near?.map(({ a, b, distance }) => ({ a: places[a], b: places[b], distance })), firsts };
}

/** Bytes of what names a picture's pixels. */
const NAME_BYTES = 16;

/** For each picture the first one that has the same pixels, −1 where it could not be read; and whether it is of one colour. */
function compareAll({ n, at }: MeasuredTable): { readonly firsts: Int32Array; readonly isPlain: Uint8Array } {
  const isPlain = new Uint8Array(n);
  const names = new Uint8Array(NAME_BYTES * n);
  const read = new Int32Array(n);
  let many = 0;
  for (let i = 0; i < n; i++) {
    const one = at(i);
    if (one === undefined) continue;
    isPlain[i] = Number(one.hashes.isPlain);
    names.set(Buffer.from(one.pixels, 'hex'), NAME_BYTES * many);
    read[many++] = i;
  }
  const firsts = new Int32Array(n).fill(-1);
  const nameAt = (k: number): Uint8Array => names.subarray(NAME_BYTES * k, NAME_BYTES * (k + 1));
  indexPlaces(many, nameAt, (k, first) => (firsts[read[k]] = read[first]));
  return { firsts, isPlain };
}

function hashesOf(places: Int32Array, { at }: MeasuredTable): ManyHashes {
  const hashesAt = (i: number): MeasuredPicture['hashes'] => at(places[i])!.hashes;
  const n = places.length;
  const [turned, cuts] = n === 0 ? [0, 0] : [hashesAt(0).oriented.length, hashesAt(0).cut.length];
  const oriented = new Uint32Array(n * turned);
  const cut = new Uint32Array(n * cuts);
  for (let i = 0; i < n; i++) {
    const hashes = hashesAt(i);
    oriented.set(hashes.oriented, i * turned);
    cut.set(hashes.cut, i * cuts);
  }
  // Squares are most of what is known of a picture, and those of a few are looked at: they stay where they are.
  return { n, oriented, cut, squareOf: (i) => hashesAt(i).square.slice() };
}

/** Sets of pictures whose distance is below a threshold; equal ones come along. */
export function setsOf({ pairs, firsts }: Twins, below: number): JoinedSet[] {
  const equal = equalPairs(firsts);
  return joinSets([...equal, ...(pairs ?? []).filter(({ distance }) => distance < below)]);
}

/** Each picture that has the pixels of an earlier one, with that one. */
export function equalPairs(firsts: Int32Array): NearPair[] {
  const pairs: NearPair[] = [];
  firsts.forEach((first, i) => {
    if (first >= 0 && first !== i) pairs.push({ a: first, b: i, distance: 0 });
  });
  return pairs;
}
