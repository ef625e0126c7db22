import { weighOrder, type Pairing } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import { rowPlace, type Dataset, type DatasetProblem } from '../../dataset/index.ts';
import { count, plural } from '../../numbers/index.ts';
import { rowsNote } from './describe-order.ts';
import type { RowNames } from './match-names.ts';
import { OrderError } from './order-error.ts';
import { otherRows, type RowOrder } from './row-orders.ts';
import { settleRows } from './settle-order.ts';
import { nameOf, sidecarName } from './table-text.ts';
import { warningSentence } from '../wording/warnings.ts';

/** Numbers of each picture, and what is known of their order. */
export interface UnorderedFeatures {
  readonly file: string;
  /** n × k, row-major. */
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
  readonly named?: RowNames & { readonly file: string };
}

export interface OrderedFeatures {
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
  /** For each row its example. */
  readonly exampleIndices: Int32Array;
  readonly problems: readonly DatasetProblem[];
}

export interface SettleFeaturesOptions {
  /** The user named the classes in their order, which class folders are read in. */
  readonly classesGiven: boolean;
  /** Use the assumed order even where another one fits. */
  readonly force: boolean;
  readonly onNote?: (note: string) => void;
  /** What becomes of a picture without features, as the end of a sentence. Default: it was not audited. */
  readonly without?: string;
}

/**
 * Brings the rows of features into the order of a data set, as `settleOrder` does those of probabilities. Whether they stand
 * in another order is told by nearest neighbours: pictures of which features are alike mostly bear the same label. Pictures
 * without a row, and such whose row holds what is no finite number, are left out and listed, each once.
 *
 * @throws InputError where rows don't fit the data set, or another order does and `force` is not given, or no row can be used
 */
export function settleFeatures(
  dataset: Dataset,
  { file, data, n, k, named }: UnorderedFeatures,
  { classesGiven, force, onNote, without = 'it was not audited' }: SettleFeaturesOptions,
): OrderedFeatures {
  const settled = settleRows(dataset, file, n, named, { classesGiven, without });
  const { rows, warnings, missing, notes } = settled;
  onNote?.(rowsNote(file, dataset, rows, n));
  for (const note of [...notes, ...warnings, ...missing]) onNote?.(warningSentence(note));
  const incomplete = incompleteRows(dataset, rows, { file, data, k });
  const problems = [
    ...settled.problems,
    ...Array.from(incomplete, ([i, where]): DatasetProblem => {
      const { path, place } = dataset.examples[i];
      const message = `${path} has no usable row in ${nameOf(file)}: ${where} is not finite; ${without}.`;
      return { kind: 'no-row', path, ...rowPlace(place), message };
    }),
  ];
  if (named === undefined) {
    const found = otherRowsOfFeatures(dataset, rows, { data, n, k });
    if (found !== undefined) {
      const { order, own, other, of } = found;
      const words = `Of ${plural(of, 'row')} ${count(own)} bear the label of the row whose features are nearest; with rows ${order.words} ${count(other)} would`;
      if (!force) {
        throw new OrderError(
          `${file} seems to be in another order. Assumed were rows ${rows.words}. ${words}.`,
          `Write the picture of each row into ${sidecarName(file)} beside it, one path a line; to use it as assumed, add --force.`,
        );
      }
      onNote?.(`${nameOf(file)} may be in another order: ${words}.`);
    }
  }
  const exampleIndices = Int32Array.from(rows.rowOf.keys()).filter((i) => rows.rowOf[i] >= 0 && !incomplete.has(i));
  if (exampleIndices.length === n && exampleIndices.every((example, i) => rows.rowOf[example] === i)) {
    return { data, n, k, exampleIndices, problems };
  }
  const size = exampleIndices.length * k;
  const target = data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  exampleIndices.forEach((example, i) => {
    const from = rows.rowOf[example] * k;
    target.set(data.subarray(from, from + k), i * k);
  });
  return { data: target, n: exampleIndices.length, k, exampleIndices, problems };
}

