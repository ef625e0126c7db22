import type { Dataset } from '../../../dataset/index.ts';
import { stratifiedFolds, stratifiedGroupFolds, type StratifiedFolds } from '../../../training/index.ts';

/**
 * Deals pictures into folds: by their groups where the data set names a column of groups, else one by one, but for
 * identical ones.
 *
 * @param labels class index of each picture
 * @param groups group of each picture, numbered by first sight
 * @throws TrainingError where there are too few
 */
export function dealFolds(
  { classes, groupColumn }: Dataset,
  labels: Int32Array,
  groups: Int32Array,
  folds: number,
  seed: number,
): StratifiedFolds {
  const deal = groupColumn === undefined ? stratifiedFolds : stratifiedGroupFolds;
  return deal(labels, groups, folds, seed, classes);
}

/** Groups of some rows, numbered by first sight among them. */
export function groupsOfRows(rows: Int32Array, groups: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return rows.map((row) => {
    const known = numbers.get(groups[row]) ?? numbers.size;
    numbers.set(groups[row], known);
    return known;
  });
}

/** For the report: which column groups come from, and how many there are. */
export function groupSettings({ groupColumn }: Dataset, groups: Int32Array): Record<string, string | number> {
  return groupColumn === undefined ? {} : { groupColumn, groups: new Set(groups).size };
}
