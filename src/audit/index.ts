export { FILTER_BY, RANK_BY } from '../core/index.ts';
export type { FilterBy, Labels, PredProbs, RankBy } from '../core/index.ts';
export {
  applyEdits,
  createLabelsCsv,
  DATASET_SHAPE,
  findDatasets,
  hashFile,
  indexLabels,
  LABELS_FILE_NAMES,
  listClassFolders,
  normaliseDatasetPath,
  readDataset,
  readNpy,
  relabelEdits,
  removeRowEdits,
  sha256,
  toInt32Labels,
} from '../dataset/index.ts';
export type {
  ClassFolder,
  ColumnNames,
  Dataset,
  DatasetProblem,
  FoundDataset,
  LabelsEdit,
  LabelsIndex,
  LabelsIndexFailure,
} from '../dataset/index.ts';
export { BACKENDS, MODELS, PRESETS } from '../training/index.ts';
export { setUpNative, type NativeSetup } from '../training/index.ts';
export type { BackendChoice, ModelName, PresetName, TrainingProgress } from '../training/index.ts';
export { readArrays, type Arrays } from './array-files.ts';
export { healthOfFiles, issuesOfFiles, scoresOfArrays, scoresOfFiles } from './arrays.ts';
export type { ArrayHealth, ArrayIssues, ArrayIssuesOptions, ArrayResult, ArrayScores, ArrayWork } from './arrays.ts';
export { openArrays, type ArrayFiles, type ArrayInputs, type ArraySource } from './array-source.ts';
export { analyseArrays, type AnalyseOptions } from './analyse-arrays.ts';
export { EngineError, startAudit, startCompare, startExport, type StartAuditHooks } from './engine-client.ts';
export type { CompareTask } from './compare-task.ts';
export { EXPORT_FORMATS, type ExportFormat, type ExportTask } from './export-report.ts';
export type { Cleaning } from './compared-rows.ts';
export { COMPARISON_FILE, COMPARISON_SCHEMA_VERSION } from './comparison.ts';
export type { ComparedClass, ComparedRun, ComparedSide, Comparison } from './comparison.ts';
export { AuditError } from './errors.ts';
export { diffOfFix, labelledPictures, planEdits, prepareFix, writeFix, type PreparedFix } from './fix-dataset.ts';
export { healthLines, issuesLines } from './format-arrays.ts';
export { jsonChunks, lineChunks } from './json-chunks.ts';
export { cleaningName, formatComparison, verdict } from './format-comparison.ts';
export { formatCsv } from './format-csv.ts';
export { formatHtml, type HtmlOptions } from './format-html.ts';
export { htmlReport, type HtmlReportOptions } from './html-report.ts';
export { formatMarkdown, type MarkdownOptions } from './format-markdown.ts';
export { formatSarif, sarifReport } from './format-sarif.ts';
export { formatJson } from './format-json.ts';
export { formatPlan, planName } from './format-plan.ts';
export { formatText, type TextOptions } from './format-text.ts';
export { isInputError } from './input-errors.ts';
export { defaultAuditOptions } from './options.ts';
export {
  applyPlan,
  createPictureIndex,
  planRemediation,
  REMEDIATION_ACTIONS,
  REMEDIATION_CHOICES,
  type ClassCount,
  type HeldBack,
  type HeldBackReason,
  type LabelledPicture,
  type PictureIndex,
  type RemediationAction,
  type RemediationChoice,
  type RemediationOptions,
  type RemediationPlan,
  type RowChange,
} from './plan-remediation.ts';
export { printable, printableLines } from './printable.ts';
export { pairedBootstrap, type Interval, type PairedBootstrap } from './paired-bootstrap.ts';
export { readComparison } from './read-comparison.ts';
export { parseReport, readReport } from './read-report.ts';
export { readProbabilities, type ProbabilityRows } from './read-probabilities.ts';
export { isOwnArray } from './own-arrays.ts';
export { readOwnReport } from './damaged-report.ts';
export { REPORT_FOLDER } from './report-folder.ts';
export {
  isKept,
  mergeReviews,
  parseReviews,
  REVIEW_DECISIONS,
  reviewContent,
  type Review,
  type ReviewChanges,
  type ReviewDecision,
  type Reviews,
} from './reviews.ts';
export { changeReviews, readReviews, REVIEWS_FILE, writeReviews } from './reviews-file.ts';
export { runAudit } from './run-audit.ts';
export { formatCheck, runCheck, type CheckedRow, type CheckOptions, type CheckResult } from './run-check.ts';
export { runCompare, type CompareOptions } from './run-compare.ts';
export { isTestSplit } from './splits.ts';
export { startThumbnailer, type Thumbnailer, type ThumbnailerOptions } from './thumbnail-client.ts';
export { readStoredReport, rootOf } from './stored-report.ts';
export { SCHEMA_VERSION } from './types.ts';
export type * from './types.ts';
export { VERSION } from './version.ts';
