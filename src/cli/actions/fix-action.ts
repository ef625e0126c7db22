import {
  diffOfFix,
  formatMerge,
  formatPlan,
  hasStoredReport,
  InputError,
  openStoredReport,
  planName,
  prepareFix,
  prepareMerge,
  printable,
  readRespellings,
  readReviews,
  rootOf,
  writeFix,
  type PreparedChanges,
} from '../../audit/index.ts';
import type { FixFlags } from '../flags/fix-flags.ts';
import { writeResult } from '../output.ts';
import { namesRemediation, toRemediation } from '../flags/remediation-flags.ts';

/** What `label-audit fix` does. */
export async function fix(target: string, flags: FixFlags, signal: AbortSignal): Promise<void> {
  const note = (line: string): void => {
    if (!flags.quiet) process.stderr.write(`label-audit: ${line}\n`);
  };
  if (flags.mergeClasses !== undefined) {
    await mergeClasses(target, flags, flags.mergeClasses, note, signal);
    return;
  }
  const { report } = await openStoredReport(target, flags.report);
  const reviews = await readReviews(await rootOf(target));
  for (const warning of reviews.warnings) note(printable(warning));
  const prepared = await prepareFix(target, report, toRemediation(flags, reviews), signal);
  const { plan } = prepared;
  await carryOut(prepared, { plan: formatPlan(plan), name: planName(plan) }, flags, note, signal);
}

/** Writes labels alike that look alike. It needs no audit; where there is one, the data set is read as it was then. */
async function mergeClasses(
  target: string,
  flags: FixFlags,
  given: string | true,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (namesRemediation(flags)) {
    throw new InputError('--merge-classes goes alone; prune or relabel with a second command.');
  }
  const respellings = given === true ? undefined : readRespellings(given);
  const isAudited = flags.report !== undefined || (await hasStoredReport(target));
  const report = isAudited ? (await openStoredReport(target, flags.report)).report : undefined;
  const prepared = await prepareMerge(target, report, respellings, signal);
  await carryOut(prepared, { plan: formatMerge(prepared.plan), name: 'merge classes' }, flags, note, signal);
}

/** Shows what was planned, or does it. */
async function carryOut(
  prepared: PreparedChanges,
  { plan, name }: { readonly plan: string; readonly name: string },
  flags: FixFlags,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (flags.dryRun) {
    // The diff alone goes to stdout, so that it can be piped into `patch` or `git apply`.
    for (const line of plan.trimEnd().split('\n')) if (!flags.quiet) process.stderr.write(`${line}\n`);
    await writeResult(diffOfFix(prepared));
    return;
  }
  const written = await writeFix(prepared, {
    ...{ out: flags.out, note: `label-audit fix: ${name}` },
    onWarning: (warning) => {
      note(printable(warning));
    },
  });
  await writeResult(plan);
  note(written === undefined ? 'nothing to change' : `wrote ${printable(written)}`);
  const { oldOrder } = prepared;
  if (written === undefined || oldOrder === undefined) return;
  const some = oldOrder.length > 20 ? [...oldOrder.slice(0, 20), '…'] : oldOrder;
  note(
    `its classes are sorted; for probabilities with their columns as the Parquet files list the classes, give these in that order with --classes: ${printable(some.join(', '))}`,
  );
}
