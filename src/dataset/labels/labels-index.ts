import { CsvScanner, grown } from './csv-scanner.ts';
import { createInterned } from './interned.ts';
import { watchSplits } from './split-column.ts';
import { DatasetError } from '../dataset-error.ts';
import { isPictureName } from '../picture-names.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { detectDelimiter, enterHeader, type Delimiter } from './detect-delimiter.ts';
import type { LabelsFailure, RowState } from './label-rows.ts';
import { firstEndingAfter } from './spans-between.ts';
import { findColumns, recognisedColumns, type ColumnNames, type LabelsColumns } from './labels-columns.ts';

/**
 * Where everything stands in the text of a labels file. Rows are counted from 0 here: row `i` is the data row that
 * messages call `i + 1`. Offsets are UTF-16 units of the text that was indexed.
 */
export interface LabelsIndex {
  readonly ok: true;
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly columns: LabelsColumns;
  /** Where splits are codes, what each was taken for. */
  readonly splitNames: ReadonlyMap<string, string>;
  /** Offset just after the header's last cell. */
  readonly headerEnd: number;
  /** 1-based line below the header. */
  readonly bodyLine: number;
  /** Number of data rows, those that can't be used included. */
  readonly count: number;
  /** 1-based line on which each row starts. */
  readonly lines: Int32Array;
  /** Offset of each row's first character. */
  readonly rowStarts: Int32Array;
  /** Offset just after each row's line end. */
  readonly rowEnds: Int32Array;
  /** Offset of each row's label cell, its quotes included; -1 where a ragged row has none. */
  readonly labelStarts: Int32Array;
  /** Offset just after the label cell; -1 where there is none. */
  readonly labelEnds: Int32Array;
  /** Normalised path of each row's picture; '' where the row can't be used. */
  readonly paths: readonly string[];
  /** The row's label, without quotes and trimmed; '' where it has none. */
  label(row: number): string;
  /** The row's split, without quotes and trimmed; '' where it has none. */
  split(row: number): string;
  /** The row's cells, without quotes, not trimmed; read anew each time. */
  cells(row: number): string[];
  state(row: number): RowState;
  /** The row that counts for this picture (the first usable one that names it); -1 where there is none. */
  rowOf(path: string): number;
  /** All usable rows that name this picture, in the order of the file. */
  rowsOf(path: string): number[];
  /**
   * The row in which an offset lies, its line end included; -1 in the header, comments and blank lines. The end of the
   * text lies in the last row where that has no line end.
   */
  rowAt(offset: number): number;
}

/** In the order of their codes. */
const STATES: readonly RowState[] = ['usable', 'ragged', 'no-image', 'outside-root', 'no-label'];
/**
 * Finds every row of a labels file. The delimiter (comma, semicolon or tab) and the columns are recognised from the header.
 * Never throws: it also reads text that is being typed.
 */
export function indexLabels(text: string, options: ColumnNames = {}): LabelsIndex | LabelsFailure {
  const { delimiter, unclosedLine } = detectDelimiter(text, options);
  const unclosed = unclosedLine === 0 ? undefined : failure({ unclosedLine });
  if (delimiter === undefined) return unclosed ?? failure({ unclosedLine: 0 });
  const scanner = new CsvScanner(text, delimiter);
  if (!isHeaderBelow(text, delimiter)) enterHeader(scanner);
  if (!nextRow(scanner)) return failure(scanner);
  const header = scanner.values().map((cell) => cell.trim());
  let columns: LabelsColumns;
  try {
    columns = findColumns(header, options, '');
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    if (unclosed !== undefined) return unclosed;
    return { ok: false, reason: 'columns', message: error.message.replace(/^: /, '') };
  }

  let lines = new Int32Array(256);
  let rowStarts = new Int32Array(256);
  let rowEnds = new Int32Array(256);
  let labelStarts = new Int32Array(256);
  let labelEnds = new Int32Array(256);
  const headerEnd = scanner.cellEnd(scanner.count - 1);
  // A header that is the last line has none below it yet.
  const bodyLine = scanner.lineAfter + (scanner.end > scanner.cellEnd(scanner.count - 1) ? 0 : 1);
  scanner.expectPictures(header.length, columns.image);
  const labels = createInterned();
  const splits = watchSplits(header, [columns.image, columns.label], columns.split, options.splitColumn !== undefined);
  const paths: string[] = [];
  const states: number[] = [];
  let count = 0;
  for (; nextRow(scanner); count++) {
    if (count === lines.length) {
      lines = grown(lines);
      rowStarts = grown(rowStarts);
      rowEnds = grown(rowEnds);
      labelStarts = grown(labelStarts);
      labelEnds = grown(labelEnds);
    }
    lines[count] = scanner.line;
    rowStarts[count] = scanner.start;
    rowEnds[count] = scanner.end;
    const hasLabel = columns.label < scanner.count;
    labelStarts[count] = hasLabel ? scanner.cellStart(columns.label) : -1;
    labelEnds[count] = hasLabel ? scanner.cellEnd(columns.label) : -1;
    const label = hasLabel ? scanner.value(columns.label).trim() : '';
    labels.add(label);
    splits.add(scanner);
    const written = columns.image < scanner.count ? scanner.value(columns.image).trim() : '';
    const path = isPlainPath(written) ? written : (normaliseDatasetPath(written) ?? '');
    const isRagged = isRaggedRow(scanner, header.length, written);
    const state = isRagged ? 1 : written === '' ? 2 : path === '' ? 3 : label === '' ? 4 : 0;
    states.push(state);
    paths.push(state === 0 ? path : '');
  }
  if (scanner.unclosedLine > 0) return failure(scanner);

  const starts = rowStarts.subarray(0, count);
  const ends = rowEnds.subarray(0, count);
  const lookup = pathLookup(paths);
  const foundSplits = splits.found();
  return {
    ok: true,
    delimiter,
    header,
    headerEnd,
    bodyLine,
    columns: { ...columns, split: foundSplits?.column ?? -1 },
    splitNames: foundSplits?.names ?? new Map(),
    count,
    lines: lines.subarray(0, count),
    rowStarts: starts,
    rowEnds: ends,
    labelStarts: labelStarts.subarray(0, count),
    labelEnds: labelEnds.subarray(0, count),
    paths,
    label: labels.at,
    split: foundSplits?.at ?? (() => ''),
    cells: (row) => {
      scanner.load(text.slice(starts[row], ends[row]));
      scanner.next();
      return scanner.values();
    },
    state: (row) => STATES[states[row]],
    rowOf: (path) => lookup().first.get(path) ?? -1,
    rowsOf: (path) => {
      const { first, next } = lookup();
      const rows: number[] = [];
      for (let row = first.get(path) ?? -1; row >= 0; row = next.get(row) ?? -1) rows.push(row);
      return rows;
    },
    rowAt: (offset) => {
      const low = firstEndingAfter({ ends, count }, offset);
      if (low === count && offset === text.length && ends[count - 1] === offset && !/[\r\n]$/.test(text.slice(-1))) {
        return count - 1;
      }
      return low < count && starts[low] <= offset ? low : -1;
    },
  };
}

