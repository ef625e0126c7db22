import { posix } from 'node:path';
import { listClassFolders, namingFolders, pathInOther } from '../../dataset/index.ts';
import { labelledRows, readAsAudited } from '../remediation/fix-dataset.ts';
import { decisionOf, type IssueDecision } from '../remediation/issue-decision.ts';
import { indexPictures, rowsOfAudited } from '../remediation/picture-index.ts';
import { readReviews } from '../remediation/reviews-file.ts';
import { isKept, reviewOf } from '../remediation/reviews.ts';
import type { OpenedReport } from '../report/open-report.ts';
import { openStoredReport } from '../report/stored-report.ts';
import type { AuditedDataset, ClassChance } from './tool-host.ts';

/** A data set that lies on the disk, with what names it to `prepareFix`. */
export interface DiskDataset extends AuditedDataset {
  /** Absolute path of what was audited: a labels file, or a folder. */
  readonly target: string;
}

/**
 * The audited data set of a folder or labels file, as it is on the disk now.
 * @throws InputError where it was not audited, or its report or labels can't be read; DatasetError
 */
export async function openDiskDataset(target: string, signal?: AbortSignal): Promise<DiskDataset> {
  const opened = await openStoredReport(target);
  const { report } = opened;
  const { root, labelsFile, labelsFiles, kind } = report.dataset;
  const audited = labelsFile === undefined || labelsFiles !== undefined ? root : posix.join(root, labelsFile);
  const rows = labelledRows(await readAsAudited(audited, report, signal));
  const index = indexPictures(rows);
  const reviews = await readReviews(root);
  const { classFrom, classes } = report.options;
  const namedBy = namingFolders(kind === 'folders' ? await listClassFolders(root, { classFrom, classes, signal }) : []);
  const repeated = new Set((report.repeated ?? []).map((one) => report.paths[one.index]));

  const stateOf = (place: number): { readonly decision: IssueDecision; readonly label?: string } => {
    const issue = report.issues[place];
    const { path, split, givenLabel } = issue;
    const own = rowsOfAudited(index.rowsOf(path), split, repeated.has(path));
    const review = reviewOf(reviews, path, split);
    // Of several rows that name it, one that is still as it was is the one that is open.
    const label = (own.find((row) => row.label === givenLabel) ?? own.at(0))?.label;
    // The picture of a class folder was moved to another.
    if (label === undefined && kind === 'folders' && review?.decision === 'relabelled') {
      return { decision: 'relabelled', label: review.label };
    }
    const decision = decisionOf(issue, {
      ...(label === undefined ? {} : { label }),
      removed: review?.decision === 'removed',
      kept: label !== undefined && isKept(review, path, label),
    });
    return { decision, ...(label === undefined ? {} : { label }) };
  };

  return {
    ...{ root, report, target: audited, stateOf },
    pictureOf: (place) => {
      const { path } = report.issues[place];
      const { decision, label } = stateOf(place);
      if (label === undefined) return undefined;
      if (kind !== 'folders' || decision !== 'relabelled') return path;
      return pathInOther(path, namedBy(path), label);
    },
    probabilitiesOf: (example) => chancesOf(opened, example),
    rows: () => Promise.resolve(index),
    reviews: () => Promise.resolve(reviews),
  };
}

/** All classes of a picture, most probable first; a clone of a repository has no arrays. */
async function chancesOf(opened: OpenedReport, example: number): Promise<readonly ClassChance[] | undefined> {
  const probabilities = await opened.predProbs().catch(() => undefined);
  if (probabilities === undefined) return undefined;
  const { data, k } = probabilities;
  return opened.report.dataset.classes
    .map((name, j) => ({ class: name, probability: data[example * k + j] }))
    .sort((a, b) => b.probability - a.probability);
}
