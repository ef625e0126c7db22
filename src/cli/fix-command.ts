import { Command } from 'commander';
import {
  diffOfFix,
  formatPlan,
  planName,
  prepareFix,
  printable,
  readReviews,
  readStoredReport,
  rootOf,
  writeFix,
} from '../audit/index.ts';
import { writeResult } from './output.ts';
import { addRemediationOptions, toRemediation, type RemediationFlags } from './remediation-flags.ts';

interface FixFlags extends RemediationFlags {
  readonly report?: string;
  readonly out?: string;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

async function fix(target: string, flags: FixFlags, signal: AbortSignal): Promise<void> {
  const note = (line: string): void => {
    if (!flags.quiet) process.stderr.write(`label-audit: ${line}\n`);
  };
  const report = await readStoredReport(target, flags.report);
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
  const written = await writeFix(prepared, { out: flags.out, note: `label-audit fix: ${planName(plan)}` });
  await writeResult(formatPlan(plan));
  note(written === undefined ? 'nothing to change' : `wrote ${printable(written)}`);
}

/** `label-audit fix <data set>`. */
export function fixCommand(signal: AbortSignal): Command {
  const command = new Command('fix')
    .description('Prunes or relabels what an audit flagged, in the labels file; no picture is touched.')
    .argument('<target>', 'the data set that was audited: a folder or labels file');
  return addRemediationOptions(command)
    .option('--report <path>', 'the report to use (default: .label-audit beside the labels)')
    .option('--dry-run', 'print what would change as a unified diff, and change nothing', false)
    .option('--out <file>', 'write the cleaned labels to a new file instead')
    .option('--quiet', 'print the result alone', false)
    .action((target: string, flags: FixFlags) => fix(target, flags, signal));
}
