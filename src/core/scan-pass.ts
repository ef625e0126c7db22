import { checkRow, normaliseRow, PROBABILITY_TOLERANCE, ROW_SUM_NOISE, rowLike } from './row-check.ts';
import { BEST, DOUBTED, forEachRun, type RowBlock, type RowFacts } from './rows.ts';
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
/** Nothing is known to be off before the scan. */
const NONE = new Int32Array(0);

/**
 * Scans a block: fills in its rows' facts and appends the rows that must be normalised.
 *
 * @throws {CoreInputError} at the first bad row, as `checkRow`
 */
export function scanBlock(block: RowBlock, facts: RowFacts, offRows: number[]): void {
  forEachRun(block, NONE, (run) => {
    scanRows(run, facts, offRows);
  });
}

/** Without `offRows`, the rows are taken as they are. */
function scanRows({ data, start, n, k }: RowBlock, facts: RowFacts, offRows?: number[]): void {
  const { labels, own, marks } = facts;
  const low = -PROBABILITY_TOLERANCE;
  const high = 1 + PROBABILITY_TOLERANCE;
  for (let r = 0; r < n; r++) {
    const row = start + r;
    const base = r * k;
    const end = base + k;
    const given = base + labels[row];
    const self = data[given];
    // Most labels are the most probable class: looking for what beats them is a branch that is hardly ever taken.
    let most = self;
    let winner = given;
    let sum = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let isBad = false;
    let at = base;
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
      if (p0 >= most || p1 >= most || p2 >= most || p3 >= most) {
        for (let j = at; j < at + 4; j++) {
          if (data[j] > most || (data[j] === most && j < winner)) {
            most = data[j];
            winner = j;
          }
        }
      }
    }
    for (; at < end; at++) {
      const p = data[at];
      sum += p;
      if (p < low) isBad = true;
      if (p > most || (p === most && at < winner)) {
        most = p;
        winner = at;
      }
    }
    sum += sum1 + (sum2 + sum3);
    // Written so that NaN is looked at too.
    const isOdd = isBad || most > high || !(Math.abs(sum - 1) <= ROW_SUM_NOISE - SUM_SLACK);
    if (isOdd && offRows !== undefined && scanOdd(data, base, k, row, facts, offRows)) continue;
    const helped = self + COMPARISON_TOLERANCE;
    const isDoubted = most > helped || (most === helped && winner < given);
    own[row] = self;
    marks[row] = ((winner - base) << BEST) | (isDoubted ? DOUBTED : 0);
  }
}

/** Looks again, value by value; whether the row was normalised and is done. */
function scanOdd(
  data: RowBlock['data'],
  base: number,
  k: number,
  row: number,
  facts: RowFacts,
  offRows: number[],
): boolean {
  if (!checkRow(data, base, k, row)) return false;
  offRows.push(row);
  const room = rowLike(data, k);
  normaliseRow(data, base, k, room, 0);
  scanRows({ data: room, start: row, n: 1, k }, facts);
  return true;
}
