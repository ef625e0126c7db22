import { requireJudgeable } from './class-limit.ts';
import { onlySplits, readDataset, type Dataset, type Example } from '../../dataset/index.ts';
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
export async function readAudited(options: AuditOptions, { signal, onNote }: AuditHooks): Promise<AuditedDataset> {
  const { target, imageColumn, labelColumn, splitColumn, groupColumn, classes, classFrom, splits } = options;
  const { imageRoot, imagePattern, ignoreLabels, asIndices } = options;
  const all = await readDataset(target, {
    ...{
      imageColumn,
      labelColumn,
      splitColumn,
      groupColumn,
      imageRoot,
      imagePattern,
      ignoreLabels,
      classes,
      classFrom,
      signal,
    },
    ...{ asIndices, findUnnamed: true },
  });
  for (const note of all.notes ?? []) onNote?.(note);
  const unnamed = all.unnamed && describeUnnamed(all, await readReviews(all.root));
  if (unnamed) onNote?.(unnamed.note);
  const dataset = { ...onlySplits(all, splits), allExamples: all.examples };
  requireJudgeable(dataset);
  return unnamed?.problem ? { ...dataset, problems: [...dataset.problems, unnamed.problem] } : dataset;
}
