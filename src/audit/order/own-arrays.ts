import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NpyError } from '../../arrays/index.ts';
import type { PredProbs } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import { openReportFolder } from '../report/open-report.ts';
import { PRED_PROBS_ARRAY, REPORT_FILE } from '../report/report-files.ts';
import type { Sidecar } from './sidecar.ts';

/** Probabilities that an audit wrote, with the picture of each row and the class of each column as its report has them. */
export interface OwnArrays extends Sidecar {
  readonly classes: readonly string[];
  readonly predProbs: PredProbs;
}

/** Opens an array that an audit of ours wrote; undefined where no report beside it vouches for it. */
export async function openOwnArrays(file: string): Promise<OwnArrays | undefined> {
  if (basename(file) !== PRED_PROBS_ARRAY) return undefined;
  const folder = dirname(file);
  if ((await stat(join(folder, REPORT_FILE)).catch(() => undefined))?.isFile() !== true) return undefined;
  try {
    const { report, predProbs } = await openReportFolder(folder);
    const { paths, repeated = [], dataset } = report;
    const splits = new Array<string | undefined>(paths.length).fill(undefined);
    for (const { index, split } of repeated) splits[index] = split;
    return {
      ...{ file: join(folder, REPORT_FILE), names: paths, classes: dataset.classes },
      ...(repeated.length > 0 ? { splits } : {}),
      predProbs: await predProbs(),
    };
  } catch (error) {
    // It was replaced, or is another program's: then it is read as any other array.
    if (error instanceof InputError || error instanceof NpyError) return undefined;
    throw error;
  }
}
