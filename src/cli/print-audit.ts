import {
  formatReport,
  formatText,
  jsonReportChunks,
  printable,
  type Audit,
  type AuditHooks,
  type DatasetProblem,
} from '../audit/index.ts';
import type { PrintFlags } from './flags/audit-command-flags.ts';
import { writeChunks, writeResult } from './output.ts';
import type { ProgressDisplay } from './progress-bar.ts';

/** Prints an audit as the flags ask for it. */
async function printAudit(audit: Audit, flags: PrintFlags, signal: AbortSignal): Promise<void> {
  // A million rows may be too long for one text.
  if (flags.format === 'json') await writeChunks(jsonReportChunks(audit.report), signal);
  else await writeResult(await formatted(audit, flags.format, flags, signal));
}

async function formatted(
  audit: Audit,
  format: Exclude<PrintFlags['format'], 'json'>,
  { top, formulaGuard, cache }: PrintFlags,
  signal: AbortSignal,
): Promise<string> {
  const { report, out: folder } = audit;
  if (format === 'text') return formatText(report, { top });
  const cacheFolder = cache ? undefined : null;
  const base = process.cwd();
  return formatReport(format, report, () => audit, { top, formulaGuard, cacheFolder, folder, base, signal });
}

/** One line on stderr for each problem; or, where the text report will list them, one for all. */
function announce(
  problems: readonly DatasetProblem[],
  flags: Pick<PrintFlags, 'format'>,
  note: (line: string) => void,
): void {
  if (flags.format !== 'text') {
    // What was passed over has been said in one note.
    for (const { message, kind } of problems) if (kind !== 'passed-over') note(`label-audit: ${printable(message)}`);
  } else if (problems.length > 0) {
    const conflicts = problems.filter((problem) => problem.kind === 'conflicting-duplicates').length;
    const certain = conflicts > 0 ? `, ${conflicts} of them certain label errors (one picture, two labels)` : '';
    note(`label-audit: problems in the data set: ${problems.length}${certain}`);
  }
}

/** What an audit's hooks tell on stderr. */
export function tellingHooks(
  display: ProgressDisplay,
  flags: Pick<PrintFlags, 'format'>,
  signal: AbortSignal,
): AuditHooks {
  return {
    signal,
    onProgress: display.update,
    onNote: (note) => {
      display.note(`label-audit: ${note}`);
    },
    onProblems: (problems) => {
      announce(problems, flags, display.note);
    },
  };
}

/** Prints an audit that is made, and where it was written. */
export async function printMade(
  audit: Audit,
  flags: PrintFlags,
  display: ProgressDisplay,
  signal: AbortSignal,
): Promise<void> {
  // The text report carries the warnings; the other formats are for programs, so a person reads them here.
  if (flags.format !== 'text') {
    for (const warning of audit.report.warnings) display.note(`label-audit: ${printable(warning)}`);
  }
  await printAudit(audit, flags, signal);
  if (audit.out !== undefined) display.note(`label-audit: wrote ${audit.out}`);
}