/** The names of the columns, whether or not the wanted ones are among them; none where the text has no header. */
export function headerOf(text: string): readonly string[] {
  return openTable(text, {})?.header ?? [];
}

/** A table whose header was read. */
export interface OpenTable {
  /** Stands at the header. */
  readonly scanner: CsvScanner;
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
}

/** Moves to the header of a table; undefined where the text has none. */
export function openTable(text: string, options: ColumnNames): OpenTable | undefined {
  const { delimiter } = detectDelimiter(text, options);
  if (delimiter === undefined) return undefined;
  const scanner = new CsvScanner(text, delimiter);
  if (!isHeaderBelow(text, delimiter)) enterHeader(scanner);
  if (!nextRow(scanner)) return undefined;
  return { scanner, delimiter, header: scanner.values().map((cell) => cell.trim()) };
}

/**
 * Whether a row has too few cells to be used, or too many. More cells than the header are no harm where what is too much is
 * blank (a delimiter at the end), or stands behind a picture's name (a comment). Otherwise a delimiter within an unquoted
 * cell may have moved the others.
 *
 * @param scanner stands at the row
 * @param cells number of cells in the header
 * @param image what the row has in the image column, trimmed
 */
export function isRaggedRow(scanner: CsvScanner, cells: number, image: string): boolean {
  if (scanner.count <= cells) return scanner.count < cells;
  if (isPictureName(image)) return false;
  for (let cell = cells; cell < scanner.count; cell++) if (scanner.value(cell).trim() !== '') return true;
  return false;
}

/** Whether the first record is a header, so that no comment above it is. */
function isHeaderBelow(text: string, delimiter: Delimiter): boolean {
  const scanner = new CsvScanner(text, delimiter);
  return nextRow(scanner) && recognisedColumns(scanner.values()) === 2;
}

/** Moves to the next record that is not a line of blanks. */
function nextRow(scanner: CsvScanner): boolean {
  while (scanner.next()) if (scanner.count > 1 || scanner.value(0).trim() !== '') return true;
  return false;
}

function failure({ unclosedLine: line }: Pick<CsvScanner, 'unclosedLine'>): LabelsFailure {
  if (line === 0) {
    const message = 'the file is empty; its first line must name the columns, e.g. image,label';
    return { ok: false, reason: 'empty', message };
  }
  const message = `a quote that opens on line ${line} is never closed; close or remove it`;
  return { ok: false, reason: 'unclosed-quote', message, line };
}

/** Whether a path is certainly its own normal form; saves most rows the work of normalising. */
function isPlainPath(path: string): boolean {
  let segmentStart = true;
  for (let i = 0; i < path.length; i++) {
    const code = path.charCodeAt(i);
    // Backslash and colon anywhere; a slash or dot where a segment begins.
    if (code === 0x5c || code === 0x3a || (segmentStart && (code === 0x2f || code === 0x2e))) return false;
    segmentStart = code === 0x2f;
  }
  return path.length > 0 && path.length < 1000;
}

/** Made when it is first asked for: for each path its first row, and for each row the next one with the same path. */
function pathLookup(paths: readonly string[]): () => PathLookup {
  let made: PathLookup | undefined;
  return () => {
    if (made !== undefined) return made;
    const first = new Map<string, number>();
    const last = new Map<string, number>();
    const next = new Map<number, number>();
    for (let row = 0; row < paths.length; row++) {
      const path = paths[row];
      if (path === '') continue;
      const size = first.size;
      const known = first.get(path);
      if (known === undefined) first.set(path, row);
      if (first.size > size) continue;
      next.set(last.get(path) ?? first.get(path)!, row);
      last.set(path, row);
    }
    made = { first, next };
    return made;
  };
}

interface PathLookup {
  readonly first: ReadonlyMap<string, number>;
  /** Only for rows that have a later twin. */
  readonly next: ReadonlyMap<number, number>;
}
