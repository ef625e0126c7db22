/** Hashes of 64 bits, two numbers each, that are found by others that differ from them in few bits. */
export interface HashIndex {
  /**
   * Tells of the hashes that differ in at most `most` bits; of those that differ in 8 or more some are missed. One hash may be told
   * of several times.
   */
  readonly find: (high: number, low: number, found: (place: number, bits: number) => void) => void;
  /** How many hashes `find` would look at. */
  readonly cost: (high: number, low: number) => number;
}

const CHUNKS = 4;
const CHUNK_BITS = 16;

/**
 * Indexes hashes by each quarter of their bits: two hashes that differ in at most 7 bits have a quarter in which they
 * differ in at most one (multi-index hashing, Norouzi et al. 2012).
 *
 * @param hashes two numbers each
 * @param most bits in which what is found may differ
 * @param flips 1: quarters that differ in one bit are looked at too; 0: those alone that are the same, so that all that
 *   differs in at most 3 bits is found
 */
export function indexHashes(hashes: Uint32Array, most: number, flips: 0 | 1): HashIndex {
  const n = hashes.length / 2;
  const chunkOf = (high: number, low: number, chunk: number): number =>
    ((chunk < 2 ? high : low) >>> (chunk % 2 === 0 ? CHUNK_BITS : 0)) & 0xffff;
  const starts = Array.from({ length: CHUNKS }, () => new Uint32Array((1 << CHUNK_BITS) + 1));
  const places = Array.from({ length: CHUNKS }, () => new Uint32Array(n));
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const start = starts[chunk];
    for (let i = 0; i < n; i++) start[chunkOf(hashes[2 * i], hashes[2 * i + 1], chunk) + 1]++;
    for (let value = 0; value < 1 << CHUNK_BITS; value++) start[value + 1] += start[value];
    const next = start.slice();
    for (let i = 0; i < n; i++) places[chunk][next[chunkOf(hashes[2 * i], hashes[2 * i + 1], chunk)]++] = i;
  }
  const tried = [0, ...(flips === 0 ? [] : Array.from({ length: CHUNK_BITS }, (_, bit) => 1 << bit))];
  return {
    find: (high, low, found) => {
      for (let chunk = 0; chunk < CHUNKS; chunk++) {
        const value = chunkOf(high, low, chunk);
        for (const flip of tried) {
          const end = starts[chunk][(value ^ flip) + 1];
          for (let at = starts[chunk][value ^ flip]; at < end; at++) {
            const place = places[chunk][at];
            const bits = bitsOf(high ^ hashes[2 * place]) + bitsOf(low ^ hashes[2 * place + 1]);
            if (bits <= most) found(place, bits);
          }
        }
      }
    },
    cost: (high, low) => {
      let sum = 0;
      for (let chunk = 0; chunk < CHUNKS; chunk++) {
        const value = chunkOf(high, low, chunk);
        for (const flip of tried) sum += starts[chunk][(value ^ flip) + 1] - starts[chunk][value ^ flip];
      }
      return sum;
    },
  };
}

/** Number of bits that are set in 32. */
function bitsOf(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
