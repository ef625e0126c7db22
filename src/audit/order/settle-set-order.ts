import type { LabelSets, PredProbs } from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { share } from '../../numbers/index.ts';
import {
  arranged,
  settleByName,
  unrelatedWarning,
  type OrderedProbabilities,
  type OrderOptions,
  type UnorderedProbabilities,
} from './settle-order.ts';
import { listed, nameOf } from './table-text.ts';
import type { Warning } from '../wording/warnings.ts';

/** So many entries of a class, given and not, tell whether its column is its own. */
const ENOUGH = 20;
/** A model that gives a class less where it is given than where it is not, by so much, has another column in its place. */
const LESS = 0.02;

/**
 * Brings probabilities of sets of labels into the order of a data set, as `settleOrder` does where each picture has one label.
 * Labels show another order by this: a class is given no more probability where it is given than where it is not.
 *
 * @param all the data set with classes in place of sets
 * @param setsOf the given sets of examples, in the order of the data set's classes
 * @throws InputError where rows or columns don't fit the data set, or do not belong to it and `force` is not given
 */
export function settleSetOrder(
  all: Dataset,
  given: UnorderedProbabilities,
  setsOf: (exampleIndices: Int32Array) => LabelSets,
  options: OrderOptions,
): OrderedProbabilities {
  const { file, predProbs, isOwn = false } = given;
  const { dataset, assumed, exampleIndices, problems, warnings, missing } = settleByName(all, given, options);
  const { columns } = assumed;
  const ordered = arranged(predProbs, exampleIndices, assumed);
  if (isOwn) return { dataset, predProbs: ordered, exampleIndices, columns, problems, warnings: missing };
  const { on, off, reversed } = agreement(setsOf(exampleIndices), ordered, dataset.classes);
  options.onNote?.(
    `A class that is given has a probability of ${share(on)} on average, one that is not ${share(off)}.`,
  );
  const said: Warning[] = [...warnings, ...missing];
  if (on <= off) {
    const found = 'classes that are given have no more probability on average than classes that are not';
    said.push(unrelatedWarning(found, given, options));
  } else if (reversed.length > 1) {
    said.push(
      `Columns of ${nameOf(file)} may be in another order: ${listed(reversed)} have less probability where they are given than where they are not. Name the columns with --classes.`,
    );
  }
  return { dataset, predProbs: ordered, exampleIndices, columns, problems, warnings: said };
}

/** Mean probabilities of given and of other classes, and the classes of which the first is the lower one. */
function agreement(
  { data: sets }: Pick<LabelSets, 'data'>,
  { data, n, k }: PredProbs,
  classes: readonly string[],
): { readonly on: number; readonly off: number; readonly reversed: readonly string[] } {
  const known = sets.length / Math.max(1, n);
  const sums = new Float64Array(2 * k);
  const counts = new Float64Array(2 * k);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const at = 2 * c + (c < known && sets[i * known + c] === 1 ? 1 : 0);
      const value = data[i * k + c];
      // What is no probability is refused later, by row and value.
      if (value >= 0 && value <= 1) sums[at] += value;
      counts[at]++;
    }
  }
  const total = (values: Float64Array, from: number): number =>
    values.reduce((sum, value, i) => sum + (i % 2 === from ? value : 0), 0);
  const mean = (from: number): number => total(sums, from) / Math.max(1, total(counts, from));
  const reversed = classes.filter((_, c) => {
    const [none, own] = [counts[2 * c], counts[2 * c + 1]];
    return Math.min(none, own) >= ENOUGH && sums[2 * c + 1] / own < sums[2 * c] / none - LESS;
  });
  return { on: mean(1), off: mean(0), reversed };
}
