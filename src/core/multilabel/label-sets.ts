import { CoreInputError } from '../errors.ts';
import { checkEntries } from '../passes/row-check.ts';
import type { Labels, PredProbs } from '../types.ts';

/** Which classes each example is given: any number of them, none included. */
export interface LabelSets {
  /** n × k bytes, row-major: 1 where the example is given the class. */
  readonly data: Uint8Array;
  /** Number of examples. */
  readonly n: number;
  /** Number of classes. */
  readonly k: number;
}

/**
 * Label sets from lists of class indices; a class named twice counts once.
 *
 * @throws {CoreInputError} `label-out-of-range`, naming the first example whose list holds no class index in [0, k)
 */
export function labelSetsOf(lists: readonly (readonly number[])[], k: number): LabelSets {
  const data = new Uint8Array(lists.length * k);
  for (let i = 0; i < lists.length; i++) {
    for (const label of lists[i]) {
      if (!(Number.isInteger(label) && label >= 0 && label < k)) {
        throw new CoreInputError(
          'label-out-of-range',
          `Row ${i}: label ${label} is not in 0…${k - 1}. Labels are class indices; the probabilities have ${k} columns.`,
          { row: i, value: label },
        );
      }
      data[i * k + label] = 1;
    }
  }
  return { data, n: lists.length, k };
}

/** The given classes of example `i`, ascending. */
export function classesOf({ data, k }: LabelSets, i: number): number[] {
  const classes: number[] = [];
  for (let c = 0; c < k; c++) if (data[i * k + c] === 1) classes.push(c);
  return classes;
}

/**
 * Checks that sets and probabilities are of the same examples and classes. Rows of probabilities need not sum to 1: each
 * class is judged on its own.
 *
 * @throws {CoreInputError} `empty`, `shape-mismatch`, `probability-not-finite`, `probability-out-of-range`
 */
export function checkSets({ data: sets, n, k }: LabelSets, predProbs: PredProbs): void {
  const { data } = predProbs;
  if (n === 0 || k === 0) throw new CoreInputError('empty', 'There are no examples, or no classes.');
  if (sets.length !== n * k || data.length !== predProbs.n * predProbs.k) {
    throw new CoreInputError('shape-mismatch', `Label sets or probabilities do not hold rows × columns values.`);
  }
  if (predProbs.n !== n || predProbs.k !== k) {
    throw new CoreInputError(
      'shape-mismatch',
      `The label sets are ${n}×${k}, the probabilities ${predProbs.n}×${predProbs.k}: give one row an example and one column a class.`,
      { value: predProbs.k },
    );
  }
  checkEntries(data, k);
}

/** One class against the rest, as a data set of two classes: 0 without it, 1 with it. */
export interface OneClass {
  readonly labels: Labels;
  /** n×2: [1 − p, p]. */
  readonly predProbs: PredProbs;
  /** Number of examples that are given the class. */
  readonly given: number;
}

/** The question of class `c`: is each example one of it? */
export function oneClass({ data: sets, n, k }: LabelSets, predProbs: PredProbs, c: number): OneClass {
  const labels = new Int32Array(n);
  const data = new Float64Array(2 * n);
  let given = 0;
  for (let i = 0; i < n; i++) {
    const p = predProbs.data[i * k + c];
    labels[i] = sets[i * k + c];
    given += labels[i];
    data[2 * i] = 1 - p;
    data[2 * i + 1] = p;
  }
  return { labels, predProbs: { data, n, k: 2 }, given };
}
