import type { Command } from 'commander';
import {
  CHECK_LIMITS,
  InputError,
  formatCheck,
  formatMarkdown,
  printable,
  openStoredReport,
  runCheck,
  sarifReport,
  type CheckLimits,
  type OpenedReport,
} from '../../audit/index.ts';
import { mergeOptions } from '../flags/audit-flags.ts';
import type { CheckFlags } from '../flags/check-flags.ts';
import { writeNamedFiles } from '../named-files.ts';
import { writeResult } from '../output.ts';
import { progressDisplay } from '../progress-bar.ts';

/** The check worked, and the data set is worse than allowed. */
export class WorseThanAllowed extends Error {
  override readonly name = 'WorseThanAllowed';
}

async function lastReport(target: string, out: string | null | undefined): Promise<OpenedReport | undefined> {
  try {
    return await openStoredReport(target, out ?? undefined);
  } catch (error) {
    // There is none, or it can't be read: then models are trained.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The limits of checks among the flags. */
function limitsOf(flags: CheckFlags): CheckLimits {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => name in CHECK_LIMITS)) as CheckLimits;
}

/** What `label-audit check` does. */
export async function check(target: string, flags: CheckFlags, command: Command, signal: AbortSignal): Promise<void> {
  const { maxIssues, minHealth } = flags;
  const last = await lastReport(target, flags.out);
  const audit = mergeOptions(command, target, flags, last?.report.options);
  const display = progressDisplay(flags.quiet);
  try {
    const result = await runCheck(
      { audit, last, maxIssues, minHealth, limits: limitsOf(flags) },
      {
        signal,
        onProgress: display.update,
        onNote: (note) => {
          display.note(`label-audit: ${note}`);
        },
      },
    );
    display.stop();
    for (const warning of result.report.warnings) display.note(`label-audit: ${printable(warning)}`);
    await writeNamedFiles([
      ...(flags.sarif === undefined
        ? []
        : [{ file: flags.sarif, text: await sarifReport(result.report, process.cwd()) }]),
      ...(flags.markdown === undefined ? [] : [{ file: flags.markdown, text: formatMarkdown(result.report) }]),
    ]);
    await writeResult(formatCheck(result));
    if (result.failures.length > 0) {
      throw new WorseThanAllowed(`the data set is worse than allowed: ${result.failures.join('; ')}`);
    }
  } finally {
    display.stop();
  }
}
