import type { ComparedRows } from './nearest-rows.ts';

/** Which rows hold the same numbers. */
export interface DistinctRows {
  /** First row of each set of equal rows, ascending. */
  readonly firsts: Int32Array;
  /** For each row its set: place in `firsts`. */
  readonly setOf: Int32Array;
  /** Rows of set s, ascending: `members[starts[s]]` … `members[starts[s + 1] - 1]`. */
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

/** Groups rows that are equal, number for number; 0 and -0 are equal. */
export function distinctRows({ data, n, k }: ComparedRows): DistinctRows {
  const words = wordsOf(data);
  const perRow = n === 0 ? 0 : words.length / n;
  const isWide = data instanceof Float64Array;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * n)));
  const table = new Int32Array(size).fill(-1);
  const setOf = new Int32Array(n);
  const firsts: number[] = [];
  for (let row = 0; row < n; row++) {
    let hash = 0x811c9dc5;
    for (let at = row * perRow, end = at + perRow; at < end; at++) {
      const word = words[at];
      // The sign of a zero does not count: that of a float64 stands in its second half.
      const isZero = (word | 0) === -0x80000000 && (!isWide || ((at & 1) === 1 && words[at - 1] === 0));
      hash = Math.imul(hash ^ (isZero ? 0 : word), 0x01000193);
      hash ^= hash >>> 15;
    }
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 0) & (size - 1);
    while (table[slot] >= 0 && !isEqual(data, firsts[table[slot]] * k, row * k, k)) slot = (slot + 1) & (size - 1);
    if (table[slot] < 0) {
      table[slot] = firsts.length;
      firsts.push(row);
    }
    setOf[row] = table[slot];
  }
  return { firsts: Int32Array.from(firsts), setOf, ...listsOf(setOf, firsts.length) };
}

function wordsOf(data: ComparedRows['data']): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}

function isEqual(data: ComparedRows['data'], a: number, b: number, k: number): boolean {
  for (let column = 0; column < k; column++) if (data[a + column] !== data[b + column]) return false;
  return true;
}

/** The rows of each of `sets` sets, ascending. */
export function listsOf(setOf: Int32Array, sets: number): Pick<DistinctRows, 'members' | 'starts'> {
  const starts = new Int32Array(sets + 1);
  for (const set of setOf) starts[set + 1]++;
  for (let set = 0; set < sets; set++) starts[set + 1] += starts[set];
  const next = starts.slice(0, sets);
  const members = new Int32Array(setOf.length);
  setOf.forEach((set, row) => {
    members[next[set]++] = row;
  });
  return { members, starts };
}
