import { join } from 'node:path';
import { labelQualityScores } from '../../core/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import { readArrays } from '../../arrays/index.ts';
import { InputError } from '../../files/index.ts';
import type { ExportFormat, ExportTask } from './export-task.ts';
import { formatCsv } from './format-csv.ts';
import { formatMarkdown } from './format-markdown.ts';
import { sarifReport } from './format-sarif.ts';
import { htmlReport } from './html/html-report.ts';
import { isOwnArray } from '../report/array-ownership.ts';
import { REPORT_FOLDER } from '../report/report-folder.ts';
import { readStoredReport } from '../report/stored-report.ts';
import type { AuditReport } from '../report/types.ts';

/**
 * Writes the last audit of a data set as a report for people or tools; nothing is trained again.
 *
 * @returns the file
 * @throws InputError where there is no audit, or its arrays are gone; FileWriteError
 */
export async function exportReport({ root, format, file, base = root }: ExportTask): Promise<string> {
  // The folder may have been moved since: it is read where it is now.
  const stored = await readStoredReport(root);
  const report: AuditReport = { ...stored, dataset: { ...stored.dataset, root } };
  await writeFileAtomic(file, await formatted(report, format, base));
  return file;
}

async function formatted(report: AuditReport, format: ExportFormat, base: string): Promise<string> {
  if (format === 'html') return htmlReport(report);
  if (format === 'markdown') return formatMarkdown(report);
  if (format === 'csv') return csv(report);
  return sarifReport(report, base);
}

async function csv(report: AuditReport): Promise<string> {
  const folder = join(report.dataset.root, REPORT_FOLDER);
  const files = { labels: join(folder, 'labels.npy'), predProbs: join(folder, 'pred_probs.npy') };
  const { labels, predProbs } = await readArrays(files.labels, files.predProbs);
  const own =
    (await isOwnArray(files.labels, report.arrays?.labels)) &&
    (await isOwnArray(files.predProbs, report.arrays?.predProbs));
  if (!own || labels.length !== report.paths.length || predProbs.n !== labels.length) {
    throw new InputError(`The arrays in ${folder} are not those of its report. Run the audit again.`);
  }
  const { rankBy, adjustPredProbs } = report.options;
  const labelQuality = labelQualityScores(labels, predProbs, { method: rankBy, adjustPredProbs });
  return formatCsv({ report, labels, predProbs, labelQuality });
}
