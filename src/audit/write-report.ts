import { join } from 'node:path';
import { writeFileAtomic } from '../dataset/index.ts';
import { writeArrays, type Arrays } from './array-files.ts';
import { formatJson } from './format-json.ts';
import { prepareReportFolder } from './report-folder.ts';
import type { AuditReport } from './types.ts';

/**
 * Writes `report.json`, `pred_probs.npy`, `labels.npy` and a `.gitignore` for them, each whole or not at all; the report
 * comes last, so that where there is a report its arrays are there too.
 *
 * @throws FileWriteError where a file can't be written; AuditError where the folder is no folder of ours
 */
export async function writeReport(folder: string, report: AuditReport, arrays: Arrays): Promise<void> {
  await prepareReportFolder(folder);
  await writeArrays({ labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') }, arrays);
  await writeFileAtomic(join(folder, 'report.json'), formatJson(report));
}
