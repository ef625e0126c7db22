import { stratifySets, type LabelSets } from '../../../core/index.ts';
import { InputError } from '../../../files/index.ts';
import { createRandom } from '../../../training/index.ts';
import type { SetDataset } from './sets-of.ts';

const FOLD_STREAM = 0xb7;

/**
 * Deals pictures into folds: groups as a whole, each as an example of all its classes.
 * @param groups group of each picture, numbered by first sight
 */
export function dealSets(
  dataset: SetDataset,
  sets: LabelSets,
  groups: Int32Array,
  folds: number,
  seed: number,
): Int32Array {
  const n = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  if (n < folds) {
    throw new InputError(
      `${dataset.root}: ${sets.n} of ${dataset.examples.length} pictures can be read, ${n} of them different; ${folds} folds need at least ${folds}.`,
    );
  }
  const { k } = sets;
  const data = new Uint8Array(n * k);
  groups.forEach((group, i) => {
    for (let c = 0; c < k; c++) data[group * k + c] |= sets.data[i * k + c];
  });
  const random = createRandom(seed, FOLD_STREAM);
  const dealt = stratifySets({ data, n, k }, folds, () => random.uniform());
  return groups.map((group) => dealt[group]);
}
