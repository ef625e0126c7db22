import { setImmediate as nextTurn } from 'node:timers/promises';
import { nearestRows, type ComparedRows, type Labels } from '../../core/index.ts';

export interface NearestInput {
  /** What the pictures are compared by. */
  readonly features: ComparedRows;
  /** Given label of each row. */
  readonly labels: Labels;
  /** What each picture held: rows of the same content are one picture. Undefined where it can't be read. */
  readonly contentHashes: readonly (string | undefined)[];
}

/** Class indices and how many of the nearest pictures bear each as their given label, most first. */
export type LabelCounts = readonly (readonly [label: number, pictures: number])[];

/** The pictures that look most like one. */
export interface NearestPictures {
  /** Their rows, nearest first. */
  readonly rows: readonly number[];
  /** Their given labels. */
  readonly counts: LabelCounts;
}

/** How many pictures are looked at around each. */
const NEAREST = 5;
/** So many pairs of pictures are compared at most, whatever the size of the data set: some 10 s on one core. */
const MOST_PAIRS = 100_000_000;
/** But for the worst of the list neighbours are looked for in any case. */
const LEAST_ROWS = 100;
/** Milliseconds after which the event loop runs, so that a cancel takes effect. */
const SLICE = 40;

/**
 * For flagged rows the five pictures that look most like each, and their given labels; the picture itself and its copies are left out.
 *
 * @param rows worst first
 * @returns for the first of the rows, as many as are worth their time: all of 2,000 among 50,000 pictures
 * @throws the signal's reason where it is aborted
 */
export async function nearestLabels(
  rows: readonly number[],
  { features, labels, contentHashes }: NearestInput,
  signal?: AbortSignal,
): Promise<NearestPictures[]> {
  const nearest = nearestRows(features, groupsOf(contentHashes));
  const most = Math.max(LEAST_ROWS, Math.floor(MOST_PAIRS / Math.max(1, features.n)));
  const found = new Int32Array(NEAREST);
  const all: NearestPictures[] = [];
  let since = performance.now();
  for (const row of rows.slice(0, most)) {
    if (performance.now() - since > SLICE) {
      await nextTurn();
      signal?.throwIfAborted();
      since = performance.now();
    }
    const near = found.subarray(0, nearest(row, found));
    all.push({ rows: [...near], counts: countsOf(labels, near) });
  }
  return all;
}

function groupsOf(contentHashes: readonly (string | undefined)[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(contentHashes, (hash, row) => {
    if (hash === undefined) return row;
    const known = numbers.get(hash);
    if (known !== undefined) return known;
    numbers.set(hash, row);
    return row;
  });
}

function countsOf(labels: Labels, rows: Int32Array): LabelCounts {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return [...counts].sort(([a, most], [b, more]) => more - most || a - b);
}
