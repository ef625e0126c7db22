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

/** For the report: which column groups come from, and how many there are. */
export function groupSettings({ groupColumn }: Dataset, groups: Int32Array): Record<string, string | number> {
  return groupColumn === undefined ? {} : { groupColumn, groups: new Set(groups).size };
}
