import { inMemory, offDiagonalCount } from '../passes/analysis.ts';
import { CoreInputError, requireOneOf } from '../errors.ts';
import { checkMatrix, requireTwoGivenClasses } from '../passes/inputs.ts';
import { jointOf, trace } from './joint.ts';
import type { Steps } from '../passes/passes.ts';
import { roundHalfEven } from '../numeric/rounding.ts';
import { ESTIMATION_METHODS } from '../types.ts';
import type { EstimationMethod, Labels, PredProbs, SquareMatrix } from '../types.ts';

export interface IssueCountOptions {
  /** Default `off_diagonal`. */
  readonly estimationMethod?: EstimationMethod;
  /** For `off_diagonal_custom` only: K×K counts. */
  readonly confidentJoint?: SquareMatrix;
}

/**
 * How many labels are probably wrong.
 *
 * `off_diagonal` counts the examples off the confident joint's diagonal, less those whose label is the model's first
 * choice anyway. `off_diagonal_calibrated` is N times the joint's mass off the diagonal, rounded; `off_diagonal_custom`
 * the same for a given confident joint.
 *
 * Source: Northcutt et al. 2021, section 3.1.
 *
 * @param labels N class indices in [0, K)
 * @param predProbs N×K out-of-sample probabilities
 * @param options a `confidentJoint` is used by `off_diagonal_custom` and ignored by the others
 * @returns a whole number in [0, N]
 * @throws {CoreInputError} as `checkInputs`; `too-few-classes` when only one class is given; `bad-option` for an
 *   unknown method, or one that needs a confident joint and got none; `bad-matrix`
 */
export function numLabelIssues(labels: Labels, predProbs: PredProbs, options: IssueCountOptions = {}): number {
  const { estimationMethod = 'off_diagonal', confidentJoint } = options;
  requireOneOf('estimationMethod', estimationMethod, ESTIMATION_METHODS);
  return inMemory(labels, predProbs, function* (analysis): Steps<number> {
    requireTwoGivenClasses(analysis.labelCounts);
    if (confidentJoint) checkMatrix('confidentJoint', confidentJoint, analysis.k);
    if (estimationMethod === 'off_diagonal') return yield* offDiagonalCount(analysis);
    if (estimationMethod === 'off_diagonal_custom' && !confidentJoint) {
      throw new CoreInputError(
        'bad-option',
        'estimationMethod off_diagonal_custom needs a confidentJoint; give one, or use off_diagonal_calibrated.',
      );
    }
    const joint = yield* jointOf(analysis, estimationMethod === 'off_diagonal_custom' ? confidentJoint : undefined);
    return roundHalfEven((1 - trace(joint)) * labels.length);
  });
}
