/** The part of a confident joint that is shown. */
export interface HeatMatrix {
  /** Indices into the classes, in their order. */
  readonly shown: readonly number[];
  /** The greatest count off the diagonal, and on it: 100% of each colour. */
  readonly maxOff: number;
  readonly maxDiagonal: number;
}

/**
 * Chooses what to show of a confident joint.
 * @param joint K×K counts: rows given label, columns estimated true label
 * @param limit at most this many classes: those with most off-diagonal counts
 */
export function heatMatrix(joint: readonly (readonly number[])[], limit: number): HeatMatrix {
  const k = joint.length;
  const off = new Array<number>(k).fill(0);
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j < k; j += 1) {
      if (i === j) continue;
      off[i] += joint[i][j];
      off[j] += joint[i][j];
    }
  }
  const shown = off
    .map((_, index) => index)
    .sort((a, b) => off[b] - off[a] || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b);
  let maxOff = 0;
  let maxDiagonal = 0;
  for (const i of shown) {
    for (const j of shown) {
      if (i === j) maxDiagonal = Math.max(maxDiagonal, joint[i][j]);
      else maxOff = Math.max(maxOff, joint[i][j]);
    }
  }
  return { shown, maxOff, maxDiagonal };
}

/** How strongly to colour a cell, in [0, 1]. By square root, so that single mistakes are seen beside many. */
export function heat(count: number, max: number): number {
  return max > 0 ? Math.sqrt(Math.min(count, max) / max) : 0;
}
