import { lowestFirst } from './ordering.ts';
import { DOUBTED, rowReader, type RowBlock, type RowFacts, type RowView } from './rows.ts';

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
}

/** Room beyond the quota, so that it is not cut back at every example. */
const SPARE = 16;

export function startGathering({ quotas, sizes, cutoffs, cutoffRows }: PairQuotas): Gathering {
  const pairs = quotas.length;
  const offsets = new Float64Array(pairs + 1);
  for (let p = 0; p < pairs; p++) offsets[p + 1] = offsets[p] + Math.min(2 * quotas[p] + SPARE, sizes[p]);
  const candidates = {
    offsets,
    counts: new Int32Array(pairs),
    margins: new Float64Array(offsets[pairs]),
    rows: new Int32Array(offsets[pairs]),
  };
  return { candidates, cutoffs: cutoffs.slice(), cutoffRows: cutoffRows.slice() };
}

/** Gathers from a block. */
export function gatherBlock(block: RowBlock, pass: SelectPass, gathering: Gathering): void {
  // The pair of an example's label and most probable class is where it will be taken, if anywhere. When all have been
  // there, the cut-offs are low, and hardly any example is looked at twice for the other pairs.
  if (pass.doubted) gatherLikely(block, pass, gathering);
  const { facts, pairs, doubted, offRows } = pass;
  const { labels, own, best, flags } = facts;
  const { starts, others } = pairs;
  const { cutoffs, cutoffRows } = gathering;
  const point = rowReader(block, offRows);
  const view: RowView = { data: block.data, base: 0 };
  const wanted = doubted ? DOUBTED : 0;
  for (let row = block.start; row < block.start + block.n; row++) {
    const label = labels[row];
    const first = starts[label];
    const end = starts[label + 1];
    if ((flags[row] & DOUBTED) !== wanted || first === end) continue;
    point(row, view);
    const { data, base } = view;
    const given = own[row];
    const done = doubted ? best[row] : -1;
    for (let p = first; p < end; p++) {
      const margin = given - data[base + others[p]];
      if (margin > cutoffs[p] || (margin === cutoffs[p] && row >= cutoffRows[p])) continue;
      if (others[p] !== done) take(pairs, gathering, p, margin, row);
    }
  }
}

/** Gathers each doubted example for the pair of its label and its most probable class. */
function gatherLikely(block: RowBlock, { facts, pairs, offRows }: SelectPass, gathering: Gathering): void {
  const { labels, own, best, flags } = facts;
  const { cutoffs, cutoffRows } = gathering;
  const point = rowReader(block, offRows);
  const view: RowView = { data: block.data, base: 0 };
  for (let row = block.start; row < block.start + block.n; row++) {
    if ((flags[row] & DOUBTED) === 0) continue;
    const p = pairOf(pairs, labels[row], best[row]);
    if (p < 0) continue;
    point(row, view);
    const margin = own[row] - view.data[view.base + best[row]];
    if (margin > cutoffs[p] || (margin === cutoffs[p] && row >= cutoffRows[p])) continue;
    take(pairs, gathering, p, margin, row);
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

/** Adds a candidate that is before its pair's cut-off; gives up those that are too many. */
function take({ quotas }: PairQuotas, gathering: Gathering, p: number, margin: number, row: number): void {
  const { offsets, counts, margins, rows } = gathering.candidates;
  const from = offsets[p];
  const count = ++counts[p];
  margins[from + count - 1] = margin;
  rows[from + count - 1] = row;
  const quota = quotas[p];
  const isFull = from + count === offsets[p + 1] && count > quota;
  if (!isFull && count !== quota) return;
  lowestFirst(margins, rows, from, count, quota);
  counts[p] = quota;
  gathering.cutoffs[p] = margins[from + quota - 1];
  gathering.cutoffRows[p] = rows[from + quota - 1];
}

/** What is left when only as many as each pair's quota are kept. */
export function finishGathering({ quotas }: PairQuotas, { candidates }: Gathering): Candidates {
  return packed(quotas, [candidates]);
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
