import type { LabelSets, PredProbs, SetIssues } from '../../../core/index.ts';

/** One class that is to come to a set, or to go from it. */
export interface SetChange {
  readonly classIndex: number;
  readonly isAdded: boolean;
  /** Probability that it is right to do so. */
  readonly probability: number;
}

/** What is wrong with one set. */
export interface SuggestedSet {
  /** Surest first; empty where a set is doubted as a whole, but no class speaks against it. */
  readonly changes: readonly SetChange[];
  /** The classes of the set as it should be, ascending. */
  readonly classes: readonly number[];
}

/**
 * What is wrong with the flagged sets: the classes that are flagged of each. Where a set is flagged as a whole only, it is the
 * class that its probabilities speak against most.
 *
 * @param mayBeEmpty whether a set can be left without any class; else its most probable class stays
 */
export function suggestSets(
  { data: sets, n, k }: LabelSets,
  { data }: PredProbs,
  { indices, byClass }: Pick<SetIssues, 'indices' | 'byClass'>,
  mayBeEmpty: boolean,
): Map<number, SuggestedSet> {
  const flagged: number[][] = Array.from({ length: n }, () => []);
  byClass.forEach((rows, c) => {
    for (const row of rows) flagged[row].push(c);
  });
  const found = new Map<number, SuggestedSet>();
  for (const row of indices) {
    const changeOf = (classIndex: number): SetChange => {
      const at = row * k + classIndex;
      const isAdded = sets[at] === 0;
      return { classIndex, isAdded, probability: isAdded ? data[at] : 1 - data[at] };
    };
    let changes = flagged[row].map(changeOf);
    if (changes.length === 0) {
      const all = Array.from({ length: k }, (_, c) => changeOf(c));
      changes = all.sort((a, b) => b.probability - a.probability).slice(0, 1);
      if (changes[0].probability < 0.5) changes = [];
    }
    let classes = classesAfter(sets, row, k, changes);
    if (classes.length === 0 && !mayBeEmpty) {
      const best = mostProbable(data, row, k);
      changes = changes.filter(({ classIndex }) => classIndex !== best);
      if (sets[row * k + best] === 0) changes.push(changeOf(best));
      classes = classesAfter(sets, row, k, changes);
    }
    changes.sort((a, b) => b.probability - a.probability || a.classIndex - b.classIndex);
    found.set(row, { changes, classes });
  }
  return found;
}

function classesAfter(sets: Uint8Array, row: number, k: number, changes: readonly SetChange[]): number[] {
  const turned = new Set(changes.map(({ classIndex }) => classIndex));
  const classes: number[] = [];
  for (let c = 0; c < k; c++) if ((sets[row * k + c] === 1) !== turned.has(c)) classes.push(c);
  return classes;
}

function mostProbable(data: ArrayLike<number>, row: number, k: number): number {
  let best = 0;
  for (let c = 1; c < k; c++) if (data[row * k + c] > data[row * k + best]) best = c;
  return best;
}
