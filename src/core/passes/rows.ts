import { normaliseRow, rowLike } from './row-check.ts';
import type { ClassIndices } from '../types.ts';

/** Some rows of the N×K probabilities: all of them, a thread's share, or what was just read from a file. */
export interface RowBlock {
  /** Row-major, `n * k` long. */
  readonly data: Float32Array | Float64Array;
  /** Number of the block's first row among all. */
  readonly start: number;
  readonly n: number;
  readonly k: number;
}

/** What is kept of each example, so that later passes need not read all of its probabilities again. */
export interface RowFacts {
  /** N class indices. */
  readonly labels: ClassIndices;
  /** N probabilities of the given labels. */
  readonly own: Float64Array;
  /**
   * N marks: the most probable class (the lowest index on ties), shifted left by `BEST`, and below it the flags `DOUBTED`,
   * `OFF_DIAGONAL` and `ISSUE`. As narrow as K allows.
   */
  readonly marks: ClassIndices;
}

/** Another class is more probable than the label, by more than 1e-6. Only such an example can be a label issue. */
export const DOUBTED = 1;
/** Confidently of another class than its label. */
export const OFF_DIAGONAL = 2;
/** A label issue, as the latest search found. */
export const ISSUE = 4;
/** The bits of a mark that hold the flags. */
export const BEST = 3;

/**
 * Room for the facts.
 *
 * @param labels N class indices
 * @param k number of classes
 * @param allocate gives memory for the bytes asked for: shared memory where threads will work on it
 */
export function allocateFacts(
  labels: ClassIndices,
  k: number,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): RowFacts {
  const n = labels.length;
  const most = k << BEST;
  const marks =
    most <= 0x100
      ? new Uint8Array(allocate(n))
      : most <= 0x10000
        ? new Uint16Array(allocate(2 * n))
        : new Int32Array(allocate(4 * n));
  return { labels, own: new Float64Array(allocate(8 * n)), marks };
}

/** The most probable class of an example; the lowest index on ties. */
export const bestOf = ({ marks }: RowFacts, row: number): number => marks[row] >> BEST;

/** The most probable class of each example. */
export function bestOfAll({ marks }: RowFacts): Int32Array {
  const best = new Int32Array(marks.length);
  for (let i = 0; i < best.length; i++) best[i] = marks[i] >> BEST;
  return best;
}

/** How many probabilities a visitor gets at once: few, so that it is called often and V8 optimises it soon. */
const AT_ONCE = 2 ** 15;

/**
 * Visits the rows of `block` as the mathematics needs them: unchanged, or normalised where the scan says so.
 *
 * @param offRows numbers of the rows to normalise, ascending
 * @param visit called with consecutive rows, together all of the block's
 */
export function forEachRun(block: RowBlock, offRows: Int32Array, visit: (run: RowBlock) => void): void {
  const { data, start, n, k } = block;
  const end = start + n;
  const most = Math.max(1, Math.floor(AT_ONCE / k));
  let next = 0;
  while (next < offRows.length && offRows[next] < start) next++;
  let room: RowBlock['data'] | undefined;
  for (let row = start; row < end;) {
    if (offRows[next] === row) {
      room ??= rowLike(data, k);
      normaliseRow(data, (row - start) * k, k, room, 0);
      visit({ data: room, start: row, n: 1, k });
      next++;
      row++;
      continue;
    }
    const stop = Math.min(end, row + most, next < offRows.length ? offRows[next] : end);
    visit({ data: data.subarray((row - start) * k, (stop - start) * k), start: row, n: stop - row, k });
    row = stop;
  }
}
