import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import {
  AuditError,
  formatCheck,
  formatMarkdown,
  printable,
  readStoredReport,
  runCheck,
  sarifReport,
  type AuditReport,
} from '../audit/index.ts';
import { addFindingOptions, addTrainingOptions, mergeOptions, type AuditFlags } from './audit-flags.ts';
import { realNumber, wholeNumber } from './option-values.ts';
import { writeResult } from './output.ts';
import { progressDisplay } from './progress-bar.ts';

interface CheckFlags extends AuditFlags {
  readonly maxIssues?: number;
  readonly minHealth?: number;
  readonly sarif?: string;
  readonly markdown?: string;
  readonly quiet: boolean;
}

/** The check worked, and the data set is worse than allowed. */
export class WorseThanAllowed extends Error {
  override readonly name = 'WorseThanAllowed';
}

async function lastReport(target: string, out: string | null | undefined): Promise<AuditReport | undefined> {
  try {
    return await readStoredReport(target, out ?? undefined);
  } catch (error) {
    // None, or one that can't be read: then models are trained anew.
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

async function check(target: string, flags: CheckFlags, command: Command, signal: AbortSignal): Promise<void> {
  const { maxIssues, minHealth } = flags;
  const last = await lastReport(target, flags.out);
  const audit = mergeOptions(command, target, flags, last?.options);
  const display = progressDisplay(flags.quiet);
  try {
    const result = await runCheck({ audit, last, maxIssues, minHealth }, { signal, onProgress: display.update });
    display.stop();
    for (const warning of result.report.warnings) display.note(`label-audit: ${printable(warning)}`);
    if (flags.sarif !== undefined) await writeFile(flags.sarif, await sarifReport(result.report, process.cwd()));
    if (flags.markdown !== undefined) await writeFile(flags.markdown, formatMarkdown(result.report));
    await writeResult(formatCheck(result));
    if (result.failures.length > 0) {
      throw new WorseThanAllowed(`the data set is worse than allowed: ${result.failures.join('; ')}`);
    }
  } finally {
    display.stop();
  }
}

/** `label-audit check <data set>`. */
export function checkCommand(signal: AbortSignal): Command {
  const command = new Command('check')
    .description('Ends with 1 where a data set is worse than allowed: for continuous integration.')
    .argument('<target>', 'a folder (with a labels file, or one folder per class), or a labels file')
    .option('--max-issues <n>', 'most label issues allowed (default: 0, unless --min-health is given)', wholeNumber(0))
    .option(
      '--min-health <h>',
      'least overall label health allowed, from 0 to 1',
      realNumber((value) => value >= 0 && value <= 1, 'a number from 0 to 1'),
    );
  return addFindingOptions(addTrainingOptions(command))
    .option('--out <folder>', 'where the last report is, and a new one goes (default: .label-audit beside the labels)')
    .option('--sarif <file>', 'write the issues as SARIF too')
    .option('--markdown <file>', 'write a summary for a pull request comment too')
    .option('--quiet', 'print the result alone', false)
    .action((target: string, flags: CheckFlags, self: Command) => check(target, flags, self, signal));
}
