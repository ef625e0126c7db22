export { analyse, inMemory } from './passes/analysis.ts';
export type { Allocate, Analysis, AnalysisMemory } from './passes/analysis.ts';
export { confidentThresholds } from './confident/confident-thresholds.ts';
export { findPredictedNeqGiven, suggestLabels } from './quality/agreement.ts';
export type { SuggestedLabels } from './quality/agreement.ts';
export { agreementOf, isUnrelated, kappaOf, weighOrder } from './quality/order-evidence.ts';
export type { Agreement, OrderEvidence, Pairing } from './quality/order-evidence.ts';
export { calibrateConfidentJoint, computeConfidentJoint } from './confident/confident-joint.ts';
export type { ConfidentJoint, ConfidentJointOptions } from './confident/confident-joint.ts';
export { toLabels, toPredProbs } from './convert.ts';
export { labelQualityEnsembleScores } from './quality/ensemble.ts';
export type { EnsembleOptions, EnsembleScores } from './quality/ensemble.ts';
export { CoreInputError } from './errors.ts';
export type { CoreInputErrorCode, CoreInputErrorPlace } from './errors.ts';
export { findLabelIssues, findLabelIssuesUsingArgmaxConfusionMatrix, issuesOf } from './confident/find-label-issues.ts';
export type { ArgmaxBaselineOptions, FindLabelIssuesOptions, LabelIssues } from './confident/find-label-issues.ts';
export {
  healthOf,
  healthSummary,
  overallLabelHealthScore,
  overallLabelHealthScoreFromJoint,
  rankClassesByLabelQuality,
} from './health/health.ts';
export type { ClassQuality, HealthSummary } from './health/health.ts';
export { checkArrays, checkInputs, checkShape, type CheckedInputs } from './passes/inputs.ts';
export { numLabelIssues } from './confident/issue-count.ts';
export type { IssueCountOptions } from './confident/issue-count.ts';
export { createLabelInspector, findLabelIssuesBatched } from './confident/issue-inspector.ts';
export type { BatchedLabelIssues, InspectorOptions, LabelInspector } from './confident/issue-inspector.ts';
export { estimateJoint } from './confident/joint.ts';
export { findTopIssues, labelQualityScores, scoresOf } from './quality/label-quality.ts';
export type { LabelQualityOptions } from './quality/label-quality.ts';
export { findOverlappingClasses } from './health/overlapping-classes.ts';
export type { OverlapOptions, OverlappingClasses, OverlapTable } from './health/overlapping-classes.ts';
export { mergeOutcomes, startPass } from './passes/passes.ts';
export { newScratch } from './passes/select-pass.ts';
export type { Outcome, Pass, PassRun, Steps } from './passes/passes.ts';
export type { JointOutcome } from './passes/joint-pass.ts';
export { bestOf, bestOfAll } from './passes/rows.ts';
export type { RowBlock, RowFacts } from './passes/rows.ts';
export { estimateLatent, estimatePyAndNoiseMatrices } from './confident/latent.ts';
export type { LatentEstimate, LatentOptions } from './confident/latent.ts';

