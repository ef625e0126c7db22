import type { Analysis } from '../passes/analysis.ts';
import { forEachLowest } from '../numeric/ordering.ts';
import { perform, type Steps } from '../passes/passes.ts';
import type { PruneCounts } from './prune-counts.ts';
import { DOUBTED, ISSUE } from '../passes/rows.ts';
import { mergeCandidates, roomOf, type Candidates, type PairQuotas } from '../passes/select-pass.ts';
import { COMPARISON_TOLERANCE } from '../tolerances.ts';

/** The examples of each label, ascending: those of class c are `members[starts[c]] … members[starts[c + 1] - 1]`. */
interface ClassMembers {
  readonly members: Int32Array;
  readonly starts: Int32Array;
}

function groupByLabel({ facts: { labels }, labelCounts }: Analysis): ClassMembers {
  const starts = new Int32Array(labelCounts.length + 1);
  for (let c = 0; c < labelCounts.length; c++) starts[c + 1] = starts[c] + labelCounts[c];
  const next = starts.slice();
  const members = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) members[next[labels[i]]++] = i;
  return { members, starts };
}

/** Whether a class is big enough to lose examples; a single example is never pruned. */
const isPruned = (size: number, minExamplesPerClass: number): boolean => size > minExamplesPerClass && size > 1;

/** The classes that have examples, but too few to lose any. */
export function tooSmallClasses({ labelCounts }: Analysis, minExamplesPerClass: number): number[] {
  return [...labelCounts.keys()].filter((c) => labelCounts[c] > 0 && labelCounts[c] <= minExamplesPerClass);
}

/**
 * In each class, the examples of lowest self-confidence, as many as the class has beyond what it keeps.
 *
 * Source: Northcutt et al. 2021, section 3.2, "Prune by Class (PBC)".
 *
 * @returns a mask of N bytes
 */
export function pruneByClass(analysis: Analysis, counts: PruneCounts, minExamplesPerClass: number): Uint8Array {
  const { facts, k } = analysis;
  const { own } = facts;
  const { members, starts } = groupByLabel(analysis);
  const mask = new Uint8Array(own.length);
  for (let label = 0; label < k; label++) {
    const examples = members.subarray(starts[label], starts[label + 1]);
    const wrong = examples.length - counts(label).kept;
    if (wrong < 1 || !isPruned(examples.length, minExamplesPerClass)) continue;
    const scores = new Float64Array(examples.length);
    for (let e = 0; e < examples.length; e++) scores[e] = own[examples[e]];
    forEachLowest(scores, wrong, (e) => {
      mask[examples[e]] = 1;
    });
  }
  return mask;
}

/** The margin of an example whose label is not doubted is above this, whatever the other class. */
const NEVER_TRUSTED = -1.1 * COMPARISON_TOLERANCE;
const LAST_ROW = 2 ** 31 - 1;

/**
 * For each pair of given label and true class, the examples of that label with the largest margin p(true) − p(given), as
 * many as the pair's prune count. Those of them whose label is doubted are marked as issues.
 *
 * Examples whose label is doubted come first. The others can only take the places that are left over: mostly
 * there are none, and those examples are never looked at.
 *
 * Source: Northcutt et al. 2021, section 3.2, "Prune by Noise Rate (PBNR)".
 */
export function* pruneByNoiseRate(analysis: Analysis, counts: PruneCounts, minExamplesPerClass: number): Steps<void> {
  const pairs = pairsOf(analysis, counts, minExamplesPerClass);
  for (const some of inGroups(pairs, analysis)) yield* pruneSome(analysis, some);
}

function* pruneSome({ facts, offRows }: Analysis, pairs: PairQuotas): Steps<void> {
  const { marks } = facts;
  const mark = ({ offsets, counts, rows }: Candidates, p: number): void => {
    for (let c = offsets[p]; c < offsets[p] + counts[p]; c++) {
      const row = rows[c];
      if ((marks[row] & DOUBTED) !== 0) marks[row] |= ISSUE;
    }
  };
  const taken = yield* perform<'select'>({ kind: 'select', facts, pairs, doubted: true, offRows });
  const open = openPairs(pairs, taken);
  const isOpen = new Set(open.numbers);
  for (let p = 0; p < pairs.quotas.length; p++) if (!isOpen.has(p)) mark(taken, p);
  if (isOpen.size === 0) return;
  // What was taken is put aside first: the next pass may use the same memory.
  const kept = only(taken, open.numbers);
  const others = yield* perform<'select'>({ kind: 'select', facts, pairs: open.pairs, doubted: false, offRows });
  const both = mergeCandidates(open.pairs, [kept, others]);
  for (let p = 0; p < open.numbers.length; p++) mark(both, p);
}

