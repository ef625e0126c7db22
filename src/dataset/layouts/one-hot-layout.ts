import { InputError } from '../../files/index.ts';
import { CsvScanner } from '../labels/csv-scanner.ts';
import { detectDelimiter } from '../labels/detect-delimiter.ts';
import { candidateColumns, type ColumnNames } from '../labels/labels-columns.ts';
import { removeRowEdits } from '../labels/labels-edits.ts';
import { indexLabels, type LabelsIndex } from '../labels/labels-index.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { shortened } from '../labels/shortened.ts';
import { isSplitHeader } from '../labels/split-column.ts';
import { TABLE_NAME } from './csv-layout.ts';
import { HEAD_LENGTH, type Layout } from './layout.ts';

const ONE = /^(?:1|1\.0*|true)$/i;
const ZERO = /^(?:0|0\.0*|false)$/i;
/** How many records are looked at to tell which columns are of classes. */
const PROBED = 500;
/** Share of the cells that may be other than 0 and 1. */
const MOST_ODD = 0.02;
/** What stands in place of a class where a row has none. */
const [NONE, SEVERAL, ODD] = [-1, -2, -3];

/** One column a class, with a 1 in that of the picture's: `image,cat,dog` and `a.png,0,1`. */
export const oneHotLayout: Layout = {
  ...{ name: 'one-hot', endings: TABLE_NAME, byLines: true },
  detect: ({ name, head, columns }) => TABLE_NAME.test(name) && hotColumns(head, columns ?? {}) !== undefined,
  read({ text }, options) {
    const hot = hotColumns(text.slice(0, HEAD_LENGTH), options);
    if (hot === undefined) return { ok: false, reason: 'columns', message: 'no columns of 0 and 1 were found' };
    const { header, columns } = hot;
    const names = columns.map((column) => header[column]);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      return { ok: false, reason: 'columns', message: `two of its columns are called ${JSON.stringify(twice)}` };
    }
    // It finds rows, pictures and splits; which label a row bears is told below.
    const index = indexLabels(text, { ...options, imageColumn: header[hot.image], labelColumn: names[0] });
    if (!index.ok) return index;
    return readHot(text, index, { header, columns, names, image: hot.image });
  },
};

interface HotColumns {
  readonly header: readonly string[];
  readonly image: number;
  /** Those of classes, in the order of the file. */
  readonly columns: readonly number[];
}

/**
 * The columns of classes in the beginning of a table that has an image column and no label column: all whose cells are
 * 0 or 1, but for those that are about splits (`is_train`).
 */
