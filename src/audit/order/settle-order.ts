import { isWorthThreads, sharedMemory } from '../../arrays/index.ts';
import type { PredProbs } from '../../core/index.ts';
import type { Dataset, DatasetProblem, Example } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { count, plural } from '../../numbers/index.ts';
import { assumedColumns, type ColumnOrder } from './column-orders.ts';
import { agreementNote, columnsNote, namesNotes, otherOrder, rowsNote } from './describe-order.ts';
import { matchNames, type RowNames } from './match-names.ts';
import { OrderError } from './order-error.ts';
import { assumedRows, type RowOrder } from './row-orders.ts';
import { listed, nameOf, sidecarName } from './table-text.ts';
import { weighOrders } from './weigh-orders.ts';
import type { ToldWarning, Warning } from '../wording/warnings.ts';

/** Probabilities, and what is known of their order. */
export interface UnorderedProbabilities {
  readonly file: string;
  readonly predProbs: PredProbs;
  /** Which picture each row is, where somebody says so. */
  readonly named?: RowNames & { readonly file: string };
  /** Which class each column is, where somebody says so. */
  readonly classes?: readonly string[];
  /** Written by an audit of ours: nothing needs to be said. */
  readonly isOwn?: boolean;
}

export interface OrderOptions {
  /** The user named the classes in the order of the columns. */
  readonly classesGiven: boolean;
  /** Use the assumed order even where another one fits. */
  readonly force: boolean;
  /** Told what is assumed, before anything else is done. */
  readonly onNote?: (note: string) => void;
}

/** Probabilities in the order of a data set. */
export interface OrderedProbabilities {
  /** With the classes of all columns: those that no label names come last. */
  readonly dataset: Dataset;
  /** Columns are the classes of the data set. */
  readonly predProbs: PredProbs;
  /** For each row its example. */
  readonly exampleIndices: Int32Array;
  /** The class of each column as it was in the file. */
  readonly columns: ColumnOrder;
  readonly problems: readonly DatasetProblem[];
  readonly warnings: readonly Warning[];
}

/**
 * Brings rows and columns into the order of a data set: by their names where they have any, else by what is usual. Says what
 * was assumed, and refuses what labels show to be in another order.
 *
 * @throws InputError where rows or columns don't fit the data set, or another order does and `force` is not given
 */
export function settleOrder(all: Dataset, given: UnorderedProbabilities, options: OrderOptions): OrderedProbabilities {
  const { file, predProbs, named, isOwn = false } = given;
  const { onNote } = options;
  const settled = settleByName(all, given, options);
  const { dataset, assumed, exampleIndices, problems } = settled;
  const { columns } = assumed;
  const ordered = (): PredProbs => arranged(predProbs, exampleIndices, assumed);
  if (isOwn) return { dataset, predProbs: ordered(), exampleIndices, columns, problems, warnings: settled.missing };
  const { best, claimed } = mostProbable(predProbs);
  const weighed = weighOrders({ dataset, assumed, best, claimed, rowsNamed: named !== undefined });
  onNote?.(agreementNote(weighed.agreement));
  const verdict = weighed.other?.evidence.verdict;
  const said: Warning[] = [...settled.warnings, ...settled.missing];
  if (weighed.other !== undefined) {
    const { found, advice } = otherOrder(file, dataset, assumed, weighed);
    if (verdict === 'fits' && mayRefuse(given, options)) {
      throw new OrderError(
        `${file} seems to be in another order. ${found}.`,
        `To say so, ${advice}; to use it as assumed, add --force.`,
      );
    }
    said.push(`${nameOf(file)} may be in another order. ${found}.`);
  } else if (weighed.isUnrelated) {
    const { agreeing, examples, chance } = weighed.agreement;
    const found = `the most probable class is the given label in ${count(agreeing)} of ${plural(examples, 'row')}, as by chance (${count(Math.round(chance * examples))}), though its probabilities claim ${count(Math.round(claimed * examples))}`;
    said.push(unrelatedWarning(found, given, options));
  }
  return { dataset, predProbs: ordered(), exampleIndices, columns, problems, warnings: said };
}

/** Rows and columns as they are named, or as is usual. */
export interface SettledByName extends Omit<SettledRows, 'rows' | 'notes'> {
  /** With the classes of all columns. */
  readonly dataset: Dataset;
  readonly assumed: { readonly rows: RowOrder; readonly columns: ColumnOrder };
  /** Examples that have a row, ascending. */
  readonly exampleIndices: Int32Array;
}

/**
 * Settles rows and columns by their names, else by what is usual, and says what was assumed, unless an audit of ours wrote
 * them.
 * @throws InputError where they don't fit the data set
 */
