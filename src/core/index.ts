export { findPredictedNeqGiven, suggestLabels } from './agreement.ts';
export type { SuggestedLabels } from './agreement.ts';
export { calibrateConfidentJoint, computeConfidentJoint } from './confidentJoint.ts';
export type { ConfidentJoint, ConfidentJointOptions } from './confidentJoint.ts';
export { toLabels, toPredProbs } from './convert.ts';
export { labelQualityEnsembleScores } from './ensemble.ts';
export type { EnsembleOptions, EnsembleScores } from './ensemble.ts';
export { CoreInputError } from './errors.ts';
export type { CoreInputErrorCode, CoreInputErrorPlace } from './errors.ts';
export { findLabelIssues, findLabelIssuesUsingArgmaxConfusionMatrix } from './findLabelIssues.ts';
export type { ArgmaxBaselineOptions, FindLabelIssuesOptions, LabelIssues } from './findLabelIssues.ts';
export {
  findOverlappingClasses,
  healthSummary,
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
  rankClassesByLabelQuality,
} from './health.ts';
export type { ClassQuality, HealthSummary, OverlappingClasses } from './health.ts';
export { checkInputs } from './inputs.ts';
export { numLabelIssues } from './issueCount.ts';
export type { IssueCountOptions } from './issueCount.ts';
export { createLabelInspector, findLabelIssuesBatched } from './issueInspector.ts';
export type { BatchedLabelIssues, InspectorOptions, LabelInspector } from './issueInspector.ts';
export { estimateJoint } from './joint.ts';
export { findTopIssues, labelQualityScores } from './labelQuality.ts';
export type { LabelQualityOptions } from './labelQuality.ts';
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
