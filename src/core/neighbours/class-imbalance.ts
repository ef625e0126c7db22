import type { Labels } from '../types.ts';

/** Classes that hardly exist. */
export interface ClassImbalance {
  /** In [0, 1], low is suspect: the share of the class in all rows for rare classes and for the rarest, else 1. */
  readonly scores: Float64Array;
  /** 1 for rows of a rare class. */
  readonly mask: Uint8Array;
  /** Rare classes, rarest first. */
  readonly rare: readonly number[];
  /** Rows of each class. */
  readonly counts: Int32Array;
  /** A class with a smaller share of the rows is rare. */
  readonly leastShare: number;
}

/** As Datalab has it: a tenth of what each class had if all were as large. */
export const CLASS_IMBALANCE_THRESHOLD = 0.1;

/**
 * Finds classes with a share of the rows below `share` of what they had if all were as large. Classes that no row has are
 * not counted.
 *
 * @param classes number of classes
 */
export function classImbalance(labels: Labels, classes: number, share = CLASS_IMBALANCE_THRESHOLD): ClassImbalance {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]++;
  const present = [...counts.keys()]
    .filter((label) => counts[label] > 0)
    .sort((a, b) => counts[a] - counts[b] || a - b);
  const leastShare = present.length === 0 ? 0 : share * (1 / present.length);
  const shareOf = (label: number): number => counts[label] / labels.length;
  const rare = present.filter((label) => shareOf(label) < leastShare);
  const told = new Set([...rare, ...present.slice(0, 1)]);
  const isRare = new Set(rare);
  return {
    scores: Float64Array.from(labels, (label) => (told.has(label) ? shareOf(label) : 1)),
    mask: Uint8Array.from(labels, (label) => Number(isRare.has(label))),
    ...{ rare, counts, leastShare },
  };
}
