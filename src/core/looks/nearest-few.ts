/** For each of several pictures the few others whose hashes differ least from its own, however many are told of. */
export interface NearestFew {
  /** @param way how the two were found to be like each other; of equally good ones the smallest is kept */
  readonly meet: (which: number, other: number, bits: number, way: number) => void;
  /** Tells of those of a picture, ascending by their bits, then by their numbers. */
  readonly each: (which: number, tell: (other: number, way: number) => void) => void;
  /** Forgets all, for other pictures: memory that is used again is cheaper than new. */
  readonly clear: () => void;
}

/**
 * @param count number of pictures
 * @param most others that are kept of each
 */
export function nearestFew(count: number, most: number): NearestFew {
  const others = new Uint32Array(count * most);
  const bitsOf = new Uint8Array(count * most);
  const ways = new Uint8Array(count * most);
  const known = new Uint8Array(count);
  /** The rank of the last one, once there is no more room: what does not come before it is passed over. */
  const last = new Float64Array(count).fill(Infinity);
  const rank = (bits: number, other: number): number => bits * 2 ** 32 + other;

  return {
    meet: (which, other, bits, way) => {
      const own = rank(bits, other);
      if (own > last[which]) return;
      const begin = which * most;
      let at = begin;
      const end = begin + known[which];
      while (at < end && others[at] !== other) at++;
      if (at < end) {
        if (bits > bitsOf[at] || (bits === bitsOf[at] && way >= ways[at])) return;
      } else if (known[which] < most) {
        known[which]++;
      } else {
        at = begin;
        while (rank(bitsOf[at], others[at]) !== last[which]) at++;
      }
      others[at] = other;
      bitsOf[at] = bits;
      ways[at] = way;
      if (known[which] < most) return;
      let worst = 0;
      for (let i = begin; i < begin + most; i++) worst = Math.max(worst, rank(bitsOf[i], others[i]));
      last[which] = worst;
    },
    each: (which, tell) => {
      const begin = which * most;
      const places = Array.from({ length: known[which] }, (_, i) => begin + i);
      places.sort((a, b) => rank(bitsOf[a], others[a]) - rank(bitsOf[b], others[b]));
      for (const at of places) tell(others[at], ways[at]);
    },
    clear: () => {
      known.fill(0);
      last.fill(Infinity);
    },
  };
}
