import { printableLines } from '../wording/printable.ts';
import type { AuditReport } from './types.ts';

/** The report as the text of `report.json`; what a terminal would act on is escaped, as JSON can. */
export function formatJson(report: AuditReport): string {
  return `${printableLines(JSON.stringify(report, null, 2))}\n`;
}