/**
 * The examples whose row holds what is no finite number, each with where it does first.
 * @throws InputError where that is every row, or all rows hold the same numbers
 */
function incompleteRows(
  { examples }: Dataset,
  { rowOf }: RowOrder,
  { file, data, k }: Pick<UnorderedFeatures, 'file' | 'data' | 'k'>,
): ReadonlyMap<number, string> {
  const incomplete = new Map<number, string>();
  let complete = -1;
  let isVaried = false;
  let used = 0;
  for (const [i, row] of rowOf.entries()) {
    if (row < 0) continue;
    used++;
    const numbers = data.subarray(row * k, (row + 1) * k);
    const strange = numbers.findIndex((value) => !Number.isFinite(value));
    if (strange >= 0) {
      incomplete.set(i, `row ${row}, column ${strange} (counted from 0 as in numpy), ${numbers[strange]},`);
      continue;
    }
    if (complete < 0) complete = row;
    isVaried ||= numbers.some((value, j) => value !== data[complete * k + j]);
  }
  if (used > 0 && complete < 0) {
    const [[i, where]] = incomplete;
    throw new InputError(
      `${file}: every row holds what is no finite number: of ${examples[i].path} ${where} to begin with. Give finite numbers.`,
    );
  }
  if (!isVaried && used - incomplete.size > 1) {
    throw new InputError(
      `${file}: all rows hold the same numbers, which tell no picture from another. Check the file.`,
    );
  }
  return incomplete;
}

/** Rows whose nearest neighbours are looked for, and most multiplications for all of them. */
const SAMPLE = 400;
const MOST_PRODUCTS = 3e8;

/** Another order of rows in which neighbours bear the same labels far more often. */
function otherRowsOfFeatures(
  dataset: Dataset,
  assumed: RowOrder,
  features: { readonly data: Float32Array | Float64Array; readonly n: number; readonly k: number },
): { order: RowOrder; own: number; other: number; of: number } | undefined {
  const { examples, classes } = dataset;
  const { n } = features;
  const { rows, nearest } = neighbours(features);
  const pairingOf = ({ rowOf }: RowOrder): Pairing => {
    const labelOf = new Int32Array(n);
    rowOf.forEach((row, i) => {
      labelOf[row] = examples[i].label;
    });
    return { labels: rows.map((row) => labelOf[row]), predicted: nearest.map((row) => labelOf[row]) };
  };
  const agreeing = ({ labels, predicted }: Pairing): number =>
    labels.reduce((sum, label, i) => sum + (label === predicted[i] ? 1 : 0), 0);
  const own = pairingOf(assumed);
  const others = otherRows(dataset, assumed);
  let best: { order: RowOrder; own: number; other: number; of: number } | undefined;
  for (const order of others) {
    const pairing = pairingOf(order);
    const { verdict } = weighOrder(own, pairing, classes.length, Math.log(others.length));
    const other = agreeing(pairing);
    if (verdict !== 'fits' || (best !== undefined && other <= best.other)) continue;
    best = { order, own: agreeing(own), other, of: rows.length };
  }
  return best;
}

/** For some rows the nearest among some others, by Euclidean distance. */
function neighbours({
  data,
  n,
  k,
}: {
  readonly data: Float32Array | Float64Array;
  readonly n: number;
  readonly k: number;
}): { rows: Int32Array; nearest: Int32Array } {
  const spread = (length: number): Int32Array => Int32Array.from({ length }, (_, j) => Math.floor((j * n) / length));
  const rows = spread(Math.min(n, SAMPLE));
  const pool = spread(Math.max(2, Math.min(n, Math.floor(MOST_PRODUCTS / (rows.length * k)))));
  const nearest = rows.map((row) => {
    let least = Infinity;
    let best = -1;
    for (const other of pool) {
      if (other === row) continue;
      let sum = 0;
      for (let j = 0; j < k && sum < least; j++) {
        const difference = data[row * k + j] - data[other * k + j];
        sum += difference * difference;
      }
      if (sum < least) [least, best] = [sum, other];
    }
    return best < 0 ? row : best;
  });
  return { rows, nearest };
}
