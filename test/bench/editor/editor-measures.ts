/** Name of the environment variable through which the bench tells its part in the extension host what to measure. */
export const BENCH = 'LABEL_AUDIT_BENCH';

/** A labels file with very many rows, and a report. */
export interface BenchRows {
  readonly folder: string;
  /** What its rows are, after their number. */
  readonly what: string;
  readonly count: number;
  /** Issues (by rank) in whose rows a key is typed. VS Code shows the first thousand problems of a file. */
  readonly typed: readonly number[];
}

export interface BenchSetup {
  /** A data set to audit; absent where there is none. */
  readonly pictures?: {
    readonly folder: string;
    readonly count: number;
    readonly settings: Readonly<Record<string, unknown>>;
  };
  /** Labels files with very many rows, audited. */
  readonly rows: readonly BenchRows[];
  /** Where the measures go. */
  readonly out: string;
}

export interface Measure {
  readonly what: string;
  readonly milliseconds: number;
  /** At most so many, where there is a goal. */
  readonly goal?: number;
}

/** One line for one measure. */
export function measureLine({ what, milliseconds, goal }: Measure): string {
  const value = `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  const verdict =
    goal === undefined ? '' : milliseconds <= goal ? `  (goal: ${goal} ms)` : `  MISSED (goal: ${goal} ms)`;
  return `${value.padStart(9)}  ${what}${verdict}`;
}
