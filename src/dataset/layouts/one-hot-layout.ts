import { InputError } from '../../files/index.ts';
import type { CsvScanner } from '../labels/csv-scanner.ts';
import { removeRowEdits } from '../labels/labels-edits.ts';
import { indexLabels, type LabelsIndex } from '../labels/labels-index.ts';
import type { LabelRows, LabelsEdit, LabelsFailure } from '../labels/label-rows.ts';
import { rowsOfTable } from '../labels/rows-of-table.ts';
import { listOf } from '../labels/shortened.ts';
import { TABLE_NAME } from '../labels/table-name.ts';
import { hotColumns, isRead, oddCellFault, ONE, rowScanner, ZERO, type Hot } from './hot-columns.ts';
import { hotSetRows } from './hot-sets.ts';
import { HEAD_LENGTH, type Layout, type LayoutOptions } from './layout.ts';

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
    const all: Hot = { header, columns, names, image: hot.image };
    return options.multiLabel === 'columns' ? hotSetRows(text, index, all) : readHot(text, index, all, options);
  },
};

function readHot(
  text: string,
  index: LabelsIndex,
  hot: Hot,
  { multiLabel }: Pick<LayoutOptions, 'multiLabel'>,
): LabelRows | LabelsFailure {
  const { columns, names } = hot;
  const row = rowScanner(text, index, hot);
  const table = rowsOfTable(index, names.join(', '));
  const classes = new Int32Array(index.count);
  let one = 0;
  let several = 0;
  for (let i = 0; i < index.count; i++) {
    classes[i] = classOf(row(i), columns);
    if (classes[i] >= 0) one += 1;
    if (classes[i] === SEVERAL) several += 1;
  }
  const listed = listOf(names);
  if (several > one && multiLabel === 'off') {
    const n = (count: number): string => count.toLocaleString('en-US');
    const message = `its columns ${listed} hold 0 and 1 alone, but ${n(several)} of ${n(index.count)} rows have several 1s, which are several labels a picture; leave --multi-label off out, or audit one of the columns with --label-column`;
    return { ok: false, reason: 'columns', message };
  }
  const isBroken = (i: number): boolean => index.state(i) === 'ragged' || (classes[i] < 0 && isRead(index, i));
  return {
    ...table,
    classOrder: names,
    several,
    notes: [`the columns ${listed} are read as one label: that of the column with the 1.`],
    label: (i) => (classes[i] < 0 ? '' : names[classes[i]]),
    state: (i) => (isBroken(i) ? 'ragged' : index.state(i)),
    fault(i) {
      if (index.state(i) === 'ragged') return table.fault(i);
      if (classes[i] === NONE) return `has no 1 in any of the columns ${listed}; give it one`;
      const scanner = row(i);
      if (classes[i] === SEVERAL) {
        const ones = names.filter((_, at) => ONE.test(scanner.value(columns[at]).trim()));
        return `has several 1s (${listOf(ones)}), where the others have one; correct it, or read all rows as sets of labels with --multi-label columns`;
      }
      return oddCellFault(scanner, hot);
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
