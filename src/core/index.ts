export { findPredictedNeqGiven, suggestLabels } from './agreement.ts';
export type { SuggestedLabels } from './agreement.ts';
export { calibrateConfidentJoint, computeConfidentJoint } from './confident-joint.ts';
export type { ConfidentJoint, ConfidentJointOptions } from './confident-joint.ts';
export { toLabels, toPredProbs } from './convert.ts';
export { labelQualityEnsembleScores } from './ensemble.ts';
export type { EnsembleOptions, EnsembleScores } from './ensemble.ts';
export { CoreInputError } from './errors.ts';
export type { CoreInputErrorCode, CoreInputErrorPlace } from './errors.ts';
export { findLabelIssues, findLabelIssuesUsingArgmaxConfusionMatrix } from './find-label-issues.ts';
export type { ArgmaxBaselineOptions, FindLabelIssuesOptions, LabelIssues } from './find-label-issues.ts';
export {
  findOverlappingClasses,
  healthSummary,
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
  rankClassesByLabelQuality,
} from './health.ts';
export type { ClassQuality, HealthSummary, OverlappingClasses } from './health.ts';
export { checkInputs } from './inputs.ts';
export { numLabelIssues } from './issue-count.ts';
export type { IssueCountOptions } from './issue-count.ts';
export { createLabelInspector, findLabelIssuesBatched } from './issue-inspector.ts';
export type { BatchedLabelIssues, InspectorOptions, LabelInspector } from './issue-inspector.ts';
export { estimateJoint } from './joint.ts';
export { findTopIssues, labelQualityScores } from './label-quality.ts';
export type { LabelQualityOptions } from './label-quality.ts';
export { estimateLatent, estimatePyAndNoiseMatrices } from './latent.ts';
export type { LatentEstimate, LatentOptions } from './latent.ts';
export { confidentThresholds } from './thresholds.ts';
export { ENSEMBLE_WEIGHTINGS, ESTIMATION_METHODS, FILTER_BY, PY_METHODS, RANK_BY } from './types.ts';
export type {
  CheckedInputs,
  EnsembleWeighting,
  EstimationMethod,
  FilterBy,
  Labels,
  PredProbs,
  PyMethod,
  RankBy,
  SquareMatrix,
} from './types.ts';
