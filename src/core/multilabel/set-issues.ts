import { CoreInputError } from '../errors.ts';
import { findLabelIssues, type FindLabelIssuesOptions } from '../confident/find-label-issues.ts';
import { checkSets, oneClass, type LabelSets } from './label-sets.ts';
import { setQualityScores } from './set-quality.ts';
import { indicesOf, sortedByScore } from '../numeric/ordering.ts';
import { findTopIssues } from '../quality/label-quality.ts';
import type { FilterBy, PredProbs } from '../types.ts';

export interface SetIssuesOptions extends Pick<
  FindLabelIssuesOptions,
  'filterBy' | 'rankBy' | 'fracNoise' | 'minExamplesPerClass'
> {
  /** K numbers: of how many examples to remove each class, instead of the estimated ones. `prune_by_*` and `both` only. */
  readonly numToRemovePerClass?: ArrayLike<number>;
}

export interface SetIssues {
  /** The examples whose set is probably wrong in some class, worst set first; on ties the lower index first. */
  readonly indices: Int32Array;
  /** n qualities of the sets, by `rankBy`; low = suspect. */
  readonly quality: Float64Array;
  /** For each class, the examples that are probably wrong about it, worst first. */
  readonly byClass: readonly Int32Array[];
}

/** These take the lowest scores, as many as confident learning counts. */
const LOWEST: readonly FilterBy[] = ['low_normalized_margin', 'low_self_confidence'];

/**
 * Finds the examples whose label set is probably wrong: each class is judged on its own by [1 − p, p], and an example is
 * wrong that is wrong about any class. Under `low_*` it is those whose sets are worth least, as many as
 * `confident_learning` finds.
 *
 * Nothing can be found about a class that every example has, or none (cleanlab 2.9.0 fails there); nor is one class too few.
 *
 * @throws {CoreInputError} as `checkSets`; `bad-option`
 */
export function findSetIssues(sets: LabelSets, predProbs: PredProbs, options: SetIssuesOptions = {}): SetIssues {
  checkSets(sets, predProbs);
  const { filterBy = 'prune_by_noise_rate', rankBy = 'self_confidence' } = options;
  if (options.numToRemovePerClass && options.numToRemovePerClass.length !== sets.k) {
    throw new CoreInputError(
      'bad-option',
      `numToRemovePerClass has ${options.numToRemovePerClass.length} numbers for ${sets.k} classes.`,
      { value: options.numToRemovePerClass.length },
    );
  }
  const quality = setQualityScores(sets, predProbs, { method: rankBy });
  const byClass = findClassIssues(sets, predProbs, options);
  const found = LOWEST.includes(filterBy) ? lowestSets(sets, predProbs) : union(byClass, sets.n);
  return { indices: sortedByScore(found, quality), quality, byClass };
}

/**
 * For each class, the examples that are probably wrong about it: given though they are not of it, or not given though they
 * are. Worst first; on ties the lower index first.
 */
export function findClassIssues(sets: LabelSets, predProbs: PredProbs, options: SetIssuesOptions = {}): Int32Array[] {
  checkSets(sets, predProbs);
  const { numToRemovePerClass, ...others } = options;
  return Array.from({ length: sets.k }, (_, c) => {
    const { labels, predProbs: binary, given } = oneClass(sets, predProbs, c);
    if (given === 0 || given === sets.n) return new Int32Array(0);
    // What is removed is the class where it is given; the reference asks for none the other way.
    const numbers = numToRemovePerClass ? { numToRemovePerClass: [numToRemovePerClass[c], 0] } : {};
    return findLabelIssues(labels, binary, { ...others, ...numbers }).indices;
  });
}

function union(byClass: readonly Int32Array[], n: number): Int32Array {
  const isFound = new Uint8Array(n);
  for (const rows of byClass) for (const row of rows) isFound[row] = 1;
  return indicesOf(isFound);
}

function lowestSets(sets: LabelSets, predProbs: PredProbs): Int32Array {
  const { length: count } = union(findClassIssues(sets, predProbs, { filterBy: 'confident_learning' }), sets.n);
  return findTopIssues(setQualityScores(sets, predProbs), count).sort();
}
