import { normaliseRow, rowLike } from './row-check.ts';
import type { Labels } from './types.ts';

/** Some rows of the N×K probabilities: all of them, a thread's share, or what was just read from a file. */
export interface RowBlock {
  /** Row-major, `n * k` long. */
  readonly data: Float32Array | Float64Array;
  /** Number of the block's first row among all. */
  readonly start: number;
  readonly n: number;
  readonly k: number;
}

/** What is kept of each example, so that later passes need not look at all of its probabilities again. */
export interface RowFacts {
  /** N class indices. */
  readonly labels: Labels;
  /** N probabilities of the given labels. */
  readonly own: Float64Array;
  /** N most probable classes; the lowest index on ties. As narrow as K allows. */
  readonly best: Uint8Array | Uint16Array | Int32Array;
  /** N bytes of flags: `DOUBTED`, `OFF_DIAGONAL`. */
  readonly flags: Uint8Array;
}

/** Another class is more probable than the label, by more than 1e-6. Only such an example can be a label issue. */
export const DOUBTED = 1;
/** Confidently of another class than its label. */
export const OFF_DIAGONAL = 2;

/**
 * Room for the facts.
 *
 * @param labels N class indices
 * @param k number of classes
 * @param allocate memory of so many bytes; shared memory where threads are to work on it
 */
export function allocateFacts(
  labels: Labels,
  k: number,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): RowFacts {
  const n = labels.length;
  const best =
    k <= 0x100
      ? new Uint8Array(allocate(n))
      : k <= 0x10000
        ? new Uint16Array(allocate(2 * n))
        : new Int32Array(allocate(4 * n));
  return { labels, own: new Float64Array(allocate(8 * n)), best, flags: new Uint8Array(allocate(n)) };
}

/** Where the probabilities of one example are: `k` of them in `data`, from `base` on. */
export interface RowView {
  data: Float32Array | Float64Array;
  base: number;
}

/**
 * The rows of `block` as the mathematics wants them: as they are, but normalised where the scan said so.
 *
 * @param offRows numbers of the rows to normalise, ascending
 * @returns a function that points `view` at a row; rows must be asked for in ascending order
 */
export function rowReader({ data, start, k }: RowBlock, offRows: Int32Array): (row: number, view: RowView) => void {
  if (offRows.length === 0) {
    return (row, view) => {
      view.data = data;
      view.base = (row - start) * k;
    };
  }
  const room = rowLike(data, k);
  let next = 0;
  return (row, view) => {
    while (next < offRows.length && offRows[next] < row) next++;
    const base = (row - start) * k;
    const isOff = offRows[next] === row;
    if (isOff) normaliseRow(data, base, k, room, 0);
    view.data = isOff ? room : data;
    view.base = isOff ? 0 : base;
  };
}
