import { ownLooksKernels } from './looks-kernels.ts';

type Found = (which: number, place: number, bits: number) => void;

/** Hashes of 64 bits, two numbers each, that are found by others that differ from them in few bits. */
export interface HashIndex {
  /**
   * Tells for many hashes, two numbers each, of those that differ from each in at most `most` bits; for 2 flips of all of them
   * where `most` is at most 8. One may be told of several times. Yields the share that is done. One search at a time.
   */
  readonly find: (sought: Uint32Array, flips: Flips, found: Found) => Generator<number, void>;
  /** How many hashes `find` would look at for one. */
  readonly cost: (high: number, low: number, flips: Flips) => number;
}

/**
 * Thirds that differ in so many bits are looked at too: for 2 all that differs in at most 8 bits is found, for 1 in at most 5, for
 * 0 in at most 2.
 */
export type Flips = 0 | 1 | 2;

const THIRDS = 3;
/** Bits of the smallest third. */
const MOST_KEY_BITS = 21;
const LEAST_KEY_BITS = 8;
/** So many are sought at once, each of a key and a hash. */
const MOST_SOUGHT = 2 ** 16;
const SOUGHT_BYTES = 12;
/** So many that are found are told of at once: two numbers before, then three for each. */
const OUT_ROOM = 4096;
const OUT_BYTES = 8 + 12 * OUT_ROOM;
/** More have no room in the memory of kernels. */
export const MOST_INDEXED = 1.5e8;

/** The next even number: what comes behind so many numbers of 4 bytes begins at a multiple of 8. */
const even = (count: number): number => count + (count & 1);

/**
 * Indexes hashes by each third of their bits: two hashes that differ in at most 8 bits have a third in which they differ in
 * at most two (multi-index hashing, Norouzi et al. 2012). Of a third so many leading bits are the key as leave few hashes a
 * key, however many there are: what is looked at grows with what is found, not with all.
 *
 * @param hashes two numbers each, of no more than `MOST_INDEXED`
 * @param most bits in which what is found may differ
 */
