import { join, resolve } from 'node:path';
import type { Dataset } from '../../dataset/index.ts';
import { judgePictures, reportOn, requireForTask } from './by-task.ts';
import { modelForSets } from './sets/set-probabilities.ts';
import { byPicture } from './probabilities/given-probabilities.ts';
import { requireEstimate } from './trust/cut-by-estimate.ts';
import { count, finePercent, plural, share } from '../../numbers/index.ts';
import { printable } from '../wording/printable.ts';
import type { Probabilities } from './probabilities.ts';
import type { OpenedReport } from '../report/open-report.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { readAudited } from './read-audited.ts';
import { ownProbabilities, withOwnFeatures } from './probabilities/own-features.ts';
import { changedFiles } from './probabilities/given-files.ts';
import { checksFor, checksOf, runChecks, wantedChecks } from './checks/run-checks.ts';
import { stageClock, type StageClock } from './stage-clock.ts';
import {
  changedSettings,
  checkLimits,
  readStoredAudit,
  reuseProbabilities,
} from './probabilities/stored-probabilities.ts';
import { isNetwork, modelOf, readPictures } from './probabilities/picture-probabilities.ts';
import type { NetworkName } from '../../training/light.ts';
import type { AuditHooks, AuditReport, LabelIssue } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { CheckName } from '../options/picture-checks.ts';
import type { CheckLimits } from '../options/check-options.ts';
import { checksText, failedChecks, limitedChecks } from './checks/check-limits.ts';
import { changesText } from '../report/words/set-words.ts';
import { weaknessOf, weaknessSentences } from '../report/words/weak-words.ts';
import { writeReport } from '../report/write-report.ts';

export interface CheckOptions {
  readonly audit: AuditOptions;
  /** The last audit, whose probabilities are used where pictures and settings are unchanged. */
  readonly last?: OpenedReport;
  /** Most label issues allowed; default 0, unless `minHealth` is given. */
  readonly maxIssues?: number;
  /** Least overall label health allowed, in [0, 1]. */
  readonly minHealth?: number;
  /** Most pictures that a check may flag; a check that is limited is made. */
  readonly limits?: CheckLimits;
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
  /** Checks that a limit was set for. */
  readonly limited: readonly CheckName[];
  /** Why models were trained again; absent where the stored probabilities were used. */
  readonly retrained?: string;
  /** In what the data set is worse than allowed; empty where it is not. */
  readonly failures: readonly string[];
}

/**
 * Checks a data set against limits. The last audit's probabilities are used where pictures and settings are unchanged,
 * even where labels have changed; otherwise models are trained as an audit does, and the report is written.
 *
 * @throws what `runAudit` throws
 */
export async function runCheck(options: CheckOptions, hooks: AuditHooks = {}): Promise<CheckResult> {
  checkLimits(options);
  const { audit, last } = options;
  const { signal } = hooks;
  requireEstimate(audit, audit.predProbsFile === undefined ? modelOf(audit) : undefined);
  const clock = stageClock(hooks);
  const all = await clock.run('reading', () => readAudited(audit, hooks));
  requireForTask(all, audit);
  const out = audit.out === null ? null : resolve(audit.out ?? join(all.root, REPORT_FOLDER));
  const limited = limitedChecks(options.limits);
  const named = checksOf(audit);
  // A report that is written holds what an audit's would.
  const isPlain = limited.length === 0 && named === undefined;
  const { dataset, probabilities, retrained } = await probabilitiesOf(all, audit, last, !isPlain, clock, hooks);
  const reviews = await readReviews(all.root);
  const result = await clock
    .run('cleaning', () => reportOn(dataset, probabilities, audit, reviews, signal))
    .catch((error: unknown) => {
      throw byPicture(error, audit.predProbsFile, { dataset, exampleIndices: probabilities.exampleIndices });
    });
  const { exampleIndices, labels, predProbs, contentHashes, compared } = probabilities;
  const { allExamples } = all;
  const checked = await runChecks(
    checksFor(
      dataset,
      wantedChecks(
        isPlain ? undefined : [...new Set([...(named ?? []), ...limited])],
        retrained !== undefined && compared !== undefined,
      ),
      hooks.onNote,
    ),
    {
      ...{ dataset, allExamples, exampleIndices, suggested: result.suggested ?? result.labels },
      ...{ labels, predProbs, contentHashes, ...(compared === undefined ? {} : { compared }) },
    },
    audit,
    clock,
    hooks,
  );
  const found = checked === undefined ? {} : { checks: checked.checks };
  const report = { ...result.report, ...found, timings: { ...clock.timings } };
  const arrays = { ...result, ...(checked === undefined ? {} : { pictureScores: checked.scores }) };
  if (retrained !== undefined && out !== null) await clock.run('writing', () => writeReport(out, report, arrays));
  await probabilities.forget?.();
  const rows = report.issues.map((issue): CheckedRow => {
    const { place } = dataset.examples[probabilities.exampleIndices[issue.index]];
    return { ...issue, ...(place.kind === 'csv' ? { line: place.line } : {}) };
  });
  const failures = failuresOf(report, options);
  return { report, rows, limited, ...(retrained === undefined ? {} : { retrained }), failures };
}

