import { join } from 'node:path';
import { COMPARISON_FILE, type Comparison } from './comparison.ts';
import type { RemediationOptions } from '../remediation/plan.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { runCompare, type CompareOptions } from './run-compare.ts';
import { openStoredReport } from '../report/stored-report.ts';
import type { AuditHooks } from '../report/types.ts';

/** A comparison as another process is told of it: what is large, such as the report, that process reads by itself. */
export interface CompareTask extends Omit<CompareOptions, 'cleaning'> {
  /** The data set's root, which holds the report folder. */
  readonly root: string;
  readonly cleaning:
    | { readonly kind: 'file'; readonly file: string }
    /** Of the last audit's issues; with the team's reviews. */
    | { readonly kind: 'plan'; readonly options: Omit<RemediationOptions, 'reviews'> }
    /** What was changed in the labels file since the last audit. */
    | { readonly kind: 'edits' };
}

/**
 * Compares, and returns where the result was written.
 *
 * @throws as `runCompare` and `openStoredReport` do
 */
export async function compareTask(
  { root, cleaning, ...options }: CompareTask,
  hooks: AuditHooks,
): Promise<{ readonly file: string; readonly comparison: Comparison }> {
  const made = await cleaningOf(root, cleaning);
  const comparison = await runCompare({ ...options, cleaning: made }, hooks);
  return { file: join(options.audit.out ?? join(root, REPORT_FOLDER), COMPARISON_FILE), comparison };
}

async function cleaningOf(root: string, cleaning: CompareTask['cleaning']): Promise<CompareOptions['cleaning']> {
  if (cleaning.kind === 'file') return cleaning;
  const opened = await openStoredReport(root);
  const { report } = opened;
  if (cleaning.kind === 'plan') {
    return { kind: 'plan', report, options: { ...cleaning.options, reviews: await readReviews(root) } };
  }
  return { kind: 'edits', report, labels: await opened.labels() };
}
