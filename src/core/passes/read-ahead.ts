import { BEST, type RowBlock, type RowFacts } from './rows.ts';

/**
 * The highest probabilities of some of a run's rows, by their place in the run. The rows that a pass is about lie far apart
 * in memory: when they are read in a loop of their own, without a branch, the processor waits for many of them at once.
 */
export interface ReadAhead {
  bestProbabilities: Float64Array;
  /** The places of those rows, ascending; only the first of them count. */
  places: Int32Array;
}

export const newReadAhead = (): ReadAhead => ({
  bestProbabilities: new Float64Array(0),
  places: new Int32Array(0),
});

/** Makes room for a run of `n` rows. */
export function reserve(ahead: ReadAhead, n: number): void {
  if (ahead.places.length >= n) return;
  ahead.bestProbabilities = new Float64Array(n);
  ahead.places = new Int32Array(n);
}

/** Reads the highest probability of each row whose label is not its most probable class. */
export function readDisagreeing(run: RowBlock, facts: RowFacts, ahead: ReadAhead): void {
  const { start, n } = run;
  const { labels, marks } = facts;
  reserve(ahead, n);
  const { places } = ahead;
  let count = 0;
  for (let r = 0; r < n; r++) {
    // No branch here: the processor could not predict it.
    places[count] = r;
    count += Number(marks[start + r] >> BEST !== labels[start + r]);
  }
  readPlaces(run, facts, ahead, count);
}

/** Reads the highest probability of the rows at the first `count` places. */
export function readPlaces(
  { data, start, k }: RowBlock,
  { marks }: RowFacts,
  { bestProbabilities, places }: ReadAhead,
  count: number,
): void {
  for (let c = 0; c < count; c++) {
    const r = places[c];
    bestProbabilities[r] = data[r * k + (marks[start + r] >> BEST)];
  }
}
