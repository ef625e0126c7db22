import type { DatasetProblem } from '../../audit/light.ts';

/** The rows that name a picture now, as far as it matters here. */
export interface ProblemRow {
  readonly label: string;
  readonly isRagged: boolean;
}

/**
 * Whether a problem that an audit found in a row is still there.
 *
 * @param rows all rows that name the picture now; none: it went with them
 * @param rowsOf the rows of another picture
 */
export function isStillWrong(
  problem: DatasetProblem,
  rows: readonly ProblemRow[],
  rowsOf: (path: string) => readonly ProblemRow[],
): boolean {
  if (rows.length === 0) return false;
  switch (problem.kind) {
    case 'conflicting-duplicates': {
      const all = [...rows, ...(problem.others ?? []).flatMap((other) => rowsOf(other))];
      return all.some(({ label }) => label !== all[0].label);
    }
    case 'duplicate-row':
      return rows.length > 1;
    case 'empty-label':
      return rows.some(({ label }) => label === '');
    case 'ragged-row':
      return rows.some(({ isRagged }) => isRagged);
    default:
      return true;
  }
}