function hotColumns(head: string, given: ColumnNames): HotColumns | undefined {
  if (given.labelColumn !== undefined) return undefined;
  const { delimiter } = detectDelimiter(head, given);
  if (delimiter === undefined) return undefined;
  const scanner = new CsvScanner(head, delimiter);
  if (!scanner.next()) return undefined;
  const header = scanner.values().map((cell) => cell.trim());
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

interface Hot extends HotColumns {
  /** Names of the classes. */
  readonly names: readonly string[];
}

function readHot(text: string, index: LabelsIndex, hot: Hot): LabelRows | LabelsFailure {
  const { header, columns, names } = hot;
  const row = rowScanner(text, index, hot);
  const classes = new Int32Array(index.count);
  let one = 0;
  let several = 0;
  for (let i = 0; i < index.count; i++) {
    classes[i] = classOf(row(i), columns);
    if (classes[i] >= 0) one += 1;
    if (classes[i] === SEVERAL) several += 1;
  }
  const listed = listOf(names);
  if (several > one) {
    const n = (count: number): string => count.toLocaleString('en-US');
    const message = `its columns ${listed} hold 0 and 1 alone, but ${n(several)} of ${n(index.count)} rows have several 1s, and several labels a picture are not read yet; audit one of them with --label-column`;
    return { ok: false, reason: 'columns', message };
  }
  const isBroken = (i: number): boolean => index.state(i) === 'ragged' || (classes[i] < 0 && isRead(index, i));
  return {
    ...{ ok: true, delimiter: index.delimiter, count: index.count, paths: index.paths, lines: index.lines },
    ...{ rowStarts: index.rowStarts, rowEnds: index.rowEnds, splitNames: index.splitNames },
    columnNames: {
      ...{ image: header[index.columns.image], label: names.join(', ') },
      ...(index.columns.split < 0 ? {} : { split: header[index.columns.split] }),
    },
    classOrder: names,
    notes: [`the columns ${listed} are read as one label: that of the column with the 1.`],
    split: (i) => index.split(i),
    written: (i) => (index.cells(i)[index.columns.image] ?? '').trim(),
    label: (i) => (classes[i] < 0 ? '' : names[classes[i]]),
    state: (i) => (isBroken(i) ? 'ragged' : index.state(i)),
    fault(i) {
      const scanner = row(i);
      if (index.state(i) === 'ragged') {
        return `has ${scanner.count} cells where the header has ${header.length}; add what is missing or quote cells with delimiters`;
      }
      if (classes[i] === NONE) return `has no 1 in any of the columns ${listed}; give it one`;
      const cells = columns.map((column) => scanner.value(column).trim());
      if (classes[i] === SEVERAL) {
        const ones = names.filter((_, at) => ONE.test(cells[at]));
        return `has several 1s (${listOf(ones)}); several labels a picture are not read yet`;
      }
      const odd = cells.findIndex((cell) => !ONE.test(cell) && !ZERO.test(cell));
      return `has ${JSON.stringify(shortened(cells[odd] ?? ''))} in the column ${JSON.stringify(names[odd])}, where 0 or 1 is needed`;
    },
    labelSpan(i) {
      if (classes[i] < 0) return undefined;
      const scanner = row(i);
      const start = index.rowStarts[i];
      const column = columns[classes[i]];
      return { start: start + scanner.cellStart(column), end: start + scanner.cellEnd(column) };
    },
    edits: (changes) => editsOf(text, index, hot, row, classes, changes),
  };
}

/** A row that indexLabels would use, if it were told its label. */
function isRead(index: LabelsIndex, row: number): boolean {
  const state = index.state(row);
  return state === 'usable' || state === 'no-label';
}

function rowScanner(text: string, index: LabelsIndex, { header, image }: Hot): (row: number) => CsvScanner {
  const scanner = new CsvScanner('', index.delimiter);
  scanner.expectPictures(header.length, image);
  return (row) => {
    scanner.load(text.slice(index.rowStarts[row], index.rowEnds[row]));
    scanner.next();
    return scanner;
  };
}

function classOf(scanner: CsvScanner, columns: readonly number[]): number {
  let found = NONE;
  for (let i = 0; i < columns.length; i++) {
    const cell = columns[i] < scanner.count ? scanner.value(columns[i]).trim() : '';
    if (ONE.test(cell)) found = found === NONE ? i : SEVERAL;
    else if (!ZERO.test(cell)) return ODD;
  }
  return found;
}

/** The 1 and the 0 change places as they are written: `1.0` stays `1.0`. */
function editsOf(
  text: string,
  index: LabelsIndex,
  { columns, names }: Hot,
  row: (row: number) => CsvScanner,
  classes: Int32Array,
  changes: ReadonlyMap<number, string | undefined>,
): LabelsEdit[] {
  const edits: LabelsEdit[] = [];
  const removed: number[] = [];
  for (const [i, label] of changes) {
    if (label === undefined) {
      removed.push(i);
      continue;
    }
    const from = classes[i];
    const to = names.indexOf(label);
    if (from < 0) throw new RangeError(`Row ${i + 1} has no label.`);
    if (to < 0) throw new InputError(`There is no column for the label ${JSON.stringify(label)}; add one to the file.`);
    if (from === to) continue;
    const scanner = row(i);
    const start = index.rowStarts[i];
    const [one, zero] = [from, to].map((at) => {
      const [first, last] = [start + scanner.cellStart(columns[at]), start + scanner.cellEnd(columns[at])];
      return { start: first, end: last, text: text.slice(first, last) };
    });
    edits.push({ ...one, text: zero.text }, { ...zero, text: one.text });
  }
  return [...edits, ...removeRowEdits(text, index, removed)].sort((a, b) => a.start - b.start);
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(shortened(name)));
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}
