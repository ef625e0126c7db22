import { newReadAhead, readPlaces, reserve, type ReadAhead } from './read-ahead.ts';
import { lowestFirst } from '../numeric/ordering.ts';
import { PROBABILITY_TOLERANCE, ROW_SUM_NOISE } from './row-check.ts';
import { BEST, DOUBTED, forEachRun, type RowBlock, type RowFacts } from './rows.ts';

/**
 * Pairs of a given label and another class, and how many of the label's examples to take for each. The pairs of label c
 * are numbered `starts[c] … starts[c + 1] - 1`.
 */
export interface PairQuotas {
  /** K + 1 numbers. */
  readonly starts: Int32Array;
  /** The other class of each pair, ascending within a label. */
  readonly others: Int32Array;
  /** At least 1 each. */
  readonly quotas: Float64Array;
  /** Number of examples of each pair's label. */
  readonly sizes: Float64Array;
  /** Only an example before (`cutoffs`, `cutoffRows`) can still be among those that are taken. */
  readonly cutoffs: Float64Array;
  readonly cutoffRows: Int32Array;
}

/** For each pair, the examples with the lowest margin p(given) − p(other); on ties the lower row. */
export interface SelectPass {
  readonly kind: 'select';
  readonly facts: RowFacts;
  readonly pairs: PairQuotas;
  /** Look at the examples whose label is doubted, or at the others. */
  readonly doubted: boolean;
  readonly offRows: Int32Array;
}

/** What was taken: for pair p, `counts[p]` rows from `offsets[p]` on, in no order, but never more than its quota. */
export interface Candidates {
  readonly offsets: Float64Array;
  readonly counts: Int32Array;
  readonly margins: Float64Array;
  readonly rows: Int32Array;
}

/** Candidates while they are gathered, and the cut-offs as they fall. */
export interface Gathering {
  readonly candidates: Candidates;
  readonly cutoffs: Float64Array;
  readonly cutoffRows: Int32Array;
  /** Of each label, the highest of its pairs' cut-offs. */
  readonly highest: Float64Array;
  /** Of each label: `DOUBTED` where it has pairs. */
  readonly hasPairs: Uint8Array;
  /** The examples of a run that are looked at, and their highest probabilities where those are asked for. */
  readonly ahead: ReadAhead;
}

/** Room beyond the quota, so that it is not cut back at every example. */
const SPARE = 16;

/** How many candidates a pair has room for: a quarter more than are taken, but never more than there are examples. */
export const roomOf = (quota: number, size: number): number => Math.min(quota + (quota >> 2) + SPARE, size);

/** Memory that is used again by the next pass. */
export interface Scratch {
  margins: Float64Array;
  rows: Int32Array;
}

export const newScratch = (): Scratch => ({ margins: new Float64Array(0), rows: new Int32Array(0) });

/** @param scratch where the candidates are to stand; they are valid until it is used again */
export function startGathering(
  { starts, quotas, sizes, cutoffs, cutoffRows }: PairQuotas,
  scratch = newScratch(),
): Gathering {
  const pairs = quotas.length;
  const offsets = new Float64Array(pairs + 1);
  for (let p = 0; p < pairs; p++) offsets[p + 1] = offsets[p] + roomOf(quotas[p], sizes[p]);
  if (scratch.rows.length < offsets[pairs]) {
    scratch.margins = new Float64Array(offsets[pairs]);
    scratch.rows = new Int32Array(offsets[pairs]);
  }
  const candidates = { offsets, counts: new Int32Array(pairs), margins: scratch.margins, rows: scratch.rows };
  const highest = new Float64Array(starts.length - 1);
  const hasPairs = new Uint8Array(highest.length);
  for (let label = 0; label < highest.length; label++) {
    highest[label] = highestOf(starts, cutoffs, label);
    hasPairs[label] = starts[label] < starts[label + 1] ? DOUBTED : 0;
  }
  const ahead = newReadAhead();
  return { candidates, cutoffs: cutoffs.slice(), cutoffRows: cutoffRows.slice(), highest, hasPairs, ahead };
}

