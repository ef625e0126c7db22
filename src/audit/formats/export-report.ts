import { labelQualityScores } from '../../core/index.ts';
import { writeFileAtomic } from '../../files/index.ts';
import type { ExportFormat, ExportTask } from './export-task.ts';
import { formatCsv } from './format-csv.ts';
import { formatMarkdown } from './format-markdown.ts';
import { sarifReport } from './format-sarif.ts';
import { htmlReport } from './html/html-report.ts';
import type { OpenedReport } from '../report/open-report.ts';
import { openStoredReport } from '../report/stored-report.ts';

/**
 * Writes the last audit of a data set as a report for people or tools; nothing is trained again.
 *
 * @returns the file
 * @throws InputError where there is no audit, or its arrays are not its own; NpyError where they are gone; FileWriteError
 */
export async function exportReport({ root, format, file, base = root }: ExportTask): Promise<string> {
  await writeFileAtomic(file, await formatted(await openStoredReport(root), format, base));
  return file;
}

async function formatted(opened: OpenedReport, format: ExportFormat, base: string): Promise<string> {
  const { report } = opened;
  if (format === 'html') return htmlReport(report);
  if (format === 'markdown') return formatMarkdown(report);
  if (format === 'csv') return csv(opened);
  return sarifReport(report, base);
}

async function csv(opened: OpenedReport): Promise<string> {
  const { report } = opened;
  const [labels, predProbs] = await Promise.all([opened.labels(), opened.predProbs()]);
  const { rankBy = 'self_confidence', adjustPredProbs } = report.options;
  const labelQuality = labelQualityScores(labels, predProbs, { method: rankBy, adjustPredProbs });
  return formatCsv({ report, labels, predProbs, labelQuality });
}
