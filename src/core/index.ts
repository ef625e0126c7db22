export { analyse, inMemory } from './analysis.ts';
export type { Allocate, Analysis, AnalysisMemory } from './analysis.ts';
export { confidentThresholds } from './confident-thresholds.ts';
export { findPredictedNeqGiven, suggestLabels } from './agreement.ts';
export type { SuggestedLabels } from './agreement.ts';
export { calibrateConfidentJoint, computeConfidentJoint } from './confident-joint.ts';
export type { ConfidentJoint, ConfidentJointOptions } from './confident-joint.ts';
export { toLabels, toPredProbs } from './convert.ts';
export { labelQualityEnsembleScores } from './ensemble.ts';
export type { EnsembleOptions, EnsembleScores } from './ensemble.ts';
export { CoreInputError } from './errors.ts';
export type { CoreInputErrorCode, CoreInputErrorPlace } from './errors.ts';
export { findLabelIssues, findLabelIssuesUsingArgmaxConfusionMatrix, issuesOf } from './find-label-issues.ts';
export type { ArgmaxBaselineOptions, FindLabelIssuesOptions, LabelIssues } from './find-label-issues.ts';
export {
  healthOf,
  healthSummary,
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
  rankClassesByLabelQuality,
} from './health.ts';
export type { ClassQuality, HealthSummary } from './health.ts';
export { checkArrays, checkInputs, checkShape } from './inputs.ts';
export { numLabelIssues } from './issue-count.ts';
export type { IssueCountOptions } from './issue-count.ts';
export { createLabelInspector, findLabelIssuesBatched } from './issue-inspector.ts';
export type { BatchedLabelIssues, InspectorOptions, LabelInspector } from './issue-inspector.ts';
export { estimateJoint } from './joint.ts';
export { findTopIssues, labelQualityScores, scoresOf } from './label-quality.ts';
export type { LabelQualityOptions } from './label-quality.ts';
export { findOverlappingClasses } from './overlapping-classes.ts';
export type { OverlapOptions, OverlappingClasses, OverlapTable } from './overlapping-classes.ts';
export { mergeOutcomes, startPass } from './passes.ts';
export { newScratch } from './select-pass.ts';
export type { Outcome, Pass, PassRun, Steps } from './passes.ts';
export { bestOf, bestOfAll } from './rows.ts';
export type { RowBlock, RowFacts } from './rows.ts';
export { estimateLatent, estimatePyAndNoiseMatrices } from './latent.ts';
export type { LatentEstimate, LatentOptions } from './latent.ts';

export { ENSEMBLE_WEIGHTINGS, ESTIMATION_METHODS, FILTER_BY, PY_METHODS, RANK_BY } from './types.ts';
export type {
  CheckedInputs,
  ClassIndices,
  EnsembleWeighting,
  EstimationMethod,
  FilterBy,
  Labels,
  PredProbs,
  PyMethod,
  RankBy,
  SquareMatrix,
} from './types.ts';
