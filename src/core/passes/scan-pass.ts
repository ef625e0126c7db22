import { checkRow, normaliseRow } from './row-check.ts';
import type { RowBlock, RowFacts } from './rows.ts';
import { kernelRoom } from './kernels.ts';

/** The first look at every row: checks it and notes the facts. */
export interface ScanPass {
  readonly kind: 'scan';
  readonly facts: RowFacts;
}

export interface ScanOutcome {
  /** Rows that did not quite sum to 1 and are normalised wherever they are used; ascending. */
  readonly offRows: Int32Array;
}

/**
 * Scans a block: fills in its rows' facts and appends the rows that must be normalised.
 *
 * @param facts with labels that are all in [0, K)
 * @throws {CoreInputError} at the first bad row, as `checkRow`
 */
export function scanBlock({ data, start, n, k }: RowBlock, { labels, own, marks }: RowFacts, offRows: number[]): void {
  const room = kernelRoom(data, labels, marks, k, n);
  for (let done = 0; done < n; done += room.rows) {
    const rows = Math.min(room.rows, n - done);
    const first = start + done;
    room.data.set(data.subarray(done * k, (done + rows) * k));
    room.labels.set(labels.subarray(first, first + rows));
    for (let row = room.scan(0, rows, false); row < rows; row = room.scan(row + 1, rows, false)) {
      const base = (done + row) * k;
      if (checkRow(data, base, k, first + row)) {
        offRows.push(first + row);
        normaliseRow(data, base, k, room.data, row * k);
      }
      room.scan(row, row + 1, true);
    }
    own.set(room.own.subarray(0, rows), first);
    marks.set(room.marks.subarray(0, rows), first);
  }
}
