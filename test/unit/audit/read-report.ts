import { dirname } from 'node:path';
import { openReportFolder } from '../../../src/audit/report/open-report.ts';
import type { AuditReport } from '../../../src/audit/report/types.ts';

/** The report in this file, with what stands beside it. */
export async function readReport(file: string): Promise<AuditReport> {
  return (await openReportFolder(dirname(file), { file })).report;
}
