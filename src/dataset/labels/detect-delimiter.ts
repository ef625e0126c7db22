import { CsvScanner } from './csv-scanner.ts';
import { recognisedColumns, type ColumnNames } from './labels-columns.ts';

const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
/** How many records are looked at to tell the delimiters apart. */
const PROBED = 8;

/** A choice of delimiter. */
export interface DetectedDelimiter {
  /** Undefined where the text has no header under any delimiter. */
  readonly delimiter?: Delimiter;
  /** 1-based line of an unclosed quote that kept another delimiter from being considered; 0 where there is none. */
  readonly unclosedLine: number;
}

/** The delimiter with which the header shows the most of the wanted columns; then the most cells; then the comma. */
export function detectDelimiter(text: string, options: ColumnNames): DetectedDelimiter {
  const wanted = [
    ...[options.imageColumn, options.labelColumn, options.splitColumn, options.annotatorColumn],
    ...(options.annotators ?? []),
  ].flatMap((column) => (column === undefined ? [] : [column.toLowerCase()]));
  let best: { delimiter: Delimiter; score: number } | undefined;
  let unclosedLine = 0;
  for (const delimiter of DELIMITERS) {
    const scanner = new CsvScanner(text, delimiter);
    enterHeader(scanner);
    let header: string[] | undefined;
    for (let record = 0; record < PROBED && scanner.next(); record++) {
      if (header !== undefined) continue;
      const cells = scanner.values().map((cell) => cell.trim().toLowerCase());
      if (cells.some((cell) => cell !== '')) header = cells;
    }
    // A quote may well look unclosed under a delimiter that is not the file's.
    if (scanner.unclosedLine > 0 && unclosedLine === 0) unclosedLine = scanner.unclosedLine;
    if (scanner.unclosedLine > 0 || header === undefined) continue;
    const cells = header;
    const named = wanted.filter((column) => cells.includes(column)).length;
    const score = (named + recognisedColumns(cells)) * 1000 + Math.min(cells.length, 999);
    if (best === undefined || score > best.score) best = { delimiter, score };
  }
  return { delimiter: best?.delimiter, unclosedLine };
}

/** Moves into a comment that is the header, unless the line below the comments is one. */
export function enterHeader(scanner: CsvScanner): boolean {
  return scanner.enterComment((cells) => recognisedColumns(cells) === 2);
}
