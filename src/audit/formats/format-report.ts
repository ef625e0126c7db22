import type { Audit, AuditReport } from '../report/types.ts';
import type { ExportFormat } from './export-task.ts';
import { formatCsv, type CsvOptions } from './format-csv.ts';
import { formatMarkdown } from './format-markdown.ts';
import { sarifReport } from './format-sarif.ts';
import { htmlReport, type HtmlReportOptions } from './html/html-report.ts';

export interface FormatOptions extends CsvOptions, Pick<HtmlReportOptions, 'cacheFolder' | 'folder' | 'signal'> {
  /** What SARIF's addresses are relative to. */
  readonly base: string;
  /** How many of the worst labels Markdown lists. */
  readonly top?: number;
}

/**
 * A report as text, in one of the formats that command line and editor share.
 *
 * @param arrays what the report was made from; asked for only where the format tells of every picture
 */
export async function formatReport(
  format: ExportFormat,
  report: AuditReport,
  arrays: () => Audit | Promise<Audit>,
  options: FormatOptions,
): Promise<string> {
  switch (format) {
    case 'html':
      return htmlReport(report, options);
    case 'markdown':
      return formatMarkdown(report, options);
    case 'sarif':
      return sarifReport(report, options.base);
    case 'csv':
      return formatCsv(await arrays(), options);
  }
}
