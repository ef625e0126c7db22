import { inMemory, offDiagonalCount, type Analysis } from '../passes/analysis.ts';
import { confidentJointOf } from '../confident/confident-joint.ts';
import { checkMatrix, requireTwoGivenClasses } from '../passes/inputs.ts';
import { checkJoint, sharesOf, trace } from '../confident/joint.ts';
import { overlapTable, type OverlapOptions, type OverlapTable } from './overlapping-classes.ts';
import type { Steps } from '../passes/passes.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { denseOf, entryOf, rowSum, sparseOf, type SparseMatrix } from '../numeric/sparse-matrix.ts';
import { pairwiseSum } from '../numeric/summation.ts';
import type { Labels, PredProbs, SquareMatrix } from '../types.ts';
import type { CoreWarning } from '../warnings.ts';

/** One class's label quality, as the joint distribution estimates it. */
export interface ClassQuality {
  readonly classIndex: number;
  /** Estimated number of examples with this label that belong elsewhere. */
  readonly labelIssues: number;
  /** Estimated number of examples of this class that bear another label. */
  readonly inverseLabelIssues: number;
  /** P(true class is another | this label), in [0, 1]. */
  readonly labelNoise: number;
  /** P(another label | this true class), in [0, 1]. */
  readonly inverseLabelNoise: number;
  /** 1 − labelNoise. */
  readonly labelQualityScore: number;
}

const NOISE_DIVISOR_LOWER_BOUND = 1e-6;

/**
 * The class quality table, worst class first; equal scores in order of class.
 *
 * Source: Northcutt et al. 2021, section 3.1 (noise rates from the joint); the reference's
 * `rank_classes_by_label_quality`.
 *
 * @param joint K×K from `estimateJoint`: row given label, column true class, summing to 1
 * @param numExamples N, at least 1
 * @throws {CoreInputError} `bad-matrix`, `bad-option`
 */
export function rankClassesByLabelQuality(joint: SquareMatrix, numExamples: number): ClassQuality[] {
  checkJoint(joint, numExamples);
  return rankedClasses(sparseOf(joint), numExamples);
}

/** `rankClassesByLabelQuality` of a joint that is known to be one. */
function rankedClasses(joint: SparseMatrix, numExamples: number): ClassQuality[] {
  const { k, columns, values } = joint;
  const table: ClassQuality[] = [];
  const truths = new Float64Array(k);
  for (let e = 0; e < columns.length; e++) truths[columns[e]] += values[e];
  for (let c = 0; c < k; c++) {
    const given = rowSum(joint, c);
    const truth = truths[c];
    const right = entryOf(joint, c, c);
    const wrong = given - right;
    const inverseWrong = truth - right;
    const labelNoise = wrong / Math.max(given, NOISE_DIVISOR_LOWER_BOUND);
    table.push({
      classIndex: c,
      labelIssues: roundHalfEven(wrong * numExamples),
      inverseLabelIssues: roundHalfEven(inverseWrong * numExamples),
      labelNoise,
      inverseLabelNoise: inverseWrong / Math.max(truth, NOISE_DIVISOR_LOWER_BOUND),
      labelQualityScore: 1 - labelNoise,
    });
  }
  return table.sort((a, b) => a.labelQualityScore - b.labelQualityScore);
}

/**
 * The share of labels that are right: 1 − `numLabelIssues` / N.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @returns in [0, 1]
 * @throws {CoreInputError} as `checkInputs`; `too-few-classes` when only one class is given
 */
export function overallLabelHealthScore(labels: Labels, predProbs: PredProbs): number {
  return inMemory(labels, predProbs, function* (analysis): Steps<number> {
    requireTwoGivenClasses(analysis.labelCounts);
    return 1 - (yield* offDiagonalCount(analysis)) / labels.length;
  });
}

/**
 * The share of labels that are right, by the joint alone: the sum of its diagonal.
 *
 * @param joint K×K from `estimateJoint`, or counts of a confident joint, which are divided by their sum
 * @returns in [0, 1]
 * @throws {CoreInputError} `bad-matrix`
 */
export function overallLabelHealthScoreFromJoint(joint: SquareMatrix): number {
  checkMatrix('joint', joint, joint.k);
  const isJoint = Math.abs(pairwiseSum(joint.data, 0, joint.data.length) - 1) <= 1e-6;
  return trace(isJoint ? joint : denseOf(sharesOf(sparseOf(joint))));
}

export interface HealthSummary {
  readonly overallLabelHealthScore: number;
  /** `numLabelIssues` by `off_diagonal`. */
  readonly numIssues: number;
  /** K×K whole numbers, calibrated. Made when it is asked for, as is the joint. */
  readonly confidentJoint: SquareMatrix;
  readonly joint: SquareMatrix;
  readonly classesByLabelQuality: readonly ClassQuality[];
  readonly overlappingClasses: OverlapTable;
  readonly warnings: readonly CoreWarning[];
}

/**
 * Everything about the data set as a whole, from one pass over the probabilities for each count.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param options `asymmetric` as in `findOverlappingClasses`
 * @throws {CoreInputError} as `checkInputs`; `too-few-classes` when only one class is given
 */
export function healthSummary(labels: Labels, predProbs: PredProbs, options: OverlapOptions = {}): HealthSummary {
  return inMemory(labels, predProbs, (analysis) => healthOf(analysis, options));
}

/** `healthSummary` of what was scanned. */
export function* healthOf(analysis: Analysis, options: OverlapOptions = {}): Steps<HealthSummary> {
  requireTwoGivenClasses(analysis.labelCounts);
  const confidentJoint = yield* confidentJointOf(analysis);
  const numIssues = yield* offDiagonalCount(analysis);
  const joint = sharesOf(confidentJoint);
  const numExamples = analysis.facts.labels.length;
  return {
    overallLabelHealthScore: 1 - numIssues / numExamples,
    numIssues,
    get confidentJoint() {
      return denseOf(confidentJoint);
    },
    get joint() {
      return denseOf(joint);
    },
    classesByLabelQuality: rankedClasses(joint, numExamples),
    overlappingClasses: overlapTable(joint, numExamples, options),
    warnings: analysis.warnings,
  };
}
