import { join, resolve } from 'node:path';
import type { Dataset } from '../../dataset/index.ts';
import { buildReport } from './build-report.ts';
import { givenProbabilities } from './given-probabilities.ts';
import { count, finePercent, share } from '../../numbers/index.ts';
import { printable } from '../wording/printable.ts';
import type { Probabilities } from './probabilities.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { readAudited } from './read-audited.ts';
import { stageClock, type StageClock } from './stage-clock.ts';
import { changedSettings, checkLimits, readStoredAudit, reuseProbabilities } from './stored-probabilities.ts';
import { decodeDataset, trainProbabilities } from './train-probabilities.ts';
import type { AuditHooks, AuditReport, LabelIssue } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { writeReport } from '../report/write-report.ts';

export interface CheckOptions {
  readonly audit: AuditOptions;
  /** The report of the last audit, whose probabilities are used where pictures and settings are unchanged. */
  readonly last?: AuditReport;
  /** Most label issues allowed; default 0, unless `minHealth` is given. */
  readonly maxIssues?: number;
  /** Least overall label health allowed, in [0, 1]. */
  readonly minHealth?: number;
}

/** A flagged row, and where it is written down. */
export interface CheckedRow extends LabelIssue {
  /** 1-based line of the labels file, where there is one. */
  readonly line?: number;
}

export interface CheckResult {
  readonly report: AuditReport;
  /** Worst first. */
  readonly rows: readonly CheckedRow[];
  /** Why models were trained anew; absent where the stored probabilities were used. */
  readonly retrained?: string;
  /** In what the data set is worse than allowed; empty where it is not. */
  readonly failures: readonly string[];
}

/**
 * Checks a data set against limits. The last audit's probabilities are used where pictures and settings are unchanged,
 * whatever became of the labels; otherwise models are trained as an audit does, and the report is written.
 *
 * @throws what `runAudit` throws
 */
export async function runCheck(options: CheckOptions, hooks: AuditHooks = {}): Promise<CheckResult> {
  checkLimits(options);
  const { audit, last } = options;
  const { signal } = hooks;
  const clock = stageClock(hooks);
  const whole = await clock.run('reading', () => readAudited(audit, hooks));
  const out = audit.out === null ? null : resolve(audit.out ?? join(whole.root, REPORT_FOLDER));
  const { dataset, probabilities, retrained } = await probabilitiesOf(whole, audit, last, out, clock, hooks);
  const reviews = await readReviews(whole.root);
  const result = await clock.run('cleaning', () => buildReport(dataset, probabilities, audit, reviews, signal));
  const report = { ...result.report, timings: { ...clock.timings } };
  if (retrained !== undefined && out !== null) await clock.run('writing', () => writeReport(out, report, result));
  await probabilities.forget?.();
  const rows = report.issues.map((issue): CheckedRow => {
    const { place } = dataset.examples[probabilities.exampleIndices[issue.index]];
    return { ...issue, ...(place.kind === 'csv' ? { line: place.line } : {}) };
  });
  return { report, rows, ...(retrained === undefined ? {} : { retrained }), failures: failuresOf(report, options) };
}

async function probabilitiesOf(
  dataset: Dataset,
  audit: AuditOptions,
  last: AuditReport | undefined,
  out: string | null,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<{ dataset: Dataset; probabilities: Probabilities; retrained?: string }> {
  const stored = last && (await readStoredAudit(out ?? join(dataset.root, REPORT_FOLDER), last));
  const own = audit.predProbsFile !== undefined;
  let why = stored === undefined ? 'there is no audit yet' : changedSettings(stored, audit);
  const decoded = own ? undefined : await decodeDataset(dataset, audit, clock, hooks);
  if (stored !== undefined && why === undefined) {
    const reused = await reuseProbabilities(dataset, stored, decoded, hooks.signal);
    if (typeof reused !== 'string') return reused;
    why = reused;
  }
  const probabilities =
    audit.predProbsFile === undefined
      ? await trainProbabilities(dataset, audit, clock, hooks, decoded)
      : await givenProbabilities(dataset, audit.predProbsFile, hooks);
  return { dataset, probabilities, retrained: why };
}

function failuresOf({ issues, health }: AuditReport, { maxIssues, minHealth }: CheckOptions): string[] {
  const most = maxIssues ?? (minHealth === undefined ? 0 : undefined);
  const { overallLabelHealthScore: found } = health;
  return [
    ...(most !== undefined && issues.length > most
      ? [`${count(issues.length)} label issues, of ${count(most)} allowed`]
      : []),
    ...(minHealth !== undefined && found < minHealth
      ? [`label health ${share(found)}, below ${share(minHealth)}`]
      : []),
  ];
}

/** What a check found, row by row as compilers print it. Ends with a line break. */
export function formatCheck({ report, rows, failures, retrained }: CheckResult): string {
  const { dataset, health, problems } = report;
  const how =
    retrained === undefined ? "the last audit's probabilities" : `new probabilities, since ${printable(retrained)}`;
  const lines = rows.map(({ line, path, givenLabel, suggestedLabel, suggestedProbability }) => {
    const place = line === undefined ? path : `${dataset.labelsFile ?? ''}:${line}: ${path}`;
    const looks = givenLabel === suggestedLabel ? 'may be wrong' : `looks like "${suggestedLabel}"`;
    return printable(`${place}: "${givenLabel}" ${looks} (${finePercent(suggestedProbability)})`);
  });
  const conflicts = problems.filter(({ kind }) => kind === 'conflicting-duplicates').length;
  return `${[
    ...(failures.length > 0 ? [...lines, ''] : []),
    `Checked        ${count(dataset.audited)} pictures with ${how}`,
    `Label issues   ${count(rows.length)}`,
    `Label health   ${share(health.overallLabelHealthScore)}`,
    ...(conflicts > 0 ? [`Conflicts      ${count(conflicts)} identical pictures with different labels`] : []),
  ].join('\n')}\n`;
}
