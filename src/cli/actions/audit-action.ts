import {
  formatReport,
  formatText,
  jsonReportChunks,
  printable,
  runAudit,
  type Audit,
  type DatasetProblem,
} from '../../audit/index.ts';
import type { AuditCommandFlags } from '../flags/audit-command-flags.ts';
import { toOptions } from '../flags/audit-flags.ts';
import { writeChunks, writeResult } from '../output.ts';
import { progressDisplay } from '../progress-bar.ts';

async function writeFormatted(audit: Audit, flags: AuditCommandFlags, signal: AbortSignal): Promise<void> {
  // A million rows may be too long for one text.
  if (flags.format === 'json') await writeChunks(jsonReportChunks(audit.report), signal);
  else await writeResult(await formatted(audit, flags.format, flags, signal));
}

async function formatted(
  audit: Audit,
  format: Exclude<AuditCommandFlags['format'], 'json'>,
  { top, formulaGuard, cache }: AuditCommandFlags,
  signal: AbortSignal,
): Promise<string> {
  const { report, out: folder } = audit;
  if (format === 'text') return formatText(report, { top });
  const cacheFolder = cache ? undefined : null;
  const base = process.cwd();
  return formatReport(format, report, () => audit, { top, formulaGuard, cacheFolder, folder, base, signal });
}

/** One line on stderr for each problem; or, where the text report will list them, one for all. */
function announce(problems: readonly DatasetProblem[], flags: AuditCommandFlags, note: (line: string) => void): void {
  if (flags.format !== 'text') {
    // What was passed over has been said in one note.
    for (const { message, kind } of problems) if (kind !== 'passed-over') note(`label-audit: ${printable(message)}`);
  } else if (problems.length > 0) {
    const conflicts = problems.filter((problem) => problem.kind === 'conflicting-duplicates').length;
    const certain = conflicts > 0 ? `, ${conflicts} of them certain label errors (one picture, two labels)` : '';
    note(`label-audit: problems in the data set: ${problems.length}${certain}`);
  }
}

/** What `label-audit audit` does. */
export async function audit(target: string, flags: AuditCommandFlags, signal: AbortSignal): Promise<void> {
  const display = progressDisplay(flags.quiet);
  let result: Audit;
  try {
    result = await runAudit(toOptions(target, flags), {
      signal,
      onProgress: display.update,
      onNote: (note) => {
        display.note(`label-audit: ${note}`);
      },
      onProblems: (problems) => {
        announce(problems, flags, display.note);
      },
    });
  } finally {
    display.stop();
  }
  // The text report carries the warnings; the other formats are for programs, so a person reads them here.
  if (flags.format !== 'text') {
    for (const warning of result.report.warnings) display.note(`label-audit: ${printable(warning)}`);
  }
  await writeFormatted(result, flags, signal);
  if (result.out !== undefined) display.note(`label-audit: wrote ${result.out}`);
}
