import { MOST_CLASSES } from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';

/**
 * Refuses a data set of more classes than can be judged together: before hours of training rather than after them.
 *
 * @throws InputError that says how many there are, and what may be the cause
 */
export function requireJudgeable({ root, classes }: Pick<Dataset, 'root' | 'classes'>): void {
  if (classes.length <= MOST_CLASSES) return;
  throw new InputError(
    `${root} has ${classes.length} classes, but at most ${MOST_CLASSES} can be judged together. Is the label column the right one (--label-column)? Otherwise audit the classes in parts.`,
  );
}