export function indexHashes(hashes: Uint32Array, most: number): HashIndex {
  const n = hashes.length / 2;
  const keyBits = Math.min(MOST_KEY_BITS, Math.max(LEAST_KEY_BITS, Math.ceil(Math.log2(n + 1))));
  const keys = 1 << keyBits;
  const masks = flipsOf(keyBits);
  const shift = 32 - keyBits;
  /** A third's leading bits: they begin where the third before ends, after 22 and 21 bits. */
  const keyOf = (high: number, low: number, third: number): number => {
    if (third === 0) return high >>> shift;
    return (third === 1 ? (high << 22) | (low >>> 10) : low << 11) >>> shift;
  };
  const places = Array.from({ length: THIRDS }, () => new Uint32Array(n));
  // The hashes stand in the order of `places` too, so that a look reads on in memory: sought one by one in `hashes`, those of
  // many pictures are each fetched past the caches. The kernels' memory: starts and hashes of each third, what is found, what
  // is sought.
  const startsBytes = 8 * Math.ceil((keys + 1) / 2);
  const thirdAt = (third: number): number => third * (startsBytes + 8 * n);
  const outAt = thirdAt(THIRDS);
  const soughtAt = outAt + OUT_BYTES;
  const { memory, findNear } = ownLooksKernels(soughtAt + SOUGHT_BYTES * MOST_SOUGHT);
  const { buffer } = memory;
  const thirds = Array.from(places.keys());
  const starts = thirds.map((third) => new Uint32Array(buffer, thirdAt(third), keys + 1));
  const ordered = thirds.map((third) => new Uint32Array(buffer, thirdAt(third) + startsBytes, 2 * n));
  const out = new Uint32Array(buffer, outAt, OUT_BYTES / 4);
  for (let third = 0; third < THIRDS; third++) {
    const start = starts[third];
    for (let i = 0; i < n; i++) start[keyOf(hashes[2 * i], hashes[2 * i + 1], third) + 1]++;
    for (let key = 0; key < keys; key++) start[key + 1] += start[key];
    // Each start moves on to its end, which is the next one's start, and is put back where it was.
    for (let i = 0; i < n; i++) {
      const at = start[keyOf(hashes[2 * i], hashes[2 * i + 1], third)]++;
      places[third][at] = i;
      ordered[third][2 * at] = hashes[2 * i];
      ordered[third][2 * at + 1] = hashes[2 * i + 1];
    }
    start.copyWithin(1, 0, keys);
    start[0] = 0;
  }

  // The key first, then which: both are whole below 2 ** 53.
  const orderRoom = new Float64Array(MOST_SOUGHT);
  const whichRoom = new Uint32Array(MOST_SOUGHT);
  /** Puts what is sought in the order of its keys, and returns which is where, until the next time. */
  const byKey = (sought: Uint32Array, third: number): Uint32Array => {
    const count = sought.length / 2;
    const order = orderRoom.subarray(0, count);
    for (let i = 0; i < count; i++) order[i] = keyOf(sought[2 * i], sought[2 * i + 1], third) * count + i;
    order.sort();
    const which = whichRoom.subarray(0, count);
    const own = new Uint32Array(buffer, soughtAt, count);
    const hashes = new Uint32Array(buffer, soughtAt + 4 * even(count), 2 * count);
    for (let q = 0; q < count; q++) {
      const key = Math.floor(order[q] / count);
      const i = order[q] - key * count;
      which[q] = i;
      own[q] = key;
      hashes[2 * q] = sought[2 * i];
      hashes[2 * q + 1] = sought[2 * i + 1];
    }
    return which;
  };

  return {
    *find(all, flips, found) {
      const tried = masks[flips];
      const parts = Math.ceil(all.length / 2 / MOST_SOUGHT);
      for (let part = 0; part < parts; part++) {
        const sought = all.subarray(2 * part * MOST_SOUGHT, 2 * (part + 1) * MOST_SOUGHT);
        for (let third = 0; third < THIRDS; third++) {
          const which = byKey(sought, third);
          for (let i = 0; i < tried.length; i++) {
            yield (part + (third + i / tried.length) / THIRDS) / parts;
            // All of them with the same bits turned: their keys then stand nearly in order, and so do the hashes that are looked at.
            look(which, third, tried[i], (q, place, bits) => {
              found(part * MOST_SOUGHT + q, place, bits);
            });
          }
        }
      }

      function look(which: Uint32Array, third: number, mask: number, found: Found): void {
        const many = which.length;
        const hashesAt = soughtAt + 4 * even(many);
        const [startsAt, nearAt] = [thirdAt(third), thirdAt(third) + startsBytes];
        let skipped = 0;
        for (let first = 0; first < many;) {
          first = findNear(startsAt, nearAt, soughtAt, hashesAt, first, skipped, many, mask, most, outAt, OUT_ROOM);
          skipped = out[1];
          for (let at = 2, end = 2 + 3 * out[0]; at < end; at += 3) {
            found(which[out[at]], places[third][out[at + 1]], out[at + 2]);
          }
        }
      }
    },
    cost: (high, low, flips) => {
      let sum = 0;
      for (let third = 0; third < THIRDS; third++) {
        const key = keyOf(high, low, third);
        for (const mask of masks[flips]) sum += starts[third][(key ^ mask) + 1] - starts[third][key ^ mask];
      }
      return sum;
    },
  };
}

/** What a key is looked for with, for each number of flips: as it is, with each bit turned, with each two. */
function flipsOf(keyBits: number): readonly [Uint32Array, Uint32Array, Uint32Array] {
  const ones = Array.from({ length: keyBits }, (_, bit) => 1 << bit);
  const twos = ones.flatMap((one, bit) => ones.slice(bit + 1).map((other) => one | other));
  return [Uint32Array.of(0), Uint32Array.of(0, ...ones), Uint32Array.of(0, ...ones, ...twos)];
}
