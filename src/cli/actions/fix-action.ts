import {
  diffOfFix,
  formatPlan,
  planName,
  prepareFix,
  printable,
  readReviews,
  openStoredReport,
  rootOf,
  writeFix,
} from '../../audit/index.ts';
import type { FixFlags } from '../flags/fix-flags.ts';
import { writeResult } from '../output.ts';
import { toRemediation } from '../flags/remediation-flags.ts';

/** What `label-audit fix` does. */
export async function fix(target: string, flags: FixFlags, signal: AbortSignal): Promise<void> {
  const note = (line: string): void => {
    if (!flags.quiet) process.stderr.write(`label-audit: ${line}\n`);
  };
  const { report } = await openStoredReport(target, flags.report);
  const reviews = await readReviews(await rootOf(target));
  for (const warning of reviews.warnings) note(printable(warning));
  const prepared = await prepareFix(target, report, toRemediation(flags, reviews), signal);
  const { plan } = prepared;
  signal.throwIfAborted();
  if (flags.dryRun) {
    // The diff alone goes to stdout, so that it can be piped into `patch` or `git apply`.
    for (const line of formatPlan(plan).trimEnd().split('\n')) if (!flags.quiet) process.stderr.write(`${line}\n`);
    await writeResult(diffOfFix(prepared));
    return;
  }
  const written = await writeFix(prepared, {
    ...{ out: flags.out, note: `label-audit fix: ${planName(plan)}` },
    onWarning: (warning) => {
      note(printable(warning));
    },
  });
  await writeResult(formatPlan(plan));
  note(written === undefined ? 'nothing to change' : `wrote ${printable(written)}`);
}
