import { BEST, type RowBlock, type RowFacts } from './rows.ts';

/**
 * The highest probabilities of some of a run's rows, by their place in the run. The rows that a pass is about lie far apart
 * in memory: read one after the other, with nothing to decide between, the processor waits for many of them at once.
 */
export interface Leads {
  most: Float64Array;
  /** The places of those rows, ascending; the first of them count. */
  places: Int32Array;
}

export const newLeads = (): Leads => ({ most: new Float64Array(0), places: new Int32Array(0) });

/** Room for the leads of a run. */
export function makeRoom(leads: Leads, n: number): void {
  if (leads.places.length >= n) return;
  leads.most = new Float64Array(n);
  leads.places = new Int32Array(n);
}

/** Reads the leads of those whose label is not their most probable class. */
export function readLeads(run: RowBlock, facts: RowFacts, leads: Leads): void {
  const { start, n } = run;
  const { labels, marks } = facts;
  makeRoom(leads, n);
  const { places } = leads;
  let count = 0;
  for (let r = 0; r < n; r++) {
    // Without a branch, which nobody could foresee.
    places[count] = r;
    count += Number(marks[start + r] >> BEST !== labels[start + r]);
  }
  readAt(run, facts, leads, count);
}

/** Reads the leads of the first `count` places. */
export function readAt(
  { data, start, k }: RowBlock,
  { marks }: RowFacts,
  { most, places }: Leads,
  count: number,
): void {
  for (let c = 0; c < count; c++) {
    const r = places[c];
    most[r] = data[r * k + (marks[start + r] >> BEST)];
  }
}
