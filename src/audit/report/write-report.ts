import { join } from 'node:path';
import { sha256, writeFilesAtomic } from '../../files/index.ts';
import { encodeArrays, type Arrays } from '../../arrays/index.ts';
import { withFileLock } from '../../files/index.ts';
import { formatJson } from './format-json.ts';
import { REPORT_FILE, REPORT_LOCK, setAsideDamaged } from './damaged-report.ts';
import { prepareReportFolder } from './report-folder.ts';
import type { AuditReport } from './types.ts';

/**
 * Writes `report.json`, `pred_probs.npy`, `labels.npy` and a `.gitignore` for them: all of them or none, and never mixed
 * with those of an audit that ends at the same moment. A report that was there and is damaged is set aside.
 *
 * @returns the report as it was written
 * @throws FileWriteError where a file can't be written; InputError where the folder is no folder of ours, or another
 *   process is writing to it
 */
export async function writeReport(folder: string, report: AuditReport, arrays: Arrays): Promise<AuditReport> {
  await prepareReportFolder(folder);
  const file = join(folder, REPORT_FILE);
  const { labels, predProbs } = encodeArrays(arrays);
  return withFileLock(join(folder, REPORT_LOCK), file, async () => {
    const aside = await setAsideDamaged(file);
    const written: AuditReport = {
      ...report,
      warnings: aside === undefined ? report.warnings : [...report.warnings, aside],
      arrays: { labels: sha256(labels), predProbs: sha256(predProbs) },
    };
    await writeFilesAtomic([
      { file: join(folder, 'labels.npy'), bytes: labels },
      { file: join(folder, 'pred_probs.npy'), bytes: predProbs },
      { file, bytes: formatJson(written) },
    ]);
    return written;
  });
}
