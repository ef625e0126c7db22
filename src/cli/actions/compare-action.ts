import type { Command } from 'commander';
import {
  formatComparison,
  formatJson,
  printable,
  readReviews,
  openStoredReport,
  rootOf,
  runCompare,
  InputError,
  type AuditReport,
  type Cleaning,
} from '../../audit/index.ts';
import { mergeOptions, toOptions } from '../flags/audit-flags.ts';
import type { CompareFlags } from '../flags/compare-flags.ts';
import { writeResult } from '../output.ts';
import { progressDisplay } from '../progress-bar.ts';
import { namesRemediation, toRemediation } from '../flags/remediation-flags.ts';

/** The last audit's report; without one a cleaned file can still be compared, with the defaults. */
async function reportFor(target: string, { report, against }: CompareFlags): Promise<AuditReport | undefined> {
  if (against === undefined || report !== undefined) return (await openStoredReport(target, report)).report;
  try {
    return (await openStoredReport(target)).report;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function cleaningOf(target: string, flags: CompareFlags, report: AuditReport | undefined): Promise<Cleaning> {
  if (flags.against !== undefined) {
    if (namesRemediation(flags)) throw new InputError('Say either --against <file> or a plan, not both.');
    return { kind: 'file', file: flags.against };
  }
  if (!namesRemediation(flags)) {
    throw new InputError('Say what to compare with: --against <file>, or a plan such as --prune --worst 10%.');
  }
  const reviews = await readReviews(await rootOf(target));
  return { kind: 'plan', report: report!, options: toRemediation(flags, reviews) };
}

/** What `label-audit compare` does. */
export async function compare(
  target: string,
  flags: CompareFlags,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const report = await reportFor(target, flags);
  const cleaning = await cleaningOf(target, flags, report);
  const { testSplit, trainSplit, repeats, earlyStopping, patience } = flags;
  // --split limits the plan here, not the audit.
  const audit = {
    ...mergeOptions(command, target, { ...flags, split: undefined }, report?.options),
    classes: toOptions(target, flags).classes,
  };
  const display = progressDisplay(flags.quiet, 'run');
  try {
    const comparison = await runCompare(
      {
        ...{ audit, cleaning, testSplit, trainSplit, repeats },
        earlyStopping: earlyStopping === undefined ? undefined : { share: earlyStopping, patience },
      },
      {
        signal,
        onProgress: display.update,
        onNote: (note) => {
          display.note(`label-audit: ${note}`);
        },
      },
    );
    display.stop();
    if (flags.format === 'json') {
      for (const warning of comparison.warnings) display.note(`label-audit: ${printable(warning)}`);
    }
    await writeResult(flags.format === 'json' ? formatJson(comparison) : formatComparison(comparison));
  } finally {
    display.stop();
  }
}