export function settleByName(
  all: Dataset,
  given: UnorderedProbabilities,
  { classesGiven, onNote }: OrderOptions,
): SettledByName {
  const { file, predProbs, named, isOwn = false } = given;
  if (named === undefined) requireCount(all, file, predProbs.n);
  const { dataset, columns } = settleColumns(all, given, classesGiven);
  const { rows, notes, ...settled } = settleRows(dataset, file, predProbs.n, named, { classesGiven });
  if (!isOwn) {
    onNote?.(rowsNote(file, dataset, rows, predProbs.n));
    onNote?.(columnsNote(file, dataset, columns));
    for (const note of notes) onNote?.(note);
  }
  const exampleIndices = Int32Array.from(rows.rowOf.keys()).filter((i) => rows.rowOf[i] >= 0);
  return { dataset, assumed: { rows, columns }, exampleIndices, ...settled };
}

/**
 * Whether an order that labels speak against is refused: a header that names the columns beside rows that name their pictures
 * leaves nothing to assume.
 */
function mayRefuse({ named, classes }: UnorderedProbabilities, { force }: OrderOptions): boolean {
  return !force && (named === undefined || classes === undefined);
}

/**
 * What is said of probabilities that labels show to be of other pictures.
 * @param found what shows it, as the end of a sentence
 * @throws OrderError where they are refused for it
 */
export function unrelatedWarning(found: string, given: UnorderedProbabilities, options: OrderOptions): string {
  const { file } = given;
  if (mayRefuse(given, options)) {
    throw new OrderError(
      `${file} does not seem to be of these pictures in this order: ${found}.`,
      `Write the picture of each row into ${sidecarName(file)} beside it, one path a line, and name the columns with --classes; to use it as it is, add --force.`,
    );
  }
  return `${nameOf(file)} does not seem to be of these pictures: ${found}.`;
}

/** The class of each column, and the data set with classes for all of them. */
function settleColumns(
  dataset: Dataset,
  { file, predProbs, classes: named, named: rows }: UnorderedProbabilities,
  classesGiven: boolean,
): { dataset: Dataset; columns: ColumnOrder } {
  const { classes, classesListedIn = [], allListedClasses } = dataset;
  // A column for each class that the labels file lists, also for one that no picture bears.
  const listedThere = predProbs.k === allListedClasses?.length ? allListedClasses : undefined;
  const said = named ?? listedThere;
  if (said !== undefined) {
    const source = named === undefined ? classesListedIn.join(' and ') : nameOf(rows?.file ?? file);
    if (said.length !== predProbs.k) {
      throw new InputError(`${file} has ${predProbs.k} columns, but ${source} names ${said.length} classes.`);
    }
    const missing = classes.filter((name) => !said.includes(name));
    if (missing.length > 0) {
      throw new InputError(
        `${file} has no column for ${missing.length === 1 ? 'the class' : 'the classes'} ${listed(missing)}: its columns are ${listed(said)}.`,
      );
    }
    const known = new Set(classes);
    const whole = [...classes, ...said.filter((name) => !known.has(name))];
    const places = new Map(whole.map((name, i) => [name, i]));
    const classOf = Int32Array.from(said, (name) => places.get(name)!);
    return { dataset: { ...dataset, classes: whole }, columns: { words: `as ${source} names them`, classOf } };
  }
  const columns = assumedColumns(dataset, classesGiven);
  if (predProbs.k !== classes.length) {
    const names = Array.from(columns.classOf, (label) => classes[label]);
    throw new InputError(
      `${file} has ${predProbs.k} columns, but the data set has ${classes.length} classes (${names.slice(0, 50).join(', ')}${names.length > 50 ? ', …' : ''}): name all columns in order with --classes.${withoutPicture(dataset)}${emptyColumn(predProbs, classes.length)}`,
    );
  }
  return { dataset, columns };
}

/** Which classes no picture bears, where the labels file lists more than there are. */
function withoutPicture({ classes, classesListedIn = [], allListedClasses = [] }: Dataset): string {
  const used = new Set(classes);
  const unused = allListedClasses.filter((name) => !used.has(name));
  if (unused.length === 0) return '';
  return ` ${classesListedIn.join(' and ')} lists ${count(allListedClasses.length)}, of which no picture bears ${listed(unused)}.`;
}

/** Where there is one column too many, and nothing is ever in the first: labels that counted from 1. */
function emptyColumn({ data, n, k }: PredProbs, classes: number): string {
  if (k !== classes + 1) return '';
  let sum = 0;
  for (let i = 0; i < n; i++) sum += data[i * k];
  if (!(sum <= (0.1 * n) / k)) return '';
  return ' Its first column is empty, as where labels count from 1: leave it out, as array[:, 1:] does.';
}

