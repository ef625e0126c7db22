export type { ArrayFiles } from '../arrays/index.ts';
export type { Cleaning } from './compare/compared-rows.ts';
export { runCompare } from './compare/run-compare.ts';
export { AuditError } from './errors.ts';
export { healthLines, issuesLines } from './formats/format-arrays.ts';
export { formatComparison } from './formats/format-comparison.ts';
export { formatCsv } from './formats/format-csv.ts';
export { formatMarkdown } from './formats/format-markdown.ts';
export { formatPlan, planName } from './formats/format-plan.ts';
export { sarifReport } from './formats/format-sarif.ts';
export { formatText } from './formats/format-text.ts';
export { htmlReport } from './formats/html/html-report.ts';
export { jsonChunks, lineChunks } from './formats/json-chunks.ts';
export { isInputError } from './input-errors.ts';
export { defaultAuditOptions } from './options/default-options.ts';
export {
  healthOfFiles,
  issuesOfFiles,
  scoresOfFiles,
  type ArrayResult,
  type ArrayWork,
} from './pipeline/array-results.ts';
export { runAudit } from './pipeline/run-audit.ts';
export { formatCheck, runCheck } from './pipeline/run-check.ts';
export { diffOfFix, prepareFix, writeFix } from './remediation/fix-dataset.ts';
export type { RemediationOptions } from './remediation/plan-remediation.ts';
export { readReviews } from './remediation/reviews-file.ts';
export type { Reviews } from './remediation/reviews.ts';
export { formatJson } from './report/format-json.ts';
export { readStoredReport, rootOf } from './report/stored-report.ts';
export type { Audit, AuditOptions, AuditProgress, AuditReport } from './report/types.ts';
export { VERSION } from './report/version.ts';
export { printable, printableLines } from './wording/printable.ts';
export { FILTER_BY, RANK_BY, type FilterBy, type RankBy } from '../core/index.ts';
export type { DatasetProblem } from '../dataset/index.ts';
export { BACKENDS, MODELS, PRESETS } from '../training/index.ts';
