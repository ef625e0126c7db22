import type { AuditReport } from './types.ts';

/** The report as the text of `report.json`. */
export function formatJson(report: AuditReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
