import { newReadAhead, readDisagreeing } from './read-ahead.ts';
import { BEST, forEachRun, OFF_DIAGONAL, type RowBlock, type RowFacts } from './rows.ts';

/** Counts the confident joint. */
export interface JointPass {
  readonly kind: 'joint';
  readonly facts: RowFacts;
  /** K numbers: what a probability must reach to count as confidently of its class. */
  readonly reach: Float64Array;
  readonly offRows: Int32Array;
}

export interface JointOutcome {
  /** K×K whole numbers: rows are given labels, columns the classes that the model is confident of. */
  readonly counts: Uint32Array;
}

/** The classes, easiest to reach first: what the most probable class does not reach, no class after it does. */
export const easiestFirst = (reach: Float64Array): Int32Array =>
  Int32Array.from(reach.keys()).sort((a, b) => reach[a] - reach[b]);

/**
 * Counts a block, and flags its rows that are off the diagonal.
 *
 * @param easiest the classes, as `easiestFirst` has them
 */
export function countBlock(
  block: RowBlock,
  { facts, reach, offRows }: JointPass,
  easiest: Int32Array,
  counts: Uint32Array,
): void {
  const ahead = newReadAhead();
  forEachRun(block, offRows, (run) => {
    readDisagreeing(run, facts, ahead);
    countRows(run, facts, ahead.bestProbabilities, reach, easiest, counts);
  });
}

function countRows(
  { data, start, n, k }: RowBlock,
  { labels, own, marks }: RowFacts,
  bestProbabilities: Float64Array,
  reach: Float64Array,
  easiest: Int32Array,
  counts: Uint32Array,
): void {
  const least = reach[easiest[0]];
  for (let r = 0; r < n; r++) {
    const row = start + r;
    const label = labels[row];
    const mark = marks[row] & ~OFF_DIAGONAL;
    const winner = mark >> BEST;
    const base = r * k;
    const most = winner === label ? own[row] : bestProbabilities[r];
    let believed = winner;
    if (most < reach[winner]) believed = most < least ? -1 : believedOf(data, base, winner, most, reach, easiest);
    if (believed >= 0) counts[label * k + believed]++;
    marks[row] = believed === label || believed < 0 ? mark : mark | OFF_DIAGONAL;
  }
}

/**
 * The one class whose threshold is reached; the most probable one where several are; -1 where none is.
 *
 * @param winner the most probable class, which does not reach its own threshold
 * @param most its probability
 */
function believedOf(
  data: RowBlock['data'],
  base: number,
  winner: number,
  most: number,
  reach: Float64Array,
  easiest: Int32Array,
): number {
  let believed = -1;
  for (let e = 0; e < easiest.length; e++) {
    const j = easiest[e];
    if (reach[j] > most) break;
    if (data[base + j] < reach[j]) continue;
    if (believed >= 0) return winner;
    believed = j;
  }
  return believed;
}
