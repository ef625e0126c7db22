const SIZE = 624;
const SHIFT = 397;

/**
 * Permutations by MT19937, the very ones of numpy's `RandomState(seed).permutation(n)`, one after the other.
 * Source: Matsumoto and Nishimura 1998; the draws are those of numpy's legacy generator, which are fixed for good.
 *
 * @param seed from 0 to 2³² − 1
 */
export function permutations(seed: number): (n: number) => Int32Array {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const before = state[i - 1];
    state[i] = Math.imul(before ^ (before >>> 30), 1812433253) + i;
  }
  let at = SIZE;
  const next = (): number => {
    if (at === SIZE) {
      for (let i = 0; i < SIZE; i++) {
        const mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
        state[i] = state[(i + SHIFT) % SIZE] ^ (mixed >>> 1) ^ ((mixed & 1) === 0 ? 0 : 0x9908b0df);
      }
      at = 0;
    }
    let value = state[at++];
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  };
  /** A number from 0 to `most`: bits are drawn until they make one. */
  const upTo = (most: number): number => {
    const mask = 0xffffffff >>> Math.clz32(most);
    for (;;) {
      const value = (next() & mask) >>> 0;
      if (value <= most) return value;
    }
  };
  return (n) => {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const other = upTo(i);
      const kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  };
}
