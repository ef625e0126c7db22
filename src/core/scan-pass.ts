import { checkRow, normaliseRow, PROBABILITY_TOLERANCE, ROW_SUM_NOISE, rowLike } from './row-check.ts';
import { DOUBTED, type RowBlock, type RowFacts } from './rows.ts';
import { COMPARISON_TOLERANCE } from './tolerances.ts';

/** The first look at every row: checks it and notes the facts. */
export interface ScanPass {
  readonly kind: 'scan';
  readonly facts: RowFacts;
}

export interface ScanOutcome {
  /** Rows that did not quite sum to 1 and are normalised wherever they are used; ascending. */
  readonly offRows: Int32Array;
}

/** Sums in another order differ by less than this; whatever comes so close to a limit is added up again, in order. */
const SUM_SLACK = 1e-9;

/**
 * Scans a block: fills in its rows' facts and appends the rows that must be normalised.
 *
 * @throws {CoreInputError} at the first bad row, as `checkRow`
 */
export function scanBlock({ data, start, n, k }: RowBlock, facts: RowFacts, offRows: number[]): void {
  const { labels, own, best, flags } = facts;
  const low = -PROBABILITY_TOLERANCE;
  const high = 1 + PROBABILITY_TOLERANCE;
  const room = rowLike(data, k);
  for (let r = 0; r < n; r++) {
    const row = start + r;
    let from = data;
    let base = r * k;
    const end = base + k;
    let at = base;
    let sum = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let isBad = false;
    for (; at < end - 3; at += 4) {
      const p0 = data[at];
      const p1 = data[at + 1];
      const p2 = data[at + 2];
      const p3 = data[at + 3];
      sum += p0;
      sum1 += p1;
      sum2 += p2;
      sum3 += p3;
      if (p0 < low || p1 < low || p2 < low || p3 < low) isBad = true;
    }
    for (; at < end; at++) {
      sum += data[at];
      if (data[at] < low) isBad = true;
    }
    sum += sum1 + (sum2 + sum3);
    // Written so that NaN is looked at too.
    if (isBad || !(Math.abs(sum - 1) <= ROW_SUM_NOISE - SUM_SLACK)) {
      if (checkRow(data, base, k, row)) {
        offRows.push(row);
        normaliseRow(data, base, k, room, 0);
        from = room;
        base = 0;
      }
    }
    const label = labels[row];
    const given = from[base + label];
    // Most labels are the most probable class: looking for what beats them is a branch that is hardly ever taken.
    let winner = label;
    let most = given;
    for (let j = 0; j < label; j++) {
      const p = from[base + j];
      if (p >= most && (p > most || winner === label)) {
        most = p;
        winner = j;
      }
    }
    for (let j = label + 1; j < k; j++) {
      const p = from[base + j];
      if (p > most) {
        most = p;
        winner = j;
      }
    }
    if (most > high) checkRow(data, r * k, k, row);
    const helped = given + COMPARISON_TOLERANCE;
    own[row] = given;
    best[row] = winner;
    flags[row] = most > helped || (most === helped && winner < label) ? DOUBTED : 0;
  }
}