export { ENSEMBLE_WEIGHTINGS, ESTIMATION_METHODS, FILTER_BY, MOST_CLASSES, PY_METHODS, RANK_BY } from './types.ts';
export type { CoreWarning } from './warnings.ts';
export type {
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
export { plantErrors } from './trust/plant-errors.ts';
export type { PlantedErrors, PlantOptions } from './trust/plant-errors.ts';
export {
  aucAmongRight,
  countForPrecision,
  estimateTrust,
  precisionAt,
  recallAmong,
  wrongAmong,
} from './trust/estimate-trust.ts';
export { curveAt } from './trust/rank-curves.ts';
export { pictureClearness } from './trust/clearness.ts';
export type { Range, Trust, TrustOptions } from './trust/estimate-trust.ts';
export { mapLayout, MAP_NEIGHBOURS } from './map/map-layout.ts';
export { nearestRows } from './neighbours/nearest-rows.ts';
export type { ComparedRows, NearestRows } from './neighbours/nearest-rows.ts';
export { oddSizes } from './looks/odd-sizes.ts';
export type { OddSizes } from './looks/odd-sizes.ts';
export { joinSets } from './looks/join-sets.ts';
export type { JoinedSet } from './looks/join-sets.ts';
export { MOST_DISTANCE, nearPairs } from './looks/near-pairs.ts';
export type { ManyHashes, NearPair } from './looks/near-pairs.ts';
export { hashPicture } from './looks/picture-hash.ts';
export type { PictureHashes } from './looks/picture-hash.ts';
export { pictureLooks, seePicture } from './looks/picture-looks.ts';
export type { PictureLooks, SeenPicture } from './looks/picture-looks.ts';
export type { Raster } from './looks/raster.ts';
export { neighbourGraph, NEIGHBOURS } from './neighbours/neighbour-graph.ts';
export type { NeighbourGraph } from './neighbours/neighbour-graph.ts';
export type { Metric } from './neighbours/measured-rows.ts';
export { outlierScores, OUTLIER_THRESHOLD } from './neighbours/outlier-scores.ts';
export { nearDuplicates, NEAR_DUPLICATE_THRESHOLD } from './neighbours/near-duplicates.ts';
export type { DuplicateSet, NearDuplicates } from './neighbours/near-duplicates.ts';
export { orderDependence } from './neighbours/order-dependence.ts';
export { classImbalance, CLASS_IMBALANCE_THRESHOLD } from './neighbours/class-imbalance.ts';
export { neighbourClusters } from './neighbours/neighbour-clusters.ts';
export { underperformingGroups, UNDERPERFORMING_THRESHOLD } from './neighbours/underperforming-groups.ts';
export { dataValues, DATA_VALUE_THRESHOLD } from './neighbours/data-values.ts';
export { nullFeatures } from './neighbours/null-features.ts';
export { shortcutScore, SHORTCUT_THRESHOLD } from './neighbours/shortcut-scores.ts';
export { annotationsOfTable, gatherAnnotations } from './annotators/annotator-labels.ts';
export type { Annotations, AnnotatorLabels } from './annotators/annotator-labels.ts';
export { annotatorStats } from './annotators/annotator-stats.ts';
export type { AnnotatorStats } from './annotators/annotator-stats.ts';
export { CONSENSUS_METHODS, consensusOf, QUALITY_METHODS } from './annotators/consensus.ts';
export type { Consensus, ConsensusMethod, ConsensusOptions, QualityMethod } from './annotators/consensus.ts';
export { dawidSkene } from './annotators/dawid-skene.ts';
export type { DawidSkene, DawidSkeneOptions } from './annotators/dawid-skene.ts';
export { majorityVote } from './annotators/majority-vote.ts';
export type { MajorityVote } from './annotators/majority-vote.ts';
export { activeScores } from './active/active-scores.ts';
export type { ActivePool, ActiveScores } from './active/active-scores.ts';
export { pickDiverse } from './active/pick-diverse.ts';
export type { FeatureRows, PickOptions } from './active/pick-diverse.ts';
export { classesOf, labelSetsOf } from './multilabel/label-sets.ts';
export type { LabelSets } from './multilabel/label-sets.ts';
export { setHealth } from './multilabel/set-health.ts';
export type { ClassSetQuality, CommonSetIssue, SetHealth } from './multilabel/set-health.ts';
export { findSetIssues } from './multilabel/set-issues.ts';
export type { SetIssues, SetIssuesOptions } from './multilabel/set-issues.ts';
export { DEFAULT_AGGREGATION, entryQualityScores, setQualityScores } from './multilabel/set-quality.ts';
export type { Aggregation } from './multilabel/set-quality.ts';
export { stratifySets } from './multilabel/stratify-sets.ts';
