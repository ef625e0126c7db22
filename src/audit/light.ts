export type { Arrays } from '../arrays/index.ts';
export type { CompareTask } from './compare/compare-task.ts';
export type { ComparedSide, Comparison } from './compare/comparison.ts';
export { readComparison } from './compare/read-comparison.ts';
export { EngineError, startAudit, startCompare, startExport, startMap } from './engine/engine-client.ts';
export type { PictureFacts } from '../pictures/index.ts';
export { startThumbnailer, type Thumbnailer } from './engine/thumbnail-client.ts';
export { EXPORT_ENDINGS, EXPORT_FORMATS, type ExportFormat, type ExportTask } from './formats/export-task.ts';
export { formatReviewSummary } from './formats/format-summary.ts';
export { cleaningName, verdict } from './formats/format-comparison.ts';
export { isAllowed } from './options/allowed-values.ts';
export { AUDIT_OPTIONS, defaultAuditOptions, type AuditOptions } from './options/audit-options.ts';
export { COMPARE_OPTIONS } from './options/compare-options.ts';
export {
  choice,
  FLAG,
  NAMES,
  type Choice,
  type Option,
  type OptionTable,
  type OptionValues,
} from './options/option.ts';
export { CHECK_FACTS, CHECK_NAMES, type CheckName } from './options/picture-checks.ts';
export { PLACE_OPTIONS } from './options/place-options.ts';
export { scoresOfArrays } from './pipeline/array-results.ts';
export { planRemediation } from './remediation/plan-remediation.ts';
export type { HeldBackReason, RemediationOptions, RemediationPlan } from './remediation/plan.ts';
export { createPictureIndex, rowContentKey, rowsOfAudited, type PictureIndex } from './remediation/picture-index.ts';
export { changeReviews, readReviews, REVIEWS_FILE } from './remediation/reviews-file.ts';
export { summariseReviews, type ReviewSummary } from './remediation/review-summary.ts';
export {
  isKept,
  NO_REVIEWS,
  reviewAt,
  reviewContent,
  reviewKey,
  reviewOf,
  type Review,
  type Reviews,
} from './remediation/reviews.ts';
export type { CheckType, PictureSet, SetMember } from './report/schema/checks-schema.ts';
export { openReportFolder, type OpenedReport } from './report/open-report.ts';
export { rowPathFinders } from './report/row-paths.ts';
export { REPORT_FILE, REPORT_FOLDER } from './report/report-files.ts';
export { trainingCurve } from './report/training-curve.ts';
export type { AuditProgress, AuditReport, AuditStage, LabelIssue } from './report/types.ts';
export { printable } from './wording/printable.ts';
export { FILTER_BY, RANK_BY } from '../core/index.ts';
export {
  CLASS_FROM,
  DATASET_SHAPE,
  findDatasets,
  isTestSplit,
  listClassFolders,
  readDataset,
  splitRole,
  whyNoDataset,
  type ClassFolder,
  type DatasetProblem,
  type FoundDataset,
} from '../dataset/index.ts';
export { hashFile, InputError, normaliseDatasetPath, sha256 } from '../files/index.ts';
export { BACKENDS, MODELS, PRESETS, setUpNative, type NativeSetup } from '../training/light.ts';
export { headlineHealth, trustSentences, wrongAmongFirst } from './report/words/trust-words.ts';
export { weaknessOf, weaknessSentences } from './report/words/weak-words.ts';
export { whyFacts, whySentence } from './report/words/why-words.ts';
