import type { AuditReport } from '../../../src/audit/report/types.ts';
import type { HostileFile } from '../hostile/hostile-pictures.ts';
import type { CliRun } from './picture-runs.ts';
import type { TrustRow } from '../types.ts';

/** Kinds of problems that a picture which is audited may have too. */
export const BESIDES = new Set(['conflicting-duplicates', 'duplicate-row', 'one-colour', 'passed-over']);

/** Counts tries by class of fault. */
export class Table {
  readonly rows = new Map<string, TrustRow>();
  constructor(private readonly log: (line: string) => void) {}

  note(fault: string, survived: boolean, why = ''): void {
    const row = this.rows.get(fault) ?? { fault, tried: 0, survived: 0, bytesLost: 0 };
    this.rows.set(fault, row);
    row.tried++;
    if (survived) row.survived++;
    else this.log(`${fault}: ${why}`);
  }

  lose(fault: string, bytes: number): void {
    const row = this.rows.get(fault);
    if (row !== undefined) row.bytesLost += bytes;
  }
}

/** Holds what became of each file against what was promised. */
export function judge(table: Table, mode: string, run: CliRun, files: readonly HostileFile[]): void {
  if (run.code !== 0) {
    const how = run.signal ?? `code ${run.code}`;
    for (const { fault } of files)
      table.note(fault, false, `the ${mode} ended with ${how}: ${run.stderr.slice(0, 300)}`);
    return;
  }
  const { paths, problems } = JSON.parse(run.stdout) as AuditReport;
  const audited = new Set(paths);
  const told = problems.filter(({ kind }) => !BESIDES.has(kind));
  const reported = new Set(told.map(({ path }) => path));
  // A row whose address is no path within the folder is reported under the labels file, and named in the message.
  const isNamed = (written: string): boolean =>
    told.some(({ row, message }) => row !== undefined && message.includes(written.slice(0, 40)));
  for (const { path: written, expected, fault } of files) {
    const path = written.replace(/\/{2,}/g, '/');
    const [is, isReported] = [audited.has(path), reported.has(path) || (!audited.has(path) && isNamed(written))];
    const right = is !== isReported && (expected === 'either' || is === (expected === 'audited'));
    const was = is ? (isReported ? 'both' : 'audited') : isReported ? 'reported' : 'neither';
    table.note(fault, right, `${JSON.stringify(path)} of the ${mode} was ${was}, not ${expected}`);
  }
}
