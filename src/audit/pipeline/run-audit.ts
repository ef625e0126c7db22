import { join, resolve } from 'node:path';
import { buildReport } from './build-report.ts';
import { requireEstimate } from './trust/cut-by-estimate.ts';
import { mapColumns } from './map-columns.ts';
import { byPicture, givenProbabilities } from './probabilities/given-probabilities.ts';
import { checkReportFolder, REPORT_FOLDER } from '../report/report-folder.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { readAudited } from './read-audited.ts';
import { checksOf, runChecks, wantedChecks } from './checks/run-checks.ts';
import { stageClock } from './stage-clock.ts';
import { modelOf, pictureProbabilities } from './probabilities/picture-probabilities.ts';
import type { Audit, AuditHooks } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { writeReport } from '../report/write-report.ts';

/**
 * One audit, end to end: reads the data set, gets out-of-sample probabilities (by cross-validated training, or from the
 * user's own model), runs confident learning, and writes the report and its arrays.
 *
 * @param options see `defaultAuditOptions`
 * @param hooks cancellation, progress, and early word of what is wrong in the data set
 * @throws DatasetError, NpyError, CoreInputError, InputError (see `isInputError`) where the input can't be audited;
 *   TrainingError where training fails; FileWriteError where the report can't be written; the signal's reason where it
 *   is aborted
 */
export async function runAudit(options: AuditOptions, hooks: AuditHooks = {}): Promise<Audit> {
  const { signal } = hooks;
  requireEstimate(options, options.predProbsFile === undefined ? modelOf(options) : undefined);
  const named = checksOf(options);
  const clock = stageClock(hooks);
  const read = await clock.run('reading', () => readAudited(options, hooks));
  const out = options.out === null ? null : resolve(options.out ?? join(read.root, REPORT_FOLDER));
  // Said before hours of training rather than after them.
  if (out !== null) await checkReportFolder(out);
  const judged =
    options.predProbsFile === undefined
      ? { dataset: read, probabilities: await pictureProbabilities(read, options, clock, hooks) }
      : await givenProbabilities(read, options.predProbsFile, options, hooks);
  const { dataset, probabilities } = judged;
  const reviews = await readReviews(dataset.root);
  const wanted = wantedChecks(named, probabilities.compared !== undefined);
  const isChecked = wanted.names.length > 0;
  const audit = await (isChecked ? clock.part(0, 1 - CHECKS_PART) : clock)
    .run('cleaning', () => buildReport(dataset, probabilities, options, reviews, signal))
    .catch((error: unknown) => {
      throw byPicture(error, options.predProbsFile, judged);
    });
  const { exampleIndices, labels, predProbs, contentHashes, compared } = probabilities;
  const { allExamples } = read;
  const checked = await runChecks(
    wanted,
    {
      ...{ dataset, allExamples, exampleIndices, suggested: audit.suggested ?? audit.labels },
      ...{ labels, predProbs, contentHashes, ...(compared === undefined ? {} : { compared }) },
    },
    options,
    clock.part(1 - CHECKS_PART, 1),
    hooks,
  );
  const found = checked === undefined ? {} : { checks: checked.checks };
  const map = await mapColumns(probabilities, signal);
  const mapped = map === undefined ? {} : { map: { of: map.of } };
  const report = { ...audit.report, ...found, ...mapped, timings: { ...clock.timings } };
  const arrays = { ...audit, map, ...(checked === undefined ? {} : { pictureScores: checked.scores }) };
  if (out === null) {
    await probabilities.forget?.();
    return { ...arrays, report };
  }
  const written = await clock.run('writing', () => writeReport(out, report, arrays));
  await probabilities.forget?.();
  return { ...arrays, report: written, out };
}

/** Looking at the pictures takes most of the time after training. */
const CHECKS_PART = 0.9;