async function probabilitiesOf(
  dataset: Dataset,
  audit: AuditOptions,
  last: OpenedReport | undefined,
  isByFeatures: boolean,
  clock: StageClock,
  hooks: AuditHooks,
): Promise<{ dataset: Dataset; probabilities: Probabilities; retrained?: string }> {
  const stored = last === undefined ? 'there is no audit yet' : await readStoredAudit(last);
  const own = audit.predProbsFile !== undefined;
  let why = typeof stored === 'string' ? stored : (changedSettings(stored, audit) ?? newEstimate(audit));
  if (why === undefined && last !== undefined) why = await changedFiles(audit, last.report, hooks.signal);
  const model = own ? undefined : dataset.multiLabel ? modelForSets(audit) : judgedBy(audit, last?.report);
  const read = model === undefined ? undefined : await readPictures(dataset, model, audit, clock, hooks);
  if (typeof stored !== 'string' && why === undefined) {
    const reused = await reuseProbabilities(dataset, stored, read, hooks.signal);
    if (typeof reused !== 'string') {
      if (!own || audit.featuresFile === undefined || !isByFeatures) return reused;
      return await withOwnFeatures(reused, audit.featuresFile, audit, clock, hooks);
    }
    why = reused;
  }
  if (audit.predProbsFile !== undefined) {
    return { ...(await ownProbabilities(dataset, audit.predProbsFile, audit, clock, hooks)), retrained: why };
  }
  const probabilities = await judgePictures(dataset, audit, clock, hooks, read);
  return { dataset, probabilities, retrained: why };
}

/** Errors are planted among the labels as they are: no stored audit tells what comes of that. */
function newEstimate({ targetPrecision }: AuditOptions): string | undefined {
  return targetPrecision === undefined
    ? undefined
    : '--target-precision asks for an estimate of the labels as they are';
}

/** The model that judges, or that `auto` chose the last time; undefined where that is still to be chosen. */
function judgedBy(audit: AuditOptions, last: AuditReport | undefined): NetworkName | 'features' | undefined {
  const named = modelOf(audit);
  if (named !== 'auto') return named;
  const before = last?.crossValidation?.settings.model;
  return before === 'features' || isNetwork(before) ? before : undefined;
}

function failuresOf(report: AuditReport, { maxIssues, minHealth, limits }: CheckOptions): string[] {
  const { issues, health } = report;
  const most = maxIssues ?? (minHealth === undefined ? 0 : undefined);
  const { overallLabelHealthScore: found } = health;
  return [
    ...(most !== undefined && issues.length > most
      ? [
          `${plural(issues.length, weaknessOf(report) === undefined ? 'label issue' : 'disagreement')}, of ${count(most)} allowed`,
        ]
      : []),
    ...(minHealth !== undefined && (found === null || weaknessOf(report) !== undefined)
      ? [`label health not known, of at least ${share(minHealth)}: the model is too weak to judge`]
      : minHealth !== undefined && found !== null && found < minHealth
        ? [`label health ${share(found)}, below ${share(minHealth)}`]
        : []),
    ...failedChecks(report, limits),
  ];
}

/** What a check found, row by row as compilers print it. Ends with a line break. */
export function formatCheck(result: CheckResult): string {
  const { report, rows, failures, retrained } = result;
  const { dataset, health, problems } = report;
  const how =
    retrained === undefined ? "the last audit's probabilities" : `new probabilities, since ${printable(retrained)}`;
  const weak = weaknessSentences(report);
  const lines = rows.map((row) => {
    const { line, path, file, givenLabel, suggestedLabel, suggestedProbability, changes } = row;
    const place = line === undefined ? path : `${file ?? dataset.labelsFile ?? ''}:${line}: ${path}`;
    const doubt =
      givenLabel === suggestedLabel
        ? `"${givenLabel}" may be wrong`
        : weak.length > 0
          ? `the model takes "${givenLabel}" for "${suggestedLabel}"`
          : `"${givenLabel}" looks like "${suggestedLabel}"`;
    if (changes !== undefined) return printable(`${place}: "${givenLabel}": ${changesText(changes)}`);
    return printable(`${place}: ${doubt} (${finePercent(suggestedProbability)})`);
  });
  const conflicts = problems.filter(({ kind }) => kind === 'conflicting-duplicates').length;
  return `${[
    ...(failures.length > 0 ? [...lines, ''] : []),
    `Checked        ${count(dataset.audited)} pictures with ${how}`,
    `${weak.length > 0 ? 'Disagreements ' : 'Label issues  '} ${count(rows.length)}`,
    ...(weak.length > 0 || health.overallLabelHealthScore === null
      ? ['Label health   not known', ...weak.map((sentence) => `  ${printable(sentence)}`)]
      : [`Label health   ${share(health.overallLabelHealthScore)} by the confident joint`]),
    ...checksText(result),
    ...(conflicts > 0 ? [`Conflicts      ${count(conflicts)} identical pictures with different labels`] : []),
  ].join('\n')}\n`;
}