/** The highest cut-off of a label's pairs; −∞ where there are none. */
function highestOf(starts: Int32Array, cutoffs: Float64Array, label: number): number {
  let highest = -Infinity;
  for (let p = starts[label]; p < starts[label + 1]; p++) if (cutoffs[p] > highest) highest = cutoffs[p];
  return highest;
}

/** Gathers from a block. */
export function gatherBlock(block: RowBlock, pass: SelectPass, gathering: Gathering): void {
  const { facts, pairs, offRows } = pass;
  const gather = (from: typeof gatherLikely): void => {
    forEachRun(block, offRows, (run) => {
      const count = listWanted(run, pass, gathering);
      if (pass.doubted) readPlaces(run, facts, gathering.ahead, count);
      from(run, count, facts, pairs, gathering);
    });
  };
  // The pair of an example's label and most probable class is where it will be taken, if anywhere. Once all are
  // gathered there, the cut-offs are low, and hardly any example is looked at twice for the other pairs.
  if (pass.doubted) gather(gatherLikely);
  gather(pass.doubted ? gatherDoubted : gatherTrusted);
}

/** Lists the examples of a run, by their place in it, that the pass is about. No branch: the processor could not predict it. */
function listWanted({ start, n }: RowBlock, { facts, doubted }: SelectPass, gathering: Gathering): number {
  const { labels, marks } = facts;
  const { hasPairs, ahead } = gathering;
  reserve(ahead, n);
  const { places } = ahead;
  const flip = doubted ? 0 : DOUBTED;
  let count = 0;
  for (let r = 0; r < n; r++) {
    places[count] = r;
    count += (marks[start + r] ^ flip) & hasPairs[labels[start + r]];
  }
  return count;
}

/** Gathers each doubted example for the pair of its label and its most probable class. */
function gatherLikely(
  { start }: RowBlock,
  count: number,
  { labels, own, marks }: RowFacts,
  pairs: PairQuotas,
  gathering: Gathering,
): void {
  const { cutoffs, cutoffRows, highest, ahead } = gathering;
  const { places, bestProbabilities } = ahead;
  for (let w = 0; w < count; w++) {
    const row = start + places[w];
    const margin = own[row] - bestProbabilities[places[w]];
    if (margin > highest[labels[row]]) continue;
    const p = pairOf(pairs, labels[row], marks[row] >> BEST);
    if (p < 0) continue;
    if (margin > cutoffs[p] || (margin === cutoffs[p] && row >= cutoffRows[p])) continue;
    take(pairs, gathering, labels[row], p, margin, row);
  }
}

/** Gathers each doubted example for the other pairs of its label. */
function gatherDoubted(
  { data, start, k }: RowBlock,
  count: number,
  { labels, own, marks }: RowFacts,
  pairs: PairQuotas,
  gathering: Gathering,
): void {
  const { starts, others } = pairs;
  const { cutoffs, cutoffRows, highest, ahead } = gathering;
  const { places, bestProbabilities } = ahead;
  const largestSum = 1 + ROW_SUM_NOISE + 2 * k * PROBABILITY_TOLERANCE;
  for (let w = 0; w < count; w++) {
    const row = start + places[w];
    const label = labels[row];
    const given = own[row];
    // No other class than these two is more probable than what they leave of the row's sum, to which strays below 0 add:
    // in a row that was normalised a little more than they may, and twice as much is room for rounding too.
    const bestProbability = bestProbabilities[places[w]];
    if (given - Math.min(bestProbability, largestSum - given - bestProbability) > highest[label]) continue;
    const base = places[w] * k;
    const best = marks[row] >> BEST;
    const end = starts[label + 1];
    for (let p = starts[label]; p < end; p++) {
      const margin = given - data[base + others[p]];
      if (margin > cutoffs[p] || (margin === cutoffs[p] && row >= cutoffRows[p])) continue;
      if (others[p] !== best) take(pairs, gathering, label, p, margin, row);
    }
  }
}

