import { TrainingError } from '../errors.ts';
import { createRandom } from '../random.ts';
import type { FoldWarning } from '../types.ts';
import { requireSeveralFolds, type StratifiedFolds } from './stratified-folds.ts';

const GROUP_STREAM = 0x67;
/** Smaller differences of a fold's balance count as none. */
const EPSILON = 1e-12;

/**
 * Deals groups of examples into folds as scikit-learn's `StratifiedGroupKFold(shuffle=True)` does: no group stands on both
 * sides of a fold, and as far as that allows each fold holds the same share of each class. Groups are shuffled by the seed
 * and dealt from the heaviest one on, each to the fold where the classes' shares then differ least among the folds; of
 * equal folds to the one with the fewest examples. No fold stays empty.
 *
 * @param labels class index of each example
 * @param groups group of each example, numbered from 0 by first sight
 * @param folds number of folds, 2 to the number of groups
 * @param classNames names for the warnings
 * @throws TrainingError when there are fewer groups than folds, or fewer than two folds
 */
export function stratifiedGroupFolds(
  labels: Int32Array,
  groups: Int32Array,
  folds: number,
  seed: number,
  classNames: readonly string[],
): StratifiedFolds {
  const k = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const members = countsOfGroups(labels, groups);
  requireSeveralFolds(folds);
  if (members.length < folds) {
    throw new TrainingError(
      `${members.length} groups of pictures cannot be dealt into ${folds} folds. Choose fewer folds, or another column of groups.`,
    );
  }
  const totals = new Float64Array(k);
  for (const label of labels) totals[label]++;
  const order = Int32Array.from(members.keys());
  createRandom(seed, GROUP_STREAM).shuffle(order);
  const weights = members.map(weightOf);
  const foldOfGroup = new Int32Array(members.length);
  const balance = createBalance(totals, folds);
  for (const group of Array.from(order).sort((a, b) => weights[b] - weights[a])) {
    foldOfGroup[group] = balance.add(members[group]);
  }
  fillEmpty(foldOfGroup, members, folds);
  const foldOf = groups.map((group) => foldOfGroup[group]);
  return { foldOf, warnings: warningsOf(members, k, folds, classNames) };
}

/** How many examples of each class a group holds; classes that it does not hold are left out. */
type GroupCounts = ReadonlyMap<number, number>;

function countsOfGroups(labels: Int32Array, groups: Int32Array): GroupCounts[] {
  const members: Map<number, number>[] = [];
  groups.forEach((group, i) => {
    const counts = (members[group] ??= new Map<number, number>());
    counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  });
  return members;
}

const sizeOf = (counts: GroupCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** How hard a group is to place: the more examples of one class it holds, the harder. */
function weightOf(counts: GroupCounts): number {
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return squares;
}

/** Folds that are being filled, with each class's share in each of them. */
function createBalance(totals: Float64Array, folds: number): { add: (counts: GroupCounts) => number } {
  const k = totals.length;
  const shares = new Float64Array(folds * k);
  const sizes = new Float64Array(folds);
  const sums = new Float64Array(k);
  const squares = new Float64Array(k);
  /** What the deviation of the classes' shares becomes when a group goes to a fold. */
  const deviation = (counts: GroupCounts, fold: number): number => {
    let total = 0;
    for (const [label, count] of counts) {
      const more = count / totals[label];
      const share = shares[fold * k + label];
      const sum = sums[label] + more;
      const square = squares[label] + 2 * share * more + more * more;
      total += Math.sqrt(Math.max(0, square / folds - (sum / folds) ** 2));
    }
    return total;
  };
  return {
    add(counts) {
      let best = 0;
      let least = Infinity;
      for (let fold = 0; fold < folds; fold++) {
        const own = deviation(counts, fold);
        if (own > least + EPSILON || (own > least - EPSILON && sizes[fold] >= sizes[best])) continue;
        [best, least] = [fold, own];
      }
      for (const [label, count] of counts) {
        const more = count / totals[label];
        const share = shares[best * k + label];
        sums[label] += more;
        squares[label] += 2 * share * more + more * more;
        shares[best * k + label] = share + more;
        sizes[best] += count;
      }
      return best;
    },
  };
}

/** Gives each empty fold the smallest group of a fold that has several. */
function fillEmpty(foldOfGroup: Int32Array, members: readonly GroupCounts[], folds: number): void {
  const counts = new Int32Array(folds);
  for (const fold of foldOfGroup) counts[fold]++;
  for (let fold = 0; fold < folds; fold++) {
    if (counts[fold] > 0) continue;
    let smallest = -1;
    foldOfGroup.forEach((other, group) => {
      const isSmaller = smallest < 0 || sizeOf(members[group]) < sizeOf(members[smallest]);
      if (counts[other] > 1 && isSmaller) smallest = group;
    });
    counts[foldOfGroup[smallest]]--;
    counts[fold]++;
    foldOfGroup[smallest] = fold;
  }
}

function warningsOf(
  members: readonly GroupCounts[],
  k: number,
  folds: number,
  classNames: readonly string[],
): FoldWarning[] {
  const groupsOf = new Int32Array(k);
  for (const counts of members) for (const label of counts.keys()) groupsOf[label]++;
  const warnings: FoldWarning[] = [];
  groupsOf.forEach((count, label) => {
    const name = classNames[label] ?? String(label);
    if (count === 1) {
      const text = `Class "${name}" lies in one group alone, so it cannot be cross-validated: the model that judges it has never seen the class.`;
      warnings.push({ text, kind: 'class-of-one-group', names: [name] });
    } else if (count > 1 && count < folds) {
      const text = `Class "${name}" lies in ${count} groups, fewer than the ${folds} folds: some folds hold none of it out.`;
      warnings.push({ text, kind: 'class-of-few-groups', names: [name], numbers: [count, folds] });
    }
  });
  return warnings;
}
