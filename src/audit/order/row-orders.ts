import { posix } from 'node:path';
import type { Dataset, Example } from '../../dataset/index.ts';
import { comparisonOf, sortedAsPython } from './python-order.ts';

/** An order in which the rows of an array may stand. */
export interface RowOrder {
  /** In words that follow "rows": `in the order of labels.csv`. */
  readonly words: string;
  /** For each example of the data set its row. */
  readonly rowOf: Int32Array;
}

const { compare: compareNaturally } = new Intl.Collator('en', { numeric: true });
/** Of more examples the slow orders are not tried. */
const MANY = 200_000;
type Compare = (a: number, b: number) => number;

/**
 * The order of the rows where nothing names them. They follow the labels file; those of class folders follow the order in
 * which torchvision's ImageFolder and Keras list files, split by split: folder by folder and name by name, by code points (1, 10, 2).
 *
 * @param given classes in the order that the user gave them: class folders follow one another in this order
 */
export function assumedRows({ labelsFile, examples }: Dataset, given: boolean): RowOrder {
  if (labelsFile !== undefined) {
    const name = posix.basename(labelsFile.file.replaceAll('\\', '/'));
    return { words: `in the order of ${name}`, rowOf: Int32Array.from(examples, (_, i) => i) };
  }
  const as = "with names sorted by code points, as torchvision's ImageFolder lists them (1, 10, 2)";
  return given
    ? {
        words: `class by class as --classes has them, ${as}`,
        rowOf: sorted(examples, imageFolderOrder(examples, true)),
      }
    : { words: `class folder by class folder, ${as}`, rowOf: sorted(examples, imageFolderOrder(examples, false)) };
}

/** Other orders that rows are found in, the likeliest first; those that are the same as the assumed one are left out. */
export function otherRows(dataset: Dataset, assumed: RowOrder): RowOrder[] {
  const { examples, labelsFile, classes } = dataset;
  const n = examples.length;
  const path = (i: number): string => examples[i].path;
  const base = examples.map((example) => posix.basename(example.path));
  const compare = comparisonOf(examples.map((example) => example.path));
  const byPath: Compare = (a, b) => compare(path(a), path(b));
  const rankOfClass = ranks(classes, sortedAsPython(classes));
  const natural: RowOrder = {
    words: 'in natural order (1, 2, 10)',
    rowOf: sorted(
      examples,
      labelsFile === undefined || n > MANY ? () => 0 : (a, b) => compareNaturally(path(a), path(b)),
    ),
  };
  const folders: RowOrder = {
    words: "as torchvision's ImageFolder lists class folders (1, 10, 2)",
    rowOf: sorted(examples, imageFolderOrder(examples, false)),
  };
  const orders: RowOrder[] = [
    ...(labelsFile === undefined
      ? [natural, folders]
      : [
          { words: 'sorted by path', rowOf: sorted(examples, byPath) },
          natural,
          folders,
          {
            words: 'class by class',
            rowOf: sorted(examples, (a, b) => rankOfClass[examples[a].label] - rankOfClass[examples[b].label]),
          },
        ]),
    { words: 'sorted by whole path', rowOf: sorted(examples, byPath) },
    {
      words: 'sorted by file name, whatever the folder',
      rowOf: sorted(examples, (a, b) => compare(base[a], base[b])),
    },
    {
      words: 'shifted by one (row 2 belongs to the first picture)',
      rowOf: assumed.rowOf.map((row) => (row + 1) % n),
    },
    {
      words: 'shifted by one (row 1 belongs to the second picture)',
      rowOf: assumed.rowOf.map((row) => (row + n - 1) % n),
    },
    { words: 'reversed', rowOf: assumed.rowOf.map((row) => n - 1 - row) },
  ];
  const kept: RowOrder[] = [assumed];
  for (const order of orders) if (!kept.some((other) => isSame(order.rowOf, other.rowOf))) kept.push(order);
  return kept.slice(1);
}

/** The examples in the order of their rows. */
export function examplesByRow({ rowOf }: RowOrder, n: number): Int32Array {
  const examples = new Int32Array(n).fill(-1);
  rowOf.forEach((row, i) => {
    if (row >= 0) examples[row] = i;
  });
  return examples;
}

function sorted(examples: readonly Example[], compare: Compare): Int32Array {
  const order = Int32Array.from(examples, (_, i) => i).sort((a, b) => compare(a, b) || a - b);
  const rowOf = new Int32Array(order.length);
  order.forEach((example, row) => {
    rowOf[example] = row;
  });
  return rowOf;
}

/** By split in the data set's order, then class folder, then as `sorted(os.walk(folder))` gives files: by folder and name. */
function imageFolderOrder(examples: readonly Example[], byClass: boolean): Compare {
  const compare = comparisonOf(examples.map(({ path }) => path));
  const splits = splitRanks(examples);
  const folders = examples.map(({ path }) => posix.dirname(path));
  const names = examples.map(({ path }) => posix.basename(path));
  const classFolders = classFoldersOf(folders, splits);
  return (a, b) =>
    splits[a] - splits[b] ||
    (byClass ? examples[a].label - examples[b].label : compare(classFolders[a], classFolders[b])) ||
    compare(folders[a], folders[b]) ||
    compare(names[a], names[b]);
}

/** The folder that stands for the class: the first one in which the folders of a split differ. */
function classFoldersOf(folders: readonly string[], splits: Int32Array): string[] {
  const parts = folders.map((folder) => folder.split('/'));
  const shared = new Map<number, readonly string[]>();
  parts.forEach((own, i) => {
    const known = shared.get(splits[i]) ?? own;
    const differs = known.findIndex((name, at) => own[at] !== name);
    shared.set(splits[i], differs < 0 ? known : known.slice(0, differs));
  });
  return parts.map((own, i) => own[shared.get(splits[i])!.length] ?? '');
}

function splitRanks(examples: readonly Example[]): Int32Array {
  const known = new Map<string | undefined, number>();
  return Int32Array.from(examples, ({ split }) => {
    const rank = known.get(split) ?? known.size;
    known.set(split, rank);
    return rank;
  });
}

function ranks(names: readonly string[], inOrder: readonly string[]): number[] {
  const places = new Map(inOrder.map((name, i) => [name, i]));
  return names.map((name) => places.get(name) ?? 0);
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((row, i) => row === b[i]);
}