/** Gathers each example whose label is not doubted. */
function gatherTrusted(
  { data, start, k }: RowBlock,
  count: number,
  { labels, own }: RowFacts,
  pairs: PairQuotas,
  gathering: Gathering,
): void {
  const { starts, others } = pairs;
  const { cutoffs, cutoffRows } = gathering;
  const { places } = gathering.ahead;
  for (let w = 0; w < count; w++) {
    const row = start + places[w];
    const label = labels[row];
    const end = starts[label + 1];
    for (let p = starts[label]; p < end; p++) {
      const margin = own[row] - data[places[w] * k + others[p]];
      if (margin > cutoffs[p] || (margin === cutoffs[p] && row >= cutoffRows[p])) continue;
      take(pairs, gathering, label, p, margin, row);
    }
  }
}

/** The number of a pair; -1 where there is no such pair. */
function pairOf({ starts, others }: PairQuotas, label: number, other: number): number {
  let low = starts[label];
  let high = starts[label + 1] - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (others[middle] === other) return middle;
    if (others[middle] < other) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Adds a candidate that is before its pair's cut-off; drops those that are too many. */
function take(
  { starts, quotas }: PairQuotas,
  { candidates, cutoffs, cutoffRows, highest }: Gathering,
  label: number,
  p: number,
  margin: number,
  row: number,
): void {
  const { offsets, counts, margins, rows } = candidates;
  const from = offsets[p];
  const count = ++counts[p];
  margins[from + count - 1] = margin;
  rows[from + count - 1] = row;
  const quota = quotas[p];
  const isFull = from + count === offsets[p + 1] && count > quota;
  if (!isFull && count !== quota) return;
  lowestFirst(margins, rows, from, count, quota);
  counts[p] = quota;
  const last = cutoffs[p];
  cutoffs[p] = margins[from + quota - 1];
  cutoffRows[p] = rows[from + quota - 1];
  if (last === highest[label]) highest[label] = highestOf(starts, cutoffs, label);
}

/** What is left when only as many as each pair's quota are kept; in memory of its own, so that it can be sent away. */
export function finishGathering({ quotas }: PairQuotas, { candidates }: Gathering): Candidates {
  return packed(quotas, [candidates]);
}

/** The same where the candidates stand. */
export function trimCandidates({ quotas }: PairQuotas, { candidates }: Gathering): Candidates {
  const { offsets, counts, margins, rows } = candidates;
  for (let p = 0; p < quotas.length; p++) {
    if (counts[p] <= quotas[p]) continue;
    lowestFirst(margins, rows, offsets[p], counts[p], quotas[p]);
    counts[p] = quotas[p];
  }
  return candidates;
}

/** The candidates of several shares of the rows as if they had been gathered at once. */
export function mergeCandidates({ quotas }: PairQuotas, parts: readonly Candidates[]): Candidates {
  return parts.length === 1 ? parts[0] : packed(quotas, parts);
}

function packed(quotas: Float64Array, parts: readonly Candidates[]): Candidates {
  const pairs = quotas.length;
  const offsets = new Float64Array(pairs + 1);
  const counts = new Int32Array(pairs);
  const totalOf = (p: number): number => parts.reduce((sum, part) => sum + part.counts[p], 0);
  let most = 0;
  for (let p = 0; p < pairs; p++) {
    const total = totalOf(p);
    most = Math.max(most, total);
    counts[p] = Math.min(total, quotas[p]);
    offsets[p + 1] = offsets[p] + counts[p];
  }
  const margins = new Float64Array(offsets[pairs]);
  const rows = new Int32Array(offsets[pairs]);
  const someMargins = new Float64Array(most);
  const someRows = new Int32Array(most);
  for (let p = 0; p < pairs; p++) {
    let total = 0;
    for (const part of parts) {
      const from = part.offsets[p];
      for (let c = 0; c < part.counts[p]; c++) {
        someMargins[total] = part.margins[from + c];
        someRows[total++] = part.rows[from + c];
      }
    }
    if (total > quotas[p]) lowestFirst(someMargins, someRows, 0, total, quotas[p]);
    margins.set(someMargins.subarray(0, counts[p]), offsets[p]);
    rows.set(someRows.subarray(0, counts[p]), offsets[p]);
  }
  return { offsets, counts, margins, rows };
}
