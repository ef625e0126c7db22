import { CsvScanner } from '../labels/csv-scanner.ts';
import { candidateColumns, type ColumnNames } from '../labels/labels-columns.ts';
import { openTable, type LabelsIndex } from '../labels/labels-index.ts';
import { shortened } from '../labels/shortened.ts';
import { isSplitHeader } from '../labels/split-column.ts';
import { HEAD_LENGTH } from './layout.ts';

export const ONE = /^(?:1|1\.0*|true)$/i;
export const ZERO = /^(?:0|0\.0*|false)$/i;
/** How many records are looked at to tell which columns are of classes. */
const PROBED = 500;
/** Share of the cells that may be other than 0 and 1. */
const MOST_ODD = 0.02;

/** The columns of a table of 0 and 1. */
export interface HotColumns {
  readonly header: readonly string[];
  readonly image: number;
  /** Those of classes, in the order of the file. */
  readonly columns: readonly number[];
}

/**
 * The columns of classes in the beginning of a table that has an image column and no label column: all whose cells are
 * 0 or 1, but for those that are about splits (`is_train`).
 */
export function hotColumns(head: string, given: ColumnNames): HotColumns | undefined {
  if (given.labelColumn !== undefined) return undefined;
  const table = openTable(head, given);
  if (table === undefined) return undefined;
  const { scanner, header } = table;
  const images = candidateColumns(header, 'image', given.imageColumn);
  if (images.length !== 1 || candidateColumns(header, 'label', undefined).length > 0) return undefined;
  const [image] = images;
  const [split] = candidateColumns(header, 'split', given.splitColumn);
  const columns = header.flatMap((name, column) =>
    name === '' || column === image || column === split || isSplitHeader(name) ? [] : [column],
  );
  let rows = 0;
  const odd = new Int32Array(header.length);
  while (rows < PROBED && scanner.next()) {
    // The last record may be cut in two.
    if (scanner.end >= head.length && rows > 0 && head.length >= HEAD_LENGTH) break;
    if (scanner.count < header.length) continue;
    rows += 1;
    for (const column of columns) {
      const cell = scanner.value(column).trim();
      if (!ONE.test(cell) && !ZERO.test(cell)) odd[column] += 1;
    }
  }
  // A slip or two make no other column of it: the rows are named.
  const isHot = (column: number): boolean =>
    odd[column] <= Math.max(1, rows * MOST_ODD) && rows - odd[column] > 2 * odd[column];
  const hot = columns.filter(isHot);
  return hot.length > 1 ? { header, image, columns: hot } : undefined;
}

/** The same with the names of their classes. */
export interface Hot extends HotColumns {
  /** Names of the classes. */
  readonly names: readonly string[];
}

/** A row that indexLabels would use, if it were told its label. */
export function isRead(index: LabelsIndex, row: number): boolean {
  const state = index.state(row);
  return state === 'usable' || state === 'no-label';
}

/** Scans a row's cells, whichever is asked for. */
export function rowScanner(text: string, index: LabelsIndex, { header, image }: Hot): (row: number) => CsvScanner {
  const scanner = new CsvScanner('', index.delimiter);
  scanner.expectPictures(header.length, image);
  return (row) => {
    scanner.load(text.slice(index.rowStarts[row], index.rowEnds[row]));
    scanner.next();
    return scanner;
  };
}

/** Why a row can't be used that has something else than 0 and 1 in a column of a class. @param scanner stands at the row */
export function oddCellFault(scanner: CsvScanner, { columns, names }: Hot): string {
  const cells = columns.map((column) => scanner.value(column).trim());
  const odd = cells.findIndex((cell) => !ONE.test(cell) && !ZERO.test(cell));
  return `has ${JSON.stringify(shortened(cells[odd] ?? ''))} in the column ${JSON.stringify(names[odd])}, where 0 or 1 is needed`;
}
