import { PANEL, similarLists } from './similar-lists.ts';

/** Rows, dealt into cells of such as are close to each other. */
export interface Cells {
  readonly count: number;
  /** Cells that are nearest to each row, `probes` for each, nearest first: the row lies in the first. */
  readonly nearest: Int32Array;
  readonly probes: number;
}

/** Writes a row into an array. */
export type RowReader = (row: number, into: Float64Array) => void;

/** Rows in a cell, on average. */
const ROWS = 256;
/** Rows of each cell, on average, of which its centre is found. */
const SAMPLE = 32;
const ROUNDS = 5;
/** Rows that are dealt at once. */
const AT_ONCE = 8192;

/**
 * Deals rows into cells by k-means over some of them, which are spread evenly over all.
 *
 * @param probes cells that are told for each row
 * @yields the share that is done
 */
export function* cellsOf(n: number, d: number, read: RowReader, probes: number): Generator<number, Cells> {
  const count = Math.max(probes, Math.ceil(n / ROWS));
  const size = Math.min(n, count * SAMPLE);
  const sample = Int32Array.from({ length: size }, (_, i) => Math.floor((i * n) / size));
  const centres = new Float64Array(count * d);
  const row = new Float64Array(d);
  for (let cell = 0; cell < count; cell++) {
    read(sample[Math.floor((cell * size) / count)], row);
    centres.set(row, cell * d);
  }
  const training = besideCentres(size, count, d, 1);
  sample.forEach((at, place) => {
    read(at, row);
    training.lists.fill(place, row);
  });
  for (let round = 0; round < ROUNDS; round++) {
    yield* training.compare(centres, size);
    const sizes = new Int32Array(count);
    const sums = new Float64Array(count * d);
    for (let place = 0; place < size; place++) {
      const cell = training.lists.found[place] - training.first;
      sizes[cell]++;
      read(sample[place], row);
      for (let column = 0; column < d; column++) sums[cell * d + column] += row[column];
    }
    // A cell that nothing is left in keeps its centre.
    for (let cell = 0; cell < count; cell++) {
      if (sizes[cell] === 0) continue;
      for (let column = 0; column < d; column++) centres[cell * d + column] = sums[cell * d + column] / sizes[cell];
    }
    yield (round + 1) / (ROUNDS + 1) / 2;
  }
  const nearest = new Int32Array(n * probes);
  const chunk = Math.min(n, AT_ONCE);
  const dealing = besideCentres(chunk, count, d, probes);
  for (let from = 0; from < n; from += chunk) {
    const rows = Math.min(chunk, n - from);
    for (let place = 0; place < rows; place++) {
      read(from + place, row);
      dealing.lists.fill(place, row);
    }
    yield* dealing.compare(centres, rows);
    for (let at = 0; at < rows * probes; at++) nearest[from * probes + at] = dealing.lists.found[at] - dealing.first;
    yield 0.5 + (0.5 * (from + rows)) / n;
  }
  return { count, nearest, probes };
}

/** Room for rows, and behind them for centres, which are compared with each other. */
function besideCentres(
  rows: number,
  count: number,
  d: number,
  m: number,
): {
  readonly lists: ReturnType<typeof similarLists>;
  readonly first: number;
  readonly compare: (centres: Float64Array, rows: number) => Generator<number, void>;
} {
  const first = Math.ceil(rows / PANEL) * PANEL;
  const lists = similarLists(first + count, d, m);
  return {
    lists,
    first,
    *compare(centres, filled) {
      for (let cell = 0; cell < count; cell++) lists.fill(first + cell, centres.subarray(cell * d, (cell + 1) * d));
      lists.forget();
      const panels = Math.ceil(filled / PANEL);
      for (let from = 0; from < panels; from += lists.block) {
        const end = Math.min(panels, from + lists.block);
        for (let at = first / PANEL; at < lists.panels; at += lists.block) {
          lists.compare(from, end, at, Math.min(lists.panels, at + lists.block));
        }
        yield 0;
      }
    },
  };
}
