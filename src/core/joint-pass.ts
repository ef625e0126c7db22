import { OFF_DIAGONAL, rowReader, type RowBlock, type RowFacts, type RowView } from './rows.ts';

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

/** Counts a block, and flags its rows that are off the diagonal. */
export function countBlock(block: RowBlock, { facts, reach, offRows }: JointPass, counts: Uint32Array): void {
  const { labels, own, best, flags } = facts;
  const { start, n, k } = block;
  const point = rowReader(block, offRows);
  const view: RowView = { data: block.data, base: 0 };
  // Easiest first: what the most probable class does not reach, no class does.
  const easiest = Int32Array.from(reach.keys()).sort((a, b) => reach[a] - reach[b]);
  const least = reach[easiest[0]];
  for (let row = start; row < start + n; row++) {
    const label = labels[row];
    const winner = best[row];
    const isGiven = winner === label;
    if (!isGiven) point(row, view);
    const most = isGiven ? own[row] : view.data[view.base + winner];
    let believed = winner;
    if (most < reach[winner]) {
      if (most < least) {
        flags[row] &= ~OFF_DIAGONAL;
        continue;
      }
      if (isGiven) point(row, view);
      believed = believedOf(view, winner, most, reach, easiest);
    }
    if (believed >= 0) counts[label * k + believed]++;
    if (believed === label || believed < 0) flags[row] &= ~OFF_DIAGONAL;
    else flags[row] |= OFF_DIAGONAL;
  }
}

/**
 * The one class whose threshold is reached; the most probable one where several are; -1 where none is.
 *
 * @param winner the most probable class, which does not reach its own threshold
 * @param most its probability
 */
function believedOf(
  { data, base }: RowView,
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
