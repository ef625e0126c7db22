export type { Arrays } from '../arrays/index.ts';
export type { CompareTask } from './compare/compare-task.ts';
export type { ComparedSide, Comparison } from './compare/comparison.ts';
export { readComparison } from './compare/read-comparison.ts';
export { EngineError, startAudit, startCompare, startExport, startMap, startNext } from './engine/engine-client.ts';
export type { PictureFacts } from '../pictures/index.ts';
export { startThumbnailer, type Thumbnailer } from './engine/thumbnail-client.ts';
export { EXPORT_ENDINGS, EXPORT_FORMATS, type ExportFormat, type ExportTask } from './formats/export-task.ts';
export { formatReviewSummary, type SummaryWords } from './formats/format-summary.ts';
export { verdictOf } from './formats/format-comparison.ts';
export { isAllowed, wantedOf } from './options/allowed-values.ts';
export { AUDIT_OPTIONS, defaultAuditOptions, type AuditOptions } from './options/audit-options.ts';
export { flagsOf } from './options/flags-of.ts';
export { COMPARE_OPTIONS } from './options/compare-options.ts';
export {
  choice,
  FLAG,
  integer,
  NAMES,
  TEXT,
  type Choice,
  type Option,
  type OptionTable,
  type OptionValues,
} from './options/option.ts';
export { CHECK_NAMES, MOST_SHARE, type CheckName } from './options/picture-checks.ts';
export { PLACE_OPTIONS } from './options/place-options.ts';
export { scoresOfArrays } from './pipeline/array-results.ts';
export { planRemediation } from './remediation/plan-remediation.ts';
export type { HeldBackReason, RemediationOptions, RemediationPlan } from './remediation/plan.ts';
export { createPictureIndex, rowContentKey, rowsOfAudited, type PictureIndex } from './remediation/picture-index.ts';
export { changeReviews, readReviews, REVIEWS_FILE } from './remediation/reviews-file.ts';
export { decisionOf, ISSUE_DECISIONS, type IssueDecision, type IssueFacts } from './remediation/issue-decision.ts';
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
export { hasStoredReport, rootOf } from './report/stored-report.ts';
export { openReportFolder, type OpenedReport } from './report/open-report.ts';
export { rowPathFinders } from './report/row-paths.ts';
export { prepareReportFolder } from './report/report-folder.ts';
export type { NextQueue, QueuedPicture } from './report/next-pictures.ts';
export { REPORT_FILE, REPORT_FOLDER } from './report/report-files.ts';
export { trainingCurve } from './report/training-curve.ts';
export type { AuditProgress, AuditReport, AuditStage, LabelIssue } from './report/types.ts';
export { printable } from './wording/printable.ts';
export { FILTER_BY, RANK_BY } from '../core/index.ts';
export {
  CLASS_FROM,
  findDatasets,
  isTestSplit,
  isToMeasure,
  listClassFolders,
  namingFolders,
  pathInOther,
  readDataset,
  splitRole,
  whyNoDataset,
  type ClassFolder,
  type DatasetProblem,
  type FoundDataset,
} from '../dataset/index.ts';
export { hashFile, InputError, normaliseDatasetPath, sha256 } from '../files/index.ts';
export { BACKENDS, MODELS, PRESETS, setUp, type Installable, type Setup } from '../training/light.ts';
export { headlineHealth, trustFacts, trustSentences, wrongAmongFirst } from './report/words/trust-words.ts';
export { weakFacts, weaknessOf } from './report/words/weak-words.ts';
export { whyFacts } from './report/words/why-words.ts';
export type { Weakness, WhyFacts } from '../sentences/index.ts';
export { WARNING_KINDS, type WarningFact, type WarningKind } from './wording/warnings.ts';
export { inputSchema } from './tools/tool-input.ts';
export { modelSentence } from './tools/model-text.ts';
export { pathInside } from './tools/inside-folders.ts';
export { onlyDataset } from './tools/only-dataset.ts';
export type { AuditedDataset, OfferedFix, ToolAuditOptions, ToolHooks, ToolHost } from './tools/tool-host.ts';
export type { Tool, ToolAnswer } from './tools/tool.ts';
export { TOOLS } from './tools/tools.ts';
