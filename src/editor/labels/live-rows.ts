import { rowReader } from './row-reader.ts';
import type { Lines, RowLayout, RowReader, ScannedRow } from './scan-row.ts';
import type { TextPlace, TextStretch } from './text-places.ts';

/** A change of the text in whole lines: `removed` lines from `start` on became `added` lines. */
export interface LineChange {
  /** Before the change. */
  readonly start: number;
  readonly removed: number;
  readonly added: number;
}

/** Told of every row that appears or disappears. A row that merely moves up or down is neither. */
export interface RowListener {
  appeared(row: ScannedRow): void;
  disappeared(row: ScannedRow): void;
}

/** Beyond so many lines read for one change it is better to read everything again, in slices. */
const MAX_SCANNED = 3000;
/** Beyond so many shifts of all rows below, too. */
const MAX_SHIFTS = 32;

/**
 * The rows of a labels file, kept up with its text as the user types. A change costs as much as the rows it touches,
 * and one addition for each row below them.
 */
export interface LiveRows {
  /** In the order of the text. */
  readonly rows: readonly ScannedRow[];
  /** Takes in changes of the text. False where all has to be read again; then these rows are of no more use. */
  apply(changes: readonly LineChange[]): boolean;
  /** The row that covers a place. */
  at(place: TextPlace): ScannedRow | undefined;
  /** The rows that a stretch of the text touches, in the text's order. */
  touching(stretch: TextStretch): Iterable<ScannedRow>;
  /** Place of a row in `rows`; -1 where it is not there any more. */
  indexOf(row: ScannedRow): number;
}

/**
 * Reads all rows, pausing between slices.
 *
 * @param bodyLine the first line after the header
 * @param pause called after each slice; rejects to give up
 */
export async function readLiveRows(
  source: Lines,
  layout: RowLayout,
  bodyLine: number,
  listener: RowListener,
  pause: () => Promise<void>,
): Promise<LiveRows> {
  const rows: ScannedRow[] = [];
  const read = rowReader(layout);
  let line = bodyLine;
  let slice = 0;
  while (line < source.lineCount) {
    const row = read(source, line);
    if (row) {
      rows.push(row);
      listener.appeared(row);
    }
    line += row ? row.lines : 1;
    slice += 1;
    if (slice % 256 === 0) await pause();
  }
  return liveRows(source, read, bodyLine, listener, rows);
}

/** Index of the first row that ends after `line` begins: the one that covers it, or the next. */
function firstFrom(rows: readonly ScannedRow[], line: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle].line + rows[middle].lines <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function liveRows(
  source: Lines,
  read: RowReader,
  bodyLine: number,
  listener: RowListener,
  rows: ScannedRow[],
): LiveRows {
  /** Rows whose quote is not closed: what is below them may close it. There are hardly ever any. */
  const unclosed = new Set(rows.filter(({ lines, reach }) => reach > lines));
  /** One change; the lines of the text before `start` and from `start + added` on are those that `rows` knows. */
  const replace = ({ start, removed, added }: LineChange, alone: boolean): boolean => {
    for (const row of unclosed) {
      if (row.line < start && row.line + row.reach >= start) return false;
    }
    const delta = added - removed;
    const first = firstFrom(rows, start);
    let after = firstFrom(rows, start + removed);
    // A row that only reaches into the changed lines is touched, too.
    if (after < rows.length && rows[after].line < start + removed) after += 1;
    let line = Math.min(start, first < rows.length ? rows[first].line : start);
    const last = after > first ? rows[after - 1] : undefined;
    let until = Math.max(start + removed, last ? last.line + last.lines : 0) + delta;
    const fresh: ScannedRow[] = [];
    const limit = line + added + MAX_SCANNED;
    // With several changes the text below one already holds the next: no row may be read across both.
    if (!alone && rows.slice(first, after).some((row) => row.lines > 1)) return false;
    while (line < until) {
      const row = read(source, line);
      if (row) fresh.push(row);
      line += row ? row.lines : 1;
      if (!alone && row && row.lines > 1) return false;
      // A quote may have swallowed rows below, or set them free: go on until a row begins where one began before.
      while (after < rows.length && rows[after].line + delta < line) {
        until = Math.max(until, rows[after].line + rows[after].lines + delta);
        after += 1;
      }
      if (line > limit) return false;
    }
    for (let i = first; i < after; i += 1) {
      unclosed.delete(rows[i]);
      listener.disappeared(rows[i]);
    }
    if (delta !== 0) for (let i = after; i < rows.length; i += 1) rows[i].line += delta;
    if (fresh.length === after - first) for (let i = 0; i < fresh.length; i += 1) rows[first + i] = fresh[i];
    else rows.splice(first, after - first, ...fresh);
    for (const row of fresh) {
      if (row.reach > row.lines) unclosed.add(row);
      listener.appeared(row);
    }
    return true;
  };

  return {
    get rows() {
      return rows;
    },
    apply(changes) {
      const merged = mergeChanges(changes);
      const shifts = merged.filter(({ removed, added }) => removed !== added).length;
      const touched = merged.reduce((sum, { added }) => sum + added, 0);
      if (merged.length === 0) return true;
      if (merged[0].start < bodyLine || shifts > MAX_SHIFTS || touched > MAX_SCANNED) return false;
      let shift = 0;
      for (const change of merged) {
        if (!replace({ ...change, start: change.start + shift }, merged.length === 1)) return false;
        shift += change.added - change.removed;
      }
      return true;
    },
    indexOf(row) {
      const index = firstFrom(rows, row.line);
      return rows[index] === row ? index : -1;
    },
    at({ line }) {
      const row = rows[firstFrom(rows, line)] as ScannedRow | undefined;
      return row && row.line <= line ? row : undefined;
    },
    *touching({ start, end }) {
      for (let i = firstFrom(rows, start.line); i < rows.length && rows[i].line <= end.line; i += 1) yield rows[i];
    },
  };
}

/** In the text's order; changes that share or touch a line become one. Starts count in the text before any of them. */
function mergeChanges(changes: readonly LineChange[]): LineChange[] {
  const sorted = [...changes].sort((a, b) => a.start - b.start);
  const merged: LineChange[] = [];
  for (const change of sorted) {
    const previous = merged.at(-1);
    if (previous && change.start < previous.start + previous.removed) {
      // Two changes that meet in a line: its rest is counted once.
      const shared = previous.start + previous.removed - change.start;
      const removed = Math.max(previous.removed, change.start + change.removed - previous.start);
      const added = previous.added + change.added - Math.min(shared, change.removed);
      merged[merged.length - 1] = { start: previous.start, removed, added };
    } else merged.push(change);
  }
  return merged;
}
