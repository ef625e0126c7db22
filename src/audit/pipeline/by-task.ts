import type { Dataset } from '../../dataset/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import type { Reviews } from '../remediation/reviews.ts';
import type { Audit, AuditHooks } from '../report/types.ts';
import { buildReport } from './build-report.ts';
import type { ChosenModel, Probabilities } from './probabilities.ts';
import { pictureProbabilities, type ReadPictures } from './probabilities/picture-probabilities.ts';
import { buildSetReport } from './sets/build-set-report.ts';
import { requireForSets, setProbabilities } from './sets/set-probabilities.ts';
import { hasSets } from './sets/sets-of.ts';
import type { StageClock } from './stage-clock.ts';

/**
 * Refuses options that can't be had of this data set.
 * @throws InputError that says which can
 */
export function requireForTask(dataset: Dataset, options: AuditOptions): void {
  if (hasSets(dataset)) requireForSets(options);
}

/** Out-of-sample probabilities, of one class a picture or of each class by itself, whichever the data set asks for. */
export function judgePictures(
  dataset: Dataset,
  options: AuditOptions,
  clock: StageClock,
  hooks: AuditHooks,
  read?: ReadPictures,
  before?: ChosenModel,
): Promise<Probabilities> {
  if (hasSets(dataset)) return setProbabilities(dataset, options, clock, hooks, read);
  return pictureProbabilities(dataset, options, clock, hooks, read, before);
}

/** Runs confident learning on one label a picture or on several, and puts what it finds into words. */
export async function reportOn(
  dataset: Dataset,
  probabilities: Probabilities,
  options: AuditOptions,
  reviews: Reviews,
  signal?: AbortSignal,
): Promise<Audit> {
  if (hasSets(dataset)) return buildSetReport(dataset, probabilities, options, reviews);
  return buildReport(dataset, probabilities, options, reviews, signal);
}
