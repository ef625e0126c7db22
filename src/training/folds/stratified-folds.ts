import { TrainingError } from '../errors.ts';
import { createRandom } from '../random.ts';
import type { FoldWarning } from '../types.ts';

export interface StratifiedFolds {
  /** For each example, the fold in which it is held out, in [0, folds). */
  readonly foldOf: Int32Array;
  /** Classes with fewer examples than folds, classes with one example. */
  readonly warnings: readonly FoldWarning[];
}

/**
 * Deals examples into folds as scikit-learn's `StratifiedKFold(shuffle=True)` does: the examples sorted by class are
 * dealt out to the folds in turn, which fixes how many of each class a fold gets, and which ones is shuffled within
 * the class. Classes are taken in the order in which they first appear. Groups (exact duplicates) are dealt as one
 * example of their first member's class, so that no picture stands on both sides of a fold.
 *
 * @param labels class index of each example
 * @param groups group of each example, numbered from 0 by first sight
 * @param folds number of folds, 2 to the number of groups
 * @param seed seed of the shuffle
 * @param classNames names for the warnings
 * @throws TrainingError when there are fewer groups than folds, or fewer than two folds
 */
export function stratifiedFolds(
  labels: Int32Array,
  groups: Int32Array,
  folds: number,
  seed: number,
  classNames: readonly string[],
): StratifiedFolds {
  const firstOfGroup: number[] = [];
  groups.forEach((group, i) => {
    if (group >= firstOfGroup.length) firstOfGroup.push(i);
  });
  const units = firstOfGroup.length;
  requireSeveralFolds(folds);
  if (units < folds) {
    throw new TrainingError(
      `${units} different pictures cannot be dealt into ${folds} folds. Add pictures, or choose fewer folds.`,
    );
  }

  const classOrder: number[] = [];
  const membersOf = new Map<number, number[]>();
  firstOfGroup.forEach((example, unit) => {
    const label = labels[example];
    const members = membersOf.get(label);
    if (members) members.push(unit);
    else {
      membersOf.set(label, [unit]);
      classOrder.push(label);
    }
  });

  const random = createRandom(seed, 0);
  const foldOfUnit = new Int32Array(units);
  let position = 0;
  for (const label of classOrder) {
    const members = membersOf.get(label)!;
    // Place i of the sorted examples goes to fold i mod folds; counted by fold, then laid out fold by fold.
    const counts = new Int32Array(folds);
    for (let i = 0; i < members.length; i++) counts[(position + i) % folds]++;
    position += members.length;
    const dealt = new Int32Array(members.length);
    let at = 0;
    counts.forEach((count, fold) => {
      dealt.fill(fold, at, at + count);
      at += count;
    });
    random.shuffle(dealt);
    members.forEach((unit, i) => {
      foldOfUnit[unit] = dealt[i];
    });
  }
  const foldOf = new Int32Array(labels.length);
  groups.forEach((group, i) => {
    foldOf[i] = foldOfUnit[group];
  });
  return { foldOf, warnings: smallClassWarnings(membersOf, folds, classNames) };
}

function smallClassWarnings(
  membersOf: ReadonlyMap<number, readonly number[]>,
  folds: number,
  classNames: readonly string[],
): FoldWarning[] {
  const warnings: FoldWarning[] = [];
  const byClass = [...membersOf.entries()].sort((a, b) => a[0] - b[0]);
  for (const [label, members] of byClass) {
    const name = classNames[label] ?? String(label);
    if (members.length === 1) {
      const text =
        `Class "${name}" has only one picture, so it cannot be cross-validated: the model that judges it has never ` +
        `seen the class. Add pictures of it, or do not trust what is said of it.`;
      warnings.push({ text, kind: 'class-of-one-picture', names: [name] });
    } else if (members.length < folds) {
      const text =
        `Class "${name}" has ${members.length} different pictures, fewer than the ${folds} folds: some folds hold ` +
        `none of it out. Add pictures of it, or choose fewer folds.`;
      warnings.push({ text, kind: 'class-of-few-pictures', names: [name], numbers: [members.length, folds] });
    }
  }
  return warnings;
}

/** @throws TrainingError where that is no number of folds to hold out one of. */
export function requireSeveralFolds(folds: number): void {
  if (Number.isInteger(folds) && folds >= 2) return;
  throw new TrainingError(`Cross-validation needs at least 2 folds, not ${folds}. Choose 2 or more.`);
}
