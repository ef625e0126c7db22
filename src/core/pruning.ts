import type { Analysis } from './analysis.ts';
import { forEachLowest } from './ordering.ts';
import { perform, type Steps } from './passes.ts';
import { mergeCandidates, type Candidates, type PairQuotas } from './select-pass.ts';
import { COMPARISON_TOLERANCE } from './tolerances.ts';
import type { SquareMatrix } from './types.ts';

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
export function pruneByClass(analysis: Analysis, { data, k }: SquareMatrix, minExamplesPerClass: number): Uint8Array {
  const { own } = analysis.facts;
  const { members, starts } = groupByLabel(analysis);
  const mask = new Uint8Array(own.length);
  for (let label = 0; label < k; label++) {
    const examples = members.subarray(starts[label], starts[label + 1]);
    const wrong = examples.length - data[label * k + label];
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
 * many as the pair's prune count.
 *
 * Examples whose label is doubted come first. Those that are not can only take the places that are left over: mostly
 * there are none, and nobody needs to look at them.
 *
 * Source: Northcutt et al. 2021, section 3.2, "Prune by Noise Rate (PBNR)".
 *
 * @param counts row other class, column label, as `pruneCounts` gives them
 * @returns a mask of N bytes, in which only examples with doubted labels matter
 */
export function* pruneByNoiseRate(
  analysis: Analysis,
  counts: SquareMatrix,
  minExamplesPerClass: number,
): Steps<Uint8Array> {
  const { facts, offRows, labelCounts } = analysis;
  const mask = new Uint8Array(facts.labels.length);
  const pairs = pairsOf(counts, labelCounts, minExamplesPerClass);
  const taken = yield* perform<'select'>({ kind: 'select', facts, pairs, doubted: true, offRows });
  mark(mask, taken, () => true);
  const open = openPairs(pairs, taken);
  if (open.numbers.length === 0) return mask;
  const others = yield* perform<'select'>({ kind: 'select', facts, pairs: open.pairs, doubted: false, offRows });
  const both = mergeCandidates(open.pairs, [only(taken, open.numbers), others]);
  const reopened = new Set(open.numbers);
  mask.fill(0);
  mark(mask, taken, (p) => !reopened.has(p));
  mark(mask, both, () => true);
  return mask;
}

function mark(mask: Uint8Array, { offsets, counts, rows }: Candidates, wanted: (pair: number) => boolean): void {
  for (let p = 0; p < counts.length; p++) {
    if (!wanted(p)) continue;
    for (let c = 0; c < counts[p]; c++) mask[rows[offsets[p] + c]] = 1;
  }
}

function pairsOf({ data, k }: SquareMatrix, labelCounts: Float64Array, minExamplesPerClass: number): PairQuotas {
  const starts = new Int32Array(k + 1);
  const isPair = (other: number, label: number): boolean =>
    other !== label && data[other * k + label] > 0 && isPruned(labelCounts[label], minExamplesPerClass);
  // Along the rows of the matrix, as it lies in memory: with 1,000 classes the columns take ten times as long.
  for (let other = 0; other < k; other++) {
    for (let label = 0; label < k; label++) if (isPair(other, label)) starts[label + 1]++;
  }
  for (let label = 0; label < k; label++) starts[label + 1] += starts[label];
  const pairs = emptyPairs(starts);
  const next = starts.slice();
  for (let other = 0; other < k; other++) {
    for (let label = 0; label < k; label++) {
      if (!isPair(other, label)) continue;
      const p = next[label]++;
      pairs.others[p] = other;
      pairs.quotas[p] = data[other * k + label];
      pairs.sizes[p] = labelCounts[label];
    }
  }
  pairs.cutoffs.fill(Infinity);
  pairs.cutoffRows.fill(LAST_ROW);
  return pairs;
}

function emptyPairs(starts: Int32Array): PairQuotas {
  const count = starts[starts.length - 1];
  return {
    starts,
    others: new Int32Array(count),
    quotas: new Float64Array(count),
    sizes: new Float64Array(count),
    cutoffs: new Float64Array(count),
    cutoffRows: new Int32Array(count),
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
      // Where all of a label's examples are taken, nobody takes a place from anybody.
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

/** The candidates of some pairs, renumbered. */
function only({ offsets, counts, margins, rows }: Candidates, numbers: readonly number[]): Candidates {
  return {
    offsets: Float64Array.from(numbers, (p) => offsets[p]),
    counts: Int32Array.from(numbers, (p) => counts[p]),
    margins,
    rows,
  };
}
