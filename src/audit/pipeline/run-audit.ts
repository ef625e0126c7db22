import { join, resolve } from 'node:path';
import { judgePictures, reportOn, requireForTask } from './by-task.ts';
import { requireEstimate } from './trust/cut-by-estimate.ts';
import { mapColumns } from './map-columns.ts';
import { byPicture } from './probabilities/given-probabilities.ts';
import { checkReportFolder, REPORT_FOLDER } from '../report/report-folder.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { readAudited, type AuditedDataset } from './read-audited.ts';
import { checksFor, checksOf, runChecks, wantedChecks } from './checks/run-checks.ts';
import { stageClock } from './stage-clock.ts';
import { ownProbabilities } from './probabilities/own-features.ts';
import type { ChosenModel } from './probabilities.ts';
import { modelOf, type ReadPictures } from './probabilities/picture-probabilities.ts';
import type { Audit, AuditHooks } from '../report/types.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { writeReport } from '../report/write-report.ts';

/**
 * One audit, end to end: reads the data set, gets out-of-sample probabilities (by cross-validated training, or from the
 * user's own model), runs confident learning, and writes the report and its arrays.
 *
 * @param options see `defaultAuditOptions`
 * @param hooks cancellation, progress, and early word of what is wrong in the data set
 * @param made what was made of the data set elsewhere, such as on a cluster: it is not made again
 * @throws DatasetError, NpyError, CoreInputError, InputError (see `isInputError`) where the input can't be audited;
 *   TrainingError where training fails; FileWriteError where the report can't be written; the signal's reason where it
 *   is aborted
 */
export async function runAudit(options: AuditOptions, hooks: AuditHooks = {}, made?: MadeElsewhere): Promise<Audit> {
  const { signal } = hooks;
  requireEstimate(options, options.predProbsFile === undefined ? modelOf(options) : undefined);
  const named = checksOf(options);
  const clock = stageClock(hooks);
  const read = made?.dataset ?? (await clock.run('reading', () => readAudited(options, hooks)));
  requireForTask(read, options);
  const out = options.out === null ? null : resolve(options.out ?? join(read.root, REPORT_FOLDER));
  // Said before hours of training rather than after them.
  if (out !== null) await checkReportFolder(out);
  const judged =
    options.predProbsFile === undefined
      ? {
          dataset: read,
          probabilities: await judgePictures(read, options, clock, hooks, made?.pictures, made?.chosen),
        }
      : await ownProbabilities(read, options.predProbsFile, options, clock, hooks);
  const { dataset, probabilities } = judged;
  const reviews = await readReviews(dataset.root);
  const wanted = checksFor(dataset, wantedChecks(named, probabilities.compared !== undefined), hooks.onNote);
  const isChecked = wanted.names.length > 0;
  const audit = await (isChecked ? clock.part(0, 1 - CHECKS_PART) : clock)
    .run('cleaning', () => reportOn(dataset, probabilities, options, reviews, signal))
    .catch((error: unknown) => {
      throw byPicture(error, options.predProbsFile, {
        dataset: judged.dataset,
        exampleIndices: judged.probabilities.exampleIndices,
      });
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
  // Where nothing is written there is no map to show.
  const map = out === null ? undefined : await mapColumns(probabilities, signal);
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

/** A data set that was read, and what was made of its pictures. */
export interface MadeElsewhere {
  readonly dataset: AuditedDataset;
  readonly pictures: ReadPictures;
  /** The model that was chosen for them, where one was to be chosen. */
  readonly chosen?: ChosenModel;
}

/** Looking at the pictures takes most of the time after training. */
const CHECKS_PART = 0.9;
