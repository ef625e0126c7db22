import { flagOffDiagonal, inMemory, offDiagonalCount, type Analysis } from '../passes/analysis.ts';
import { calibrate, confidentJointOf } from './confident-joint.ts';
import { CoreInputError, requireOneOf } from '../errors.ts';
import { checkMatrix, requireTwoGivenClasses } from '../passes/inputs.ts';
import { checkScoring, scoresOf } from '../quality/label-quality.ts';
import { forEachLowest } from '../numeric/ordering.ts';
import type { Steps } from '../passes/passes.ts';
import { denseOf, sparseOf } from '../numeric/sparse-matrix.ts';
import { fixedPruneCounts, pruneCounts } from './prune-counts.ts';
import { pruneByClass, pruneByNoiseRate, tooSmallClasses } from './pruning.ts';
import { rankedRows } from '../numeric/ranking.ts';
import { BEST, bestOf, DOUBTED, ISSUE, OFF_DIAGONAL, type RowFacts } from '../passes/rows.ts';
import { FILTER_BY } from '../types.ts';
import type { FilterBy, Labels, PredProbs, RankBy, SquareMatrix } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

export interface FindLabelIssuesOptions {
  /** How the issues are chosen. Default `prune_by_noise_rate`. */
  readonly filterBy?: FilterBy;
  /** How they are ranked. Default `self_confidence`. */
  readonly rankBy?: RankBy;
  /** Rank by scores of adjusted probabilities. Default false. */
  readonly adjustPredProbs?: boolean;
  /** `prune_by_*` and `both` only: scales the number of issues, at least 0. Default 1. */
  readonly fracNoise?: number;
  /** `prune_by_*` and `both` only: K numbers of examples to flag, one per class, instead of the estimated ones. */
  readonly numToRemovePerClass?: ArrayLike<number>;
  /** `prune_by_*` and `both` only: classes with no more examples than this are left alone. Default 1. */
  readonly minExamplesPerClass?: number;
  /** `prune_by_*` and `both` only: K×K counts to use instead of the data's own confident joint. */
  readonly confidentJoint?: SquareMatrix;
}

export interface LabelIssues {
  /** N bytes: 1 where the label is probably wrong. Made when it is first asked for. */
  readonly mask: Uint8Array;
  /** The issues' indices, worst first by `rankBy`; on ties the lower index first. */
  readonly indices: Int32Array;
  /** Number of issues. */
  readonly count: number;
  /** N label quality scores by `rankBy`. */
  readonly labelQuality: Float64Array;
  /** For the user: each a full sentence. */
  readonly warnings: readonly CoreWarning[];
}

const PRUNING: readonly FilterBy[] = ['prune_by_noise_rate', 'prune_by_class', 'both'];

/**
 * Finds the examples whose label is probably wrong, and ranks them.
 *
 * `prune_by_noise_rate`, `prune_by_class` and `both` prune as many examples as the calibrated confident joint says;
 * `confident_learning` takes those off its diagonal; `predicted_neq_given` those whose most probable class is not the
 * label; `low_normalized_margin` and `low_self_confidence` the lowest scores, as many as `numLabelIssues` counts. Except
 * for the last two, an example whose label is the model's first choice (within 1e-6) is never an issue.
 *
 * Source: Northcutt et al. 2021, section 3.2; ranking: Kuan and Mueller 2022.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @throws {CoreInputError} as `checkInputs`; `bad-option`; `bad-matrix`; `too-few-classes` when only one class is given
 *   and `filterBy` is `predicted_neq_given`, `low_normalized_margin` or `low_self_confidence`
 */
export function findLabelIssues(
  labels: Labels,
  predProbs: PredProbs,
  options: FindLabelIssuesOptions = {},
): LabelIssues {
  checkChoices(options);
  return inMemory(labels, predProbs, (analysis) => issuesOf(analysis, options));
}

/** `findLabelIssues` of what was scanned. */
export function* issuesOf(analysis: Analysis, options: FindLabelIssuesOptions = {}): Steps<LabelIssues> {
  checkChoices(options);
  const { filterBy = 'prune_by_noise_rate', rankBy, adjustPredProbs } = options;
  checkPruningOptions(options, filterBy, analysis.k);
  const warnings = [...analysis.warnings];
  const { marks } = analysis.facts;
  for (let i = 0; i < marks.length; i++) marks[i] &= ~ISSUE;
  if (PRUNING.includes(filterBy)) yield* markPruned(analysis, options, filterBy, warnings);
  else yield* markOthers(analysis, options, filterBy, warnings);
  const labelQuality = yield* scoresOf(analysis, { method: rankBy, adjustPredProbs });
  const indices = rankedRows(marks, ISSUE, labelQuality);
  let mask: Uint8Array | undefined;
  return {
    get mask() {
      mask ??= maskOf(indices, marks.length);
      return mask;
    },
    indices,
    count: indices.length,
    labelQuality,
    warnings,
  };
}

function maskOf(indices: Int32Array, n: number): Uint8Array {
  const mask = new Uint8Array(n);
  for (const index of indices) mask[index] = 1;
  return mask;
}

function checkChoices({ filterBy = 'prune_by_noise_rate', rankBy, adjustPredProbs }: FindLabelIssuesOptions): void {
  requireOneOf('filterBy', filterBy, FILTER_BY);
  checkScoring({ method: rankBy, adjustPredProbs });
}

export interface ArgmaxBaselineOptions {
  /** Scale the confusion matrix so that each row sums to the number of examples with that label. Default true. */
  readonly calibrate?: boolean;
  /** Default `prune_by_noise_rate`. */
  readonly filterBy?: FilterBy;
}

