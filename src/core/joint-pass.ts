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
  const { labels, best, flags } = facts;
  const { start, n, k } = block;
  const point = rowReader(block, offRows);
  const view: RowView = { data: block.data, base: 0 };
  // Easiest first: what the most probable class does not reach, no class does.
  const easiest = Int32Array.from(reach.keys()).sort((a, b) => reach[a] - reach[b]);
  for (let row = start; row < start + n; row++) {
    point(row, view);
    const { data, base } = view;
    const winner = best[row];
    const most = data[base + winner];
    let believed = winner;
    if (most < reach[winner]) {
      // One other class may reach its threshold; where several do, the most probable one is believed all the same.
      let reached = 0;
      for (let e = 0; e < k; e++) {
        const j = easiest[e];
        if (reach[j] > most) break;
        if (data[base + j] < reach[j]) continue;
        believed = reached === 0 ? j : winner;
        reached++;
      }
      if (reached === 0) {
        flags[row] &= ~OFF_DIAGONAL;
        continue;
      }
    }
    const label = labels[row];
    counts[label * k + believed]++;
    if (believed === label) flags[row] &= ~OFF_DIAGONAL;
    else flags[row] |= OFF_DIAGONAL;
  }
}
