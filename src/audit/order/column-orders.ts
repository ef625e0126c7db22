import type { Dataset } from '../../dataset/index.ts';
import { compareCodePoints, sortedAsPython } from './python-order.ts';

/** An order in which the columns of an array may stand. */
export interface ColumnOrder {
  /** In words that follow "columns": `sorted as Python sorts them`. */
  readonly words: string;
  /** For each column its class: an index into the classes of the data set. */
  readonly classOf: Int32Array;
}

const { compare: compareNaturally } = new Intl.Collator('en', { numeric: true });

/**
 * The order of the columns where nothing names them. The labels file, or a file beside it, may list its classes (one-hot
 * columns, COCO's categories, classes.txt): then columns follow that list; else they are classes as Python sorts them. Labels of a labels file that are all
 * numbers are sorted as numbers, as pandas reads them; names of folders always as texts.
 *
 * @param given classes in the order that the user gave them
 */
export function assumedColumns({ classes, labelsFile, classesListedIn }: Dataset, given: boolean): ColumnOrder {
  const asTheyAre = Int32Array.from(classes, (_, i) => i);
  if (given) return { words: 'as --classes has them', classOf: asTheyAre };
  if (classesListedIn !== undefined) {
    return {
      words: `as ${classesListedIn.join(' and ')} ${classesListedIn.length === 1 ? 'lists' : 'list'} them`,
      classOf: asTheyAre,
    };
  }
  const sorted = labelsFile === undefined ? [...classes].sort(compareCodePoints) : sortedAsPython(classes);
  return { words: 'sorted as Python sorts them', classOf: placesOf(classes, sorted) };
}

/** Other orders that classes are found in, the likeliest first; those that are the same as the assumed one are left out. */
export function otherColumns({ classes, examples }: Dataset, assumed: ColumnOrder): ColumnOrder[] {
  const seen: string[] = [];
  const counts = new Int32Array(classes.length);
  for (const { label } of examples) {
    if (counts[label] === 0) seen.push(classes[label]);
    counts[label]++;
  }
  const countOf = new Map(classes.map((name, i) => [name, counts[i]]));
  const unseen = classes.filter((_, i) => counts[i] === 0);
  const compareCaseless = (a: string, b: string): number => compareCodePoints(a.toLowerCase(), b.toLowerCase());
  const orders: ColumnOrder[] = [
    ['in natural order (2 before 10, capitals as small letters)', [...classes].sort(compareNaturally)] as const,
    ['sorted as texts (10 before 2, capitals first)', [...classes].sort(compareCodePoints)] as const,
    ['sorted as Python sorts them', sortedAsPython(classes)] as const,
    ['sorted without regard to capitals', [...classes].sort(compareCaseless)] as const,
    ['as they first occur', [...seen, ...unseen]] as const,
    ['the most frequent first', [...classes].sort((a, b) => (countOf.get(b) ?? 0) - (countOf.get(a) ?? 0))] as const,
    ['reversed', Array.from(assumed.classOf, (index) => classes[index]).reverse()] as const,
  ].map(([words, names]) => ({ words, classOf: placesOf(classes, names) }));
  const kept: ColumnOrder[] = [assumed];
  for (const order of orders) if (!kept.some(({ classOf }) => isSame(classOf, order.classOf))) kept.push(order);
  return kept.slice(1);
}

/**
 * The order of columns in which most labels are the most probable class, found from the labels themselves: the column and
 * class that meet most often belong together, then those among the others.
 *
 * @param columns the most probable column of each example
 * @param labels its label
 * @param assumed where columns and classes that never meet stay, if they can
 */
export function bestColumns(columns: Int32Array, labels: Int32Array, assumed: ColumnOrder): ColumnOrder {
  const k = assumed.classOf.length;
  const cells = new Map<number, number>();
  columns.forEach((column, i) => {
    const cell = column * k + labels[i];
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  });
  const classOf = new Int32Array(k).fill(-1);
  const isTaken = new Uint8Array(k);
  const take = (column: number, label: number): void => {
    if (classOf[column] >= 0 || isTaken[label] === 1) return;
    classOf[column] = label;
    isTaken[label] = 1;
  };
  const isAssumed = (cell: number): number => (assumed.classOf[Math.floor(cell / k)] === cell % k ? 1 : 0);
  const ranked = [...cells].sort(([a, m], [b, n]) => n - m || isAssumed(b) - isAssumed(a) || a - b);
  for (const [cell] of ranked) take(Math.floor(cell / k), cell % k);
  for (let column = 0; column < k; column++) take(column, assumed.classOf[column]);
  let free = 0;
  for (let column = 0; column < k; column++) {
    if (classOf[column] >= 0) continue;
    while (isTaken[free] === 1) free++;
    take(column, free);
  }
  return { words: 'in another order', classOf };
}

/** Natural logarithm of the number of ways in which as many columns as differ may be put among each other. */
export function logWays({ classOf }: ColumnOrder, assumed: ColumnOrder): number {
  const k = classOf.length;
  const moved = classOf.reduce((count, label, column) => count + (label === assumed.classOf[column] ? 0 : 1), 0);
  let ways = 0;
  for (let i = 0; i < moved; i++) ways += Math.log(k - i);
  return ways;
}

export function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, i) => value === b[i]);
}

function placesOf(classes: readonly string[], names: readonly string[]): Int32Array {
  const places = new Map(classes.map((name, i) => [name, i]));
  return Int32Array.from(names, (name) => places.get(name) ?? -1);
}