/**
 * A baseline: `findLabelIssues` with the plain confusion matrix of labels and most probable classes in place of the
 * confident joint.
 *
 * Source: Northcutt et al. 2021, section 3.2, method 1 ("C_confusion").
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @throws {CoreInputError} as `findLabelIssues`; `too-few-classes` when only one class is given
 */
export function findLabelIssuesUsingArgmaxConfusionMatrix(
  labels: Labels,
  predProbs: PredProbs,
  options: ArgmaxBaselineOptions = {},
): LabelIssues {
  return inMemory(labels, predProbs, function* (analysis): Steps<LabelIssues> {
    const { facts, k, labelCounts } = analysis;
    requireTwoGivenClasses(labelCounts);
    const data = new Float64Array(k * k);
    for (let i = 0; i < labels.length; i++) data[labels[i] * k + bestOf(facts, i)]++;
    const confusion: SquareMatrix = { data, k };
    const confidentJoint = options.calibrate === false ? confusion : denseOf(calibrate(confusion, labelCounts));
    return yield* issuesOf(analysis, { filterBy: options.filterBy, confidentJoint });
  });
}

function checkPruningOptions(options: FindLabelIssuesOptions, filterBy: FilterBy, k: number): void {
  const { fracNoise = 1, numToRemovePerClass, minExamplesPerClass = 1, confidentJoint } = options;
  if (!(fracNoise >= 0 && fracNoise < Infinity)) {
    throw new CoreInputError('bad-option', `fracNoise is ${fracNoise}; give a number from 0, usually at most 1.`, {
      value: fracNoise,
    });
  }
  if (!(minExamplesPerClass >= 0 && minExamplesPerClass < Infinity)) {
    throw new CoreInputError('bad-option', `minExamplesPerClass is ${minExamplesPerClass}; give a number from 0.`, {
      value: minExamplesPerClass,
    });
  }
  if (confidentJoint) checkMatrix('confidentJoint', confidentJoint, k);
  if (!numToRemovePerClass) return;
  if (!PRUNING.includes(filterBy)) {
    throw new CoreInputError(
      'bad-option',
      `numToRemovePerClass does not go with filterBy ${filterBy}; use one of: ${PRUNING.join(', ')}.`,
      { value: filterBy },
    );
  }
  for (let j = 0; j < k; j++) {
    const value = numToRemovePerClass[j];
    if (numToRemovePerClass.length !== k || !(value >= 0 && value < Infinity)) {
      throw new CoreInputError(
        'bad-option',
        `numToRemovePerClass must be ${k} numbers from 0, one per class; there are ${numToRemovePerClass.length}, and class ${j} has ${value}.`,
        { row: j, value },
      );
    }
  }
}

function* markPruned(
  analysis: Analysis,
  options: FindLabelIssuesOptions,
  filterBy: FilterBy,
  warnings: CoreWarning[],
): Steps<void> {
  const { fracNoise = 1, numToRemovePerClass, minExamplesPerClass = 1 } = options;
  const given = options.confidentJoint;
  const joint = given ? sparseOf(given) : yield* confidentJointOf(analysis);
  let counts = pruneCounts(joint, minExamplesPerClass, fracNoise);
  if (numToRemovePerClass) counts = fixedPruneCounts(counts, numToRemovePerClass, analysis.labelCounts);
  const tooFew = tooSmallClasses(analysis, minExamplesPerClass);
  if (tooFew.length > 0) warnings.push({ code: 'classes-too-small', classes: tooFew, minExamplesPerClass });
  if (filterBy !== 'prune_by_class') yield* pruneByNoiseRate(analysis, counts, minExamplesPerClass);
  if (filterBy === 'prune_by_noise_rate') return;
  const mask = pruneByClass(analysis, counts, minExamplesPerClass);
  const both = filterBy === 'both' ? DOUBTED | ISSUE : DOUBTED;
  markWhere(analysis.facts, (mark, i) => mask[i] !== 0 && (mark & both) === both);
}

function* markOthers(
  analysis: Analysis,
  options: FindLabelIssuesOptions,
  filterBy: FilterBy,
  warnings: CoreWarning[],
): Steps<void> {
  const { facts, labelCounts } = analysis;
  const without = (option: 'fracNoise' | 'confidentJoint'): void => {
    warnings.push({ code: 'option-without-effect', option, filterBy, goesWith: PRUNING });
  };
  if (options.fracNoise !== undefined && options.fracNoise !== 1) without('fracNoise');
  if (options.confidentJoint) without('confidentJoint');
  if (filterBy === 'confident_learning') {
    yield* flagOffDiagonal(analysis);
    const both = DOUBTED | OFF_DIAGONAL;
    markWhere(facts, (mark) => (mark & both) === both);
    return;
  }
  requireTwoGivenClasses(labelCounts);
  if (filterBy === 'predicted_neq_given') {
    markWhere(facts, (mark, i) => (mark & DOUBTED) !== 0 && mark >> BEST !== facts.labels[i]);
    return;
  }
  const method = filterBy === 'low_normalized_margin' ? 'normalized_margin' : 'self_confidence';
  forEachLowest(yield* scoresOf(analysis, { method }), yield* offDiagonalCount(analysis), (i) => {
    facts.marks[i] |= ISSUE;
  });
}

/** Marks those as issues for which `isIssue` holds, and no others. */
function markWhere({ marks }: RowFacts, isIssue: (mark: number, row: number) => boolean): void {
  for (let i = 0; i < marks.length; i++) marks[i] = isIssue(marks[i], i) ? marks[i] | ISSUE : marks[i] & ~ISSUE;
}
