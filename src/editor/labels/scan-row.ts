import { CsvScanner, isRaggedRow, setReader, type JsonKeys, type SetSeparator } from '../../dataset/index.ts';

/** Lines of a text without their line ends, as an editor holds them. */
export interface Lines {
  readonly lineCount: number;
  line(index: number): string;
}

/** What is known of a labels file beside where things stand in its rows. */
interface FileLayout {
  /** Its place among the labels files of its data set; default 0. */
  readonly file?: number;
  /** The split of rows that say none, by the file's name; '' for none. */
  readonly fileSplit?: string;
  /** What divides several labels in a label's cell, where cells hold several. */
  readonly separator?: SetSeparator;
}

/** How a table is laid out, as its header says. */
export interface TableLayout extends FileLayout {
  readonly kind?: 'table';
  readonly delimiter: string;
  /** Number of cells in the header. */
  readonly cells: number;
  /** Index of the image column. */
  readonly image: number;
  /** Index of the label column. */
  readonly label: number;
  /** Index of the split column; -1 where there is none. */
  readonly split: number;
  /** What codes of splits were taken for, as `2` -> `test (2)`. */
  readonly splitNames?: ReadonlyMap<string, string>;
}

/** How JSON lines are laid out. */
export interface ObjectLayout extends FileLayout {
  readonly kind: 'objects';
  readonly keys: JsonKeys;
}

/** How a labels file is laid out. */
export type RowLayout = TableLayout | ObjectLayout;

/** Where a cell stands: lines count from the row's first line. `end` is exclusive. Quotes are part of a cell. */
export interface CellSpan {
  readonly startLine: number;
  readonly start: number;
  readonly endLine: number;
  readonly end: number;
}

/** One row of the text as it is now. */
export interface ScannedRow {
  /** Place of its labels file among those of the data set. */
  readonly file: number;
  /** First line. Moves when rows above come and go. */
  line: number;
  /** Number of lines; more than one where a quoted cell holds line breaks. */
  readonly lines: number;
  /**
   * Number of lines that were looked at to tell where the row ends; more than `lines` where a quote was not closed, and a
   * change of the lines below may close it.
   */
  readonly reach: number;
  /** It has too few cells to be used, or too many, or is no JSON object. */
  readonly isRagged: boolean;
  /** Without quotes and surrounding space. */
  readonly image: string;
  /** Without quotes and surrounding space; of several labels the set, as `joinSet` writes it. */
  readonly label: string;
  /** Without quotes and surrounding space; '' where the row has none. */
  readonly split: string;
  /** Of the label cell, as written; undefined where the row has none. */
  readonly labelSpan: CellSpan | undefined;
  /** Where the row stands, where it has not its lines to itself. */
  readonly span?: CellSpan;
}

/** Reads one row after the other of a text in lines; keeps no row. */
export type RowReader = (source: Lines, line: number) => ScannedRow | undefined;

/**
 * Reads the row that starts on a line; undefined where the line is blank or a comment. The rules are those of
 * `indexLabels`, with one exception for text that is being typed: a cell that begins with a quote, and then is not properly
 * closed on the same line or a later one, ends with its line at the latest, so that a quote just typed does not swallow
 * all the rows below.
 */
export function tableRowReader(layout: TableLayout): RowReader {
  const { delimiter, cells, image, label, split, splitNames, fileSplit = '', file = 0, separator } = layout;
  const scanner = new CsvScanner('', delimiter, { typing: true });
  scanner.expectPictures(cells, image);
  const labelOf = labelReader(separator);
  const splitOf = (written: string): string => (splitNames?.get(written) ?? written) || fileSplit;
  return (source, line) => {
    let text = source.line(line);
    let next = line + 1;
    let isLast = false;
    scanner.load(text);
    if (!scanner.next()) return undefined;
    while (scanner.openQuote >= 0) {
      // Another line that holds a quote may close it.
      const closing = lineWithQuote(source, next);
      isLast = closing < 0;
      if (isLast) break;
      for (; next <= closing; next += 1) text += `\n${source.line(next)}`;
      scanner.load(text);
      scanner.next();
    }
    const { count } = scanner;
    if (count === 1 && scanner.value(0).trim() === '') return undefined;
    const hasLabel = label < count;
    const written = image < count ? scanner.value(image).trim() : '';
    const endsInLineEnd = scanner.end > scanner.cellEnd(count - 1);
    return {
      file,
      line,
      lines: endsInLineEnd ? scanner.lineAfter - 1 : scanner.lineAfter,
      reach: isLast ? Infinity : next - line,
      isRagged: isRaggedRow(scanner, cells, written),
      image: written,
      label: hasLabel ? labelOf(scanner.value(label).trim()) : '',
      split: splitOf(split >= 0 && split < count ? scanner.value(split).trim() : ''),
      labelSpan: hasLabel
        ? spanOf(text, next === line + 1, scanner.cellStart(label), scanner.cellEnd(label))
        : undefined,
    };
  };
}

/** What a label's cell says, as it is written but for surrounding space. */
export function labelReader(separator: SetSeparator | undefined): (written: string) => string {
  return separator === undefined ? (written) => written : setReader(separator);
}

/** `text` holds one line or several. */
function spanOf(text: string, isOneLine: boolean, start: number, end: number): CellSpan {
  if (isOneLine) return { startLine: 0, start, endLine: 0, end };
  const from = placeIn(text, start);
  const to = placeIn(text, end);
  return { startLine: from.line, start: from.column, endLine: to.line, end: to.column };
}

/** The line and column of an offset, counted from 0. */
function placeIn(text: string, offset: number): { line: number; column: number } {
  let line = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart };
}

function lineWithQuote(source: Lines, from: number): number {
  for (let line = from; line < source.lineCount; line += 1) if (source.line(line).includes('"')) return line;
  return -1;
}
