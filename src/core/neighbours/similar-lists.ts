import { KERNEL_BYTES } from './kernel-bytes.ts';

/** What assembly/index.ts exports; see there. */
type Compare = (
  x: number,
  d: number,
  head: number,
  half: number,
  tail: number,
  limits: number,
  similarities: number,
  found: number,
  m: number,
  fromI: number,
  toI: number,
  fromJ: number,
  toJ: number,
  scratch: number,
) => void;

/** Rows that the kernel takes together. */
export const PANEL = 8;
/** Panels that are compared at once fit in the second-level cache. */
const BLOCK_BYTES = 2 ** 17;
const PAGE = 2 ** 16;
/** Half a squared length that no row has. */
const NO_ROW = 3e38;
/** The columns after which a pair is dropped, where the others cannot bring it any closer: as many, where there are many more. */
const HEAD = 64;

/** Lists of the most similar rows of each place, in single precision, which the SIMD kernel fills. */
export interface SimilarLists {
  /** Number of panels of eight places. */
  readonly panels: number;
  /** Panels that are best compared at once with as many others. */
  readonly block: number;
  /** Puts a row into a place. Places that are never filled are never found. */
  readonly fill: (place: number, row: ArrayLike<number>) => void;
  /** Compares all rows of some panels with all of others, each pair once where the ranges are the same or apart. */
  readonly compare: (fromI: number, toI: number, fromJ: number, toJ: number) => void;
  /** Places that are most similar to each place, `m` for each, most similar first; -1 where fewer were compared. */
  readonly found: Int32Array;
  /** Of each the dot product less half the squared length of the row that was found. */
  readonly similarities: Float32Array;
  /** Half the squared length of the row in each place. */
  readonly half: Float32Array;
  /** Forgets what was found. */
  readonly forget: () => void;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Room for `places` rows of `d` columns, and for the `m` most similar of each. Rows are closest to each other where the dot
 * product less half the other's squared length is largest: that orders by Euclidean distance.
 */
export function similarLists(places: number, d: number, m: number): SimilarLists {
  const panels = Math.ceil(places / PANEL);
  const rows = panels * PANEL;
  // Offset 0 stays free, and each part begins where a cache line does.
  let end = 64;
  const room = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const at = {
    x: room(rows * d * 4),
    half: room(rows * 4),
    tail: room(rows * 4),
    limits: room(rows * 4),
    similarities: room(rows * m * 4),
    found: room(rows * m * 4),
    scratch: room(128),
  };
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const { compare } = exports as unknown as { readonly compare: Compare };
  const floats = (from: number, length: number): Float32Array => new Float32Array(memory.buffer, from, length);
  const x = floats(at.x, rows * d);
  const half = floats(at.half, rows).fill(NO_ROW);
  const tail = floats(at.tail, rows);
  const limits = floats(at.limits, rows);
  const similarities = floats(at.similarities, rows * m);
  const found = new Int32Array(memory.buffer, at.found, rows * m);
  const head = d >= 2 * HEAD ? HEAD : d;
  const forget = (): void => {
    limits.fill(-Infinity);
    similarities.fill(-Infinity);
    found.fill(-1);
  };
  forget();
  return {
    panels,
    block: Math.max(2, Math.floor(BLOCK_BYTES / (d * PANEL * 4))),
    fill: (place, row) => {
      const start = Math.floor(place / PANEL) * d * PANEL + (place % PANEL);
      let all = 0;
      let others = 0;
      for (let column = 0; column < d; column++) {
        const value = Math.fround(row[column]);
        x[start + column * PANEL] = value;
        all += value * value;
        if (column >= head) others += value * value;
      }
      half[place] = all / 2;
      // A little more, so that rounding drops no pair.
      tail[place] = Math.sqrt(others) * (1 + 1e-4);
    },
    compare: (fromI, toI, fromJ, toJ) => {
      const { scratch } = at;
      compare(
        at.x,
        d,
        head,
        at.half,
        at.tail,
        at.limits,
        at.similarities,
        at.found,
        m,
        fromI,
        toI,
        fromJ,
        toJ,
        scratch,
      );
    },
    ...{ found, similarities, half, forget },
  };
}
