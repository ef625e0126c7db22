import { isTestSplit } from '../../audit/light.ts';
import { findLookAlikes } from '../../dataset/index.ts';
import type { ScannedRow } from './scan-row.ts';

/** A label that looks like another one that more rows bear. */
export interface LookAlike {
  readonly from: string;
  readonly to: string;
  /** How they differ, as the end of a sentence. */
  readonly difference: string;
  /** Rows that bear it, those of test splits not counted. */
  readonly rows: number;
  /** Rows of test splits that bear it: nothing but a person's hand changes them. */
  readonly testRows: number;
  /** How many rows bear the other one. */
  readonly others: number;
  /** The first row that may be changed, or else the first one. */
  readonly first: ScannedRow;
}

/** Whether a merge of classes may change a row. */
export function mayRespell({ split, isRagged }: ScannedRow): boolean {
  return !isRagged && !isTestSplit(split);
}

/**
 * Finds labels that look like one another: cat and Cat, NFC and NFD, 3 and 3.0.
 * @param pause called after each slice; rejects to give up
 */
export async function findLookAlikeRows(rows: Iterable<ScannedRow>, pause: () => Promise<void>): Promise<LookAlike[]> {
  interface Seen {
    rows: number;
    testRows: number;
    first: ScannedRow;
  }
  const seen = new Map<string, Seen>();
  let looked = 0;
  for (const row of rows) {
    if (++looked % 4096 === 0) await pause();
    if (row.isRagged || row.label === '' || row.image === '') continue;
    const mayChange = mayRespell(row);
    const known = seen.get(row.label);
    if (known === undefined) {
      seen.set(row.label, { rows: mayChange ? 1 : 0, testRows: mayChange ? 0 : 1, first: row });
      continue;
    }
    if (mayChange && known.rows === 0) known.first = row;
    known[mayChange ? 'rows' : 'testRows'] += 1;
  }
  const counts = new Map(Array.from(seen, ([label, { rows: own, testRows }]) => [label, own + testRows]));
  return findLookAlikes(counts).flatMap(({ keep, others, difference }) =>
    others.map((from): LookAlike => ({ from, to: keep, difference, others: counts.get(keep)!, ...seen.get(from)! })),
  );
}
