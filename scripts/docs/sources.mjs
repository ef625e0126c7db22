// Where the pages of docs/ find what they tell, in one place, since source files move.
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const at = (...parts) => join(ROOT, ...parts);

/** Modules whose exports are described: [file, names that are described; all of them if absent]. */
export const SOURCES = {
  /** `program(signal)` is the command line. */
  commandLine: 'src/cli/run-cli.ts',
  /** What `activate` of the extension returns. */
  api: ['src/editor/index.ts', ['LabelAuditApi']],
  apiTypes: ['src/editor/types.ts', ['SessionStore', 'AuditSession', 'IssueState', 'CurrentLabel', 'DecisionMaker']],
  apiRuns: ['src/editor/audit-runs.ts', ['AuditRuns', 'AuditRun']],
  core: ['src/core/index.ts'],
  report: ['src/audit/types.ts', ['AuditReport', 'LabelIssue', 'ClassHealth', 'ClassOverlap']],
  comparison: ['src/audit/comparison.ts', ['Comparison', 'ComparedSide', 'ComparedRun', 'ComparedClass']],
};
