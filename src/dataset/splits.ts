import type { Dataset } from './types.ts';
import { InputError } from '../files/index.ts';

/** Whether a split is there to test on, by its name: no plan ever changes it. */
export function isTestSplit(name: string): boolean {
  return ['test', 'testing', 'holdout', 'hold-out'].includes(name.trim().toLowerCase());
}

/**
 * A data set without the pictures of other splits.
 *
 * @throws InputError where a split is not there
 */
export function onlySplits(dataset: Dataset, splits: readonly string[] | undefined): Dataset {
  if (splits === undefined) return dataset;
  const found = new Set(dataset.examples.map(({ split }) => split));
  const missing = splits.find((name) => !found.has(name));
  if (missing !== undefined) {
    const names = [...found].filter((name) => name !== undefined);
    const listed = names.length === 0 ? 'it has no splits' : `its splits are ${names.join(', ')}`;
    throw new InputError(`${dataset.root} has no split "${missing}": ${listed}.`);
  }
  const wanted = new Set<string | undefined>(splits);
  return { ...dataset, examples: dataset.examples.filter(({ split }) => wanted.has(split)) };
}
