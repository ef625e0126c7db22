import { confidentJointOf } from './confident-joint.ts';
import { CoreInputError } from './errors.ts';
import { checkInputs, checkMatrix, requireTwoGivenClasses } from './inputs.ts';
import { offDiagonalCount } from './issue-count.ts';
import { shareOf, trace } from './joint.ts';
import { roundHalfEven } from './rounding.ts';
import { pairwiseSum } from './summation.ts';
import type { Labels, PredProbs, SquareMatrix } from './types.ts';

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

/** Two classes that are taken for each other. */
export interface OverlappingClasses {
  readonly classIndexA: number;
  readonly classIndexB: number;
  /** Estimated number of such examples. */
  readonly numOverlapping: number;
  /** Estimated share of all examples, in [0, 1]. */
  readonly jointProbability: number;
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
  const { data, k } = joint;
  const table: ClassQuality[] = [];
  for (let c = 0; c < k; c++) {
    const given = pairwiseSum(data, c * k, k);
    let truth = 0;
    for (let i = 0; i < k; i++) truth += data[i * k + c];
    const wrong = given - data[c * k + c];
    const inverseWrong = truth - data[c * k + c];
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
 * Every pair of classes, the one that is mixed up most first; equal ones in order of A, then B.
 *
 * Source: Northcutt et al. 2021, section 3.1; the reference's `find_overlapping_classes`.
 *
 * @param joint K×K from `estimateJoint`: row given label, column true class, summing to 1
 * @param numExamples N, at least 1
 * @param options with `asymmetric`, (A, B) is "labelled A, really B" and both orders are listed: K·(K − 1) pairs;
 *   default false: K·(K − 1) / 2 pairs, A < B, both directions added
 * @throws {CoreInputError} `bad-matrix`, `bad-option`
 */
export function findOverlappingClasses(
  joint: SquareMatrix,
  numExamples: number,
  options: { readonly asymmetric?: boolean } = {},
): OverlappingClasses[] {
  checkJoint(joint, numExamples);
  const { data, k } = joint;
  const pairs: OverlappingClasses[] = [];
  // Most pairs of many classes never overlap. They come last, in the order in which they are made: no need to sort them.
  const apart: OverlappingClasses[] = [];
  for (let a = 0; a < k; a++) {
    for (let b = options.asymmetric ? 0 : a + 1; b < k; b++) {
      if (a === b) continue;
      const jointProbability = options.asymmetric ? data[a * k + b] : data[a * k + b] + data[b * k + a];
      (jointProbability > 0 ? pairs : apart).push({
        classIndexA: a,
        classIndexB: b,
        numOverlapping: roundHalfEven(jointProbability * numExamples),
        jointProbability,
      });
    }
  }
  return pairs.sort((x, y) => y.jointProbability - x.jointProbability).concat(apart);
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
  const inputs = checkInputs(labels, predProbs);
  requireTwoGivenClasses(inputs.labelCounts);
  return 1 - offDiagonalCount(inputs) / labels.length;
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
  return trace(Math.abs(pairwiseSum(joint.data, 0, joint.data.length) - 1) > 1e-6 ? shareOf(joint) : joint);
}

export interface HealthSummary {
  readonly overallLabelHealthScore: number;
  /** `numLabelIssues` by `off_diagonal`. */
  readonly numIssues: number;
  /** K×K whole numbers, calibrated. */
  readonly confidentJoint: SquareMatrix;
  readonly joint: SquareMatrix;
  readonly classesByLabelQuality: readonly ClassQuality[];
  readonly overlappingClasses: readonly OverlappingClasses[];
  readonly warnings: readonly string[];
}

/**
 * Everything about the data set as a whole, from one pass over the probabilities for each count.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param options `asymmetric` as in `findOverlappingClasses`
 * @throws {CoreInputError} as `checkInputs`; `too-few-classes` when only one class is given
 */
export function healthSummary(
  labels: Labels,
  predProbs: PredProbs,
  options: { readonly asymmetric?: boolean } = {},
): HealthSummary {
  const inputs = checkInputs(labels, predProbs);
  requireTwoGivenClasses(inputs.labelCounts);
  const { confidentJoint } = confidentJointOf(inputs, true);
  const joint = shareOf(confidentJoint);
  const numIssues = offDiagonalCount(inputs);
  return {
    overallLabelHealthScore: 1 - numIssues / labels.length,
    numIssues,
    confidentJoint,
    joint,
    classesByLabelQuality: rankClassesByLabelQuality(joint, labels.length),
    overlappingClasses: findOverlappingClasses(joint, labels.length, options),
    warnings: inputs.warnings,
  };
}

function checkJoint(joint: SquareMatrix, numExamples: number): void {
  checkMatrix('joint', joint, joint.k);
  if (!(Number.isInteger(numExamples) && numExamples >= 1)) {
    throw new CoreInputError('bad-option', `numExamples is ${numExamples}; give the number of examples, at least 1.`, {
      value: numExamples,
    });
  }
}