/** The pairs, in groups of consecutive labels whose candidates take little memory each, and a pass over the rows. */
function* inGroups(pairs: PairQuotas, { k, atOnce }: Analysis): Generator<PairQuotas> {
  const { starts, quotas, sizes } = pairs;
  for (let first = 0; first < k;) {
    let end = first;
    for (let room = 0; end < k && room < atOnce; end++) {
      for (let p = starts[end]; p < starts[end + 1]; p++) room += roomOf(quotas[p], sizes[p]);
    }
    const [from, to] = [starts[first], starts[end]];
    first = end;
    if (from === to) continue;
    yield {
      starts: starts.map((at) => Math.min(Math.max(at, from), to) - from),
      others: pairs.others.subarray(from, to),
      quotas: quotas.subarray(from, to),
      sizes: sizes.subarray(from, to),
      cutoffs: pairs.cutoffs.subarray(from, to),
      cutoffRows: pairs.cutoffRows.subarray(from, to),
    };
  }
}

function pairsOf({ k, labelCounts }: Analysis, counts: PruneCounts, minExamplesPerClass: number): PairQuotas {
  const starts = new Int32Array(k + 1);
  const others: number[] = [];
  const quotas: number[] = [];
  const sizes: number[] = [];
  for (let label = 0; label < k; label++) {
    if (isPruned(labelCounts[label], minExamplesPerClass)) {
      const pruned = counts(label);
      for (let o = 0; o < pruned.others.length; o++) {
        others.push(pruned.others[o]);
        quotas.push(pruned.counts[o]);
        sizes.push(labelCounts[label]);
      }
    }
    starts[label + 1] = others.length;
  }
  return {
    starts,
    others: Int32Array.from(others),
    quotas: Float64Array.from(quotas),
    sizes: Float64Array.from(sizes),
    cutoffs: new Float64Array(others.length).fill(Infinity),
    cutoffRows: new Int32Array(others.length).fill(LAST_ROW),
  };
}

/** The pairs for which an example whose label is not doubted could be among those that are taken, and their numbers. */
function openPairs(all: PairQuotas, taken: Candidates): { readonly pairs: PairQuotas; readonly numbers: number[] } {
  const k = all.starts.length - 1;
  const numbers: number[] = [];
  const starts = new Int32Array(k + 1);
  const cutoffs: number[] = [];
  const cutoffRows: number[] = [];
  for (let label = 0; label < k; label++) {
    for (let p = all.starts[label]; p < all.starts[label + 1]; p++) {
      // Where all of a label's examples are taken, no example can displace another.
      if (all.quotas[p] >= all.sizes[p]) continue;
      const last = taken.counts[p] < all.quotas[p] ? { margin: Infinity, row: LAST_ROW } : lastOf(taken, p);
      if (last.margin <= NEVER_TRUSTED) continue;
      numbers.push(p);
      cutoffs.push(last.margin);
      cutoffRows.push(last.row);
    }
    starts[label + 1] = numbers.length;
  }
  const pairs: PairQuotas = {
    starts,
    others: Int32Array.from(numbers, (p) => all.others[p]),
    quotas: Float64Array.from(numbers, (p) => all.quotas[p]),
    sizes: Float64Array.from(numbers, (p) => all.sizes[p]),
    cutoffs: Float64Array.from(cutoffs),
    cutoffRows: Int32Array.from(cutoffRows),
  };
  return { pairs, numbers };
}

/** Of a pair's candidates, the one that would be given up first. */
function lastOf({ offsets, counts, margins, rows }: Candidates, p: number): { margin: number; row: number } {
  let margin = -Infinity;
  let row = -1;
  for (let at = offsets[p]; at < offsets[p] + counts[p]; at++) {
    if (margins[at] < margin || (margins[at] === margin && rows[at] < row)) continue;
    margin = margins[at];
    row = rows[at];
  }
  return { margin, row };
}

/** A copy of the candidates of some pairs, renumbered. */
function only({ offsets, counts, margins, rows }: Candidates, numbers: readonly number[]): Candidates {
  const ends = new Float64Array(numbers.length + 1);
  numbers.forEach((p, i) => {
    ends[i + 1] = ends[i] + counts[p];
  });
  const copy = {
    offsets: ends,
    counts: Int32Array.from(numbers, (p) => counts[p]),
    margins: new Float64Array(ends[numbers.length]),
    rows: new Int32Array(ends[numbers.length]),
  };
  numbers.forEach((p, i) => {
    copy.margins.set(margins.subarray(offsets[p], offsets[p] + counts[p]), ends[i]);
    copy.rows.set(rows.subarray(offsets[p], offsets[p] + counts[p]), ends[i]);
  });
  return copy;
}
