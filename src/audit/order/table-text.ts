import { basename } from 'node:path';
import { CsvScanner, isPictureName } from '../../dataset/index.ts';
import { fileFailure, InputError, readBounded } from '../../files/index.ts';

/** Largest text that is read, in bytes: a longer one can't be held as one. */
const MOST_BYTES = 500_000_000;
const DELIMITERS = [',', ';', '\t'] as const;

/** Usual names of the column that names pictures, without case, spaces, hyphens and underscores. */
const PATH_COLUMN =
  /^(?:(?:image|img|file|picture|photo)?(?:path|name|file|filename|filepath)s?|images?|imgs?|files?|pictures?|photos?|(?:image|img|sample)?ids?|samples?|uri|url)$/;

/**
 * Reads a text file.
 *
 * @param what what it is, for errors: `the paths of probs.npy`
 * @throws InputError where it can't be read, is no regular file, too large, or not UTF-8
 */
export async function readText(file: string, what: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readBounded(file, MOST_BYTES);
  } catch (error) {
    throw new InputError(`Cannot read ${what}, ${file}: ${fileFailure(error)}.`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`${file} is not UTF-8 text; save it as UTF-8.`, { cause: error });
  }
}

/** A table of cells, read record by record. */
export interface Table {
  readonly header: readonly string[];
  readonly delimiter: ',' | ';' | '\t';
  /** Reads the records below the header; the scanner holds the current one. */
  readonly rows: (take: (scanner: CsvScanner, row: number) => void) => void;
}

/**
 * A CSV text as a table: its delimiter is the one that divides the first line into the most cells.
 *
 * @throws InputError where it is empty, or a quote is never closed
 */
export function tableOf(text: string, file: string): Table {
  const headers = DELIMITERS.map((delimiter) => {
    const scanner = new CsvScanner(text, delimiter);
    return { delimiter, header: scanner.next() ? scanner.values().map((cell) => cell.trim()) : [] };
  });
  const { delimiter, header } = headers.sort((a, b) => b.header.length - a.header.length)[0];
  if (header.length === 0) throw new InputError(`${file} is empty; its first line must name the columns.`);
  return {
    header,
    delimiter,
    rows(take) {
      const scanner = new CsvScanner(text, delimiter);
      const column = pathColumn(header);
      scanner.next();
      if (column >= 0) scanner.expectPictures(header.length, column);
      let row = 0;
      while (scanner.next()) {
        if (scanner.count === 1 && scanner.value(0).trim() === '') continue;
        take(scanner, row++);
      }
      if (scanner.unclosedLine > 0) {
        throw new InputError(`${file}: a quote that opens on line ${scanner.unclosedLine} is never closed; close it.`);
      }
    },
  };
}

/** Which column names the pictures; -1 where none is recognised, or several could. */
export function pathColumn(header: readonly string[]): number {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[\s_-]+/g, ''));
  const exact = names.indexOf('path');
  if (exact >= 0) return exact;
  const found = names.flatMap((name, i) => (PATH_COLUMN.test(name) ? [i] : []));
  // `id` stands beside a path as often as in its place.
  const paths = found.filter((i) => !/ids?$/.test(names[i]));
  if (paths.length > 0) return paths.length === 1 ? paths[0] : -1;
  return found.length === 1 ? found[0] : -1;
}

/** Whether a cell could be a picture rather than the name of a column. */
export function looksLikePicture(cell: string): boolean {
  return isPictureName(cell) || cell.includes('/') || cell.includes('\\');
}

/** Column names for a message. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map((name) => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return shown.join(', ') + (names.length > most ? ` and ${names.length - most} more` : '');
}

/** A file as messages call it. */
export const nameOf = (file: string): string => basename(file);

/** The name of the sidecar that is proposed for an array. */
export const sidecarName = (file: string): string => `${nameOf(file).replace(/\.[^.]*$/, '')}.paths.txt`;
