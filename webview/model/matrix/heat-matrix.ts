import type { CountMatrix } from './count-matrix.ts';

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
 * @param joint rows given label, columns estimated true label
 * @param limit at most this many classes: those with most off-diagonal counts
 */
export function heatMatrix({ k, cells, at }: CountMatrix, limit: number): HeatMatrix {
  const off = new Array<number>(k).fill(0);
  for (const [i, j, count] of cells) {
    if (i === j) continue;
    off[i] += count;
    off[j] += count;
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
      if (i === j) maxDiagonal = Math.max(maxDiagonal, at(i, j));
      else maxOff = Math.max(maxOff, at(i, j));
    }
  }
  return { shown, maxOff, maxDiagonal };
}

/** How strongly to colour a cell, in [0, 1]. By square root, so that single mistakes are seen beside many. */
export function heat(count: number, max: number): number {
  return max > 0 ? Math.sqrt(Math.min(count, max) / max) : 0;
}
