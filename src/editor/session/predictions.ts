import { join } from 'node:path';
import {
  isOwnArray,
  readArrays,
  readNpy,
  REPORT_FOLDER,
  scoresOfArrays,
  toInt32Labels,
  type Arrays,
  type AuditReport,
} from '../../audit/light.ts';

/** A class and how probable it is. */
export interface ClassProbability {
  readonly class: string;
  readonly probability: number;
}

/** What the model believes of the audited pictures: the arrays beside a report. */
export interface Predictions {
  /** Class indices as they were audited. */
  readonly labels: Arrays['labels'];
  /** All classes, most probable first. */
  of(example: number): readonly ClassProbability[];
  /** As the audit scored it. */
  labelQuality(example: number): number;
}

/** Reads the arrays; undefined where they are gone, or are not those of this report. */
export async function readPredictions(root: string, report: AuditReport): Promise<Predictions | undefined> {
  const folder = join(root, REPORT_FOLDER);
  let arrays: Arrays;
  const files = { labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') };
  try {
    arrays = await readArrays(files.labels, files.predProbs);
  } catch {
    return undefined; // they are meant to be regenerated: a clone of a repository has none
  }
  if (!(await isOwnArray(files.labels, report.arrays?.labels))) return undefined;
  if (!(await isOwnArray(files.predProbs, report.arrays?.predProbs))) return undefined;
  const { labels, predProbs } = arrays;
  const { classes } = report.dataset;
  const { n, k, data } = predProbs;
  if (labels.length !== report.paths.length || n !== labels.length || k !== classes.length) return undefined;
  const { rankBy, adjustPredProbs } = report.options;
  let scores: readonly number[] | undefined;
  return {
    labels,
    of: (example) =>
      classes
        .map((name, j) => ({ class: name, probability: data[example * k + j] }))
        .sort((a, b) => b.probability - a.probability),
    labelQuality(example) {
      if (adjustPredProbs) {
        // Adjusted by the thresholds of the classes, which all examples have a part in.
        scores ??= scoresOfArrays(arrays, { method: rankBy, adjust: true }).result.scores;
        return scores[example];
      }
      const row = { data: data.subarray(example * k, (example + 1) * k), n: 1, k };
      const one = { labels: labels.slice(example, example + 1), predProbs: row };
      return scoresOfArrays(one, { method: rankBy, adjust: false }).result.scores[0];
    },
  };
}

/** Class indices as they were audited, one per `report.paths`; undefined where the array is gone or another's. */
export async function readAuditedLabels(root: string, report: AuditReport): Promise<Int32Array | undefined> {
  const file = join(root, REPORT_FOLDER, 'labels.npy');
  try {
    const labels = toInt32Labels(await readNpy(file), file);
    if (labels.length !== report.paths.length) return undefined;
    return (await isOwnArray(file, report.arrays?.labels)) ? labels : undefined;
  } catch {
    return undefined;
  }
}