/** The pictures of rows, and what is to be said of them. */
export interface SettledRows {
  readonly rows: RowOrder;
  /** Pictures without a row. */
  readonly problems: DatasetProblem[];
  readonly notes: readonly string[];
  /** Of rows that name no picture, or one that others name. */
  readonly warnings: readonly ToldWarning[];
  /** Of pictures without a row. */
  readonly missing: readonly ToldWarning[];
}

/**
 * Which row belongs to which picture: as named, or as is usual.
 *
 * @throws InputError where the number of rows does not fit, or no name does
 */
export function settleRows(
  dataset: Dataset,
  file: string,
  n: number,
  named: UnorderedProbabilities['named'],
  { classesGiven, without }: Pick<OrderOptions, 'classesGiven'> & { readonly without?: string },
): SettledRows {
  const { examples, otherPaths = [] } = dataset;
  if (named === undefined) {
    requireCount(dataset, file, n);
    return { rows: assumedRows(dataset, classesGiven), problems: [], notes: [], warnings: [], missing: [] };
  }
  const matched = matchNames(dataset, otherPaths, named);
  if (matched.missing.length === examples.length) {
    throw new InputError(
      `${named.file} names none of the ${examples.length} pictures that are to be audited: it begins with ${listed(named.names, 3)}, the data set with ${listed(
        examples.slice(0, 3).map(({ path }) => path),
        3,
      )}.${
        matched.ambiguous.length > 0
          ? ` ${plural(matched.ambiguous.length, 'row')} could be of several pictures: write their paths with the folder.`
          : ''
      }`,
    );
  }
  const name = nameOf(named.file);
  const problems = matched.missing.map((i) => withoutRow(examples[i], name, without));
  const words = `as ${name} names them`;
  return { rows: { words, rowOf: matched.rowOf }, problems, ...namesNotes(named.file, dataset, named, matched) };
}

function withoutRow({ path, place }: Example, name: string, without = 'it was not audited'): DatasetProblem {
  const row = place.kind === 'csv' ? { row: place.row } : {};
  return { kind: 'no-row', path, ...row, message: `${path} has no row in ${name}: ${without}.` };
}

/** @throws InputError where there are more or fewer rows than pictures */
function requireCount({ examples, labelsFile, problems }: Dataset, file: string, n: number): void {
  if (n === examples.length) return;
  const rows = labelsFile ? 'usable row of the labels file' : 'picture of the class folders';
  const counts = new Map<string, number>();
  for (const { split } of examples) if (split !== undefined) counts.set(split, (counts.get(split) ?? 0) + 1);
  const split = [...counts].find(([, of]) => of === n)?.[0];
  const hint = split === undefined ? '' : ` So many has the split "${split}": audit it alone with --split ${split}.`;
  const first = problems.length > 0 ? ` The first row that is not usable: ${problems[0].message}` : '';
  throw new InputError(
    `${file} has ${n} rows, but the data set has ${examples.length} labelled pictures: give one row for each ${rows}, in that order, or name the picture of each row in a file beside it, ${sidecarName(file)}.${hint}${first}`,
  );
}

/** Rows by example, columns by class. */
export function arranged(
  { data, n, k }: PredProbs,
  exampleIndices: Int32Array,
  { rows, columns }: { readonly rows: Pick<RowOrder, 'rowOf'>; readonly columns: Pick<ColumnOrder, 'classOf'> },
): PredProbs {
  const isInOrder =
    exampleIndices.length === n &&
    exampleIndices.every((example, i) => rows.rowOf[example] === i) &&
    columns.classOf.every((label, j) => label === j);
  if (isInOrder) return { data, n, k };
  const count = exampleIndices.length * k;
  const bytes = count * data.BYTES_PER_ELEMENT;
  const memory = isWorthThreads(count) ? sharedMemory(bytes) : new ArrayBuffer(bytes);
  const target = data instanceof Float32Array ? new Float32Array(memory) : new Float64Array(memory);
  exampleIndices.forEach((example, i) => {
    const from = rows.rowOf[example] * k;
    for (let j = 0; j < k; j++) target[i * k + columns.classOf[j]] = data[from + j];
  });
  return { data: target, n: exampleIndices.length, k };
}

function mostProbable({ data, n, k }: PredProbs): { best: Int32Array; claimed: number } {
  const best = new Int32Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let most = 0;
    for (let j = 1; j < k; j++) if (data[i * k + j] > data[i * k + most]) most = j;
    best[i] = most;
    const value = data[i * k + most];
    // What is no probability is refused later, by row and value.
    if (value >= 0 && value <= 1) sum += value;
  }
  return { best, claimed: n === 0 ? 0 : sum / n };
}
