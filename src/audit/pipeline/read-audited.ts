import { requireJudgeable } from './class-limit.ts';
import {
  columnNamesOf,
  onlySplits,
  readDataset,
  type Dataset,
  type Example,
  type ReadDatasetOptions,
} from '../../dataset/index.ts';
import type { AuditOptions } from '../options/audit-options.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import type { AuditHooks } from '../report/types.ts';
import { describeUnnamed } from './unnamed-pictures.ts';

/** The part of a data set that an audit is of. */
export interface AuditedDataset extends Dataset {
  /** Those of all splits. */
  readonly allExamples: readonly Example[];
}

/**
 * Reads the data set that an audit is of, without the splits that it leaves out, and says what was assumed.
 *
 * @throws what `readDataset` and `onlySplits` throw; InputError where there are too many classes
 */
export async function readAudited(
  options: AuditOptions,
  { signal, onNote }: AuditHooks,
  more: Pick<ReadDatasetOptions, 'byAnnotators' | 'findUnlabelled'> = {},
): Promise<AuditedDataset> {
  const { target, groupColumn, classes, classFrom, splits, imageRoot, imagePattern } = options;
  const all = await readDataset(target, {
    ...columnNamesOf(options),
    ...{ groupColumn, imageRoot, imagePattern, classes, classFrom, signal, findUnnamed: true, ...more },
  });
  for (const note of all.notes ?? []) onNote?.(note);
  const unnamed = all.unnamed && describeUnnamed(all, await readReviews(all.root));
  if (unnamed) onNote?.(unnamed.note);
  const dataset = { ...onlySplits(all, splits), allExamples: all.examples };
  requireJudgeable({ root: dataset.root, classes: (dataset.multiLabel ?? dataset).classes });
  return unnamed?.problem ? { ...dataset, problems: [...dataset.problems, unnamed.problem] } : dataset;
}
