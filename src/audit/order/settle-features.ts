import { weighOrder, type Pairing } from '../../core/index.ts';
import type { Dataset, DatasetProblem } from '../../dataset/index.ts';
import { InputError } from '../../files/index.ts';
import { count, plural } from '../../numbers/index.ts';
import { rowsNote } from './describe-order.ts';
import type { RowNames } from './match-names.ts';
import { OrderError } from './order-error.ts';
import { otherRows, type RowOrder } from './row-orders.ts';
import { settleRows } from './settle-order.ts';
import { nameOf, sidecarName } from './table-text.ts';

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

/**
 * Brings the rows of features into the order of a data set, as `settleOrder` does those of probabilities. Whether they stand
 * in another order is told by nearest neighbours: pictures of which features are alike mostly bear the same label.
 *
 * @throws InputError where rows don't fit the data set, or another order does and `force` is not given
 */
export function settleFeatures(
  dataset: Dataset,
  { file, data, n, k, named }: UnorderedFeatures,
  {
    classesGiven,
    force,
    onNote,
  }: { readonly classesGiven: boolean; readonly force: boolean; readonly onNote?: (note: string) => void },
): OrderedFeatures {
  const { rows, problems, warnings, missing, notes } = settleRows(dataset, file, n, named, { classesGiven });
  onNote?.(rowsNote(file, dataset, rows, n));
  for (const note of [...notes, ...warnings, ...missing]) onNote?.(note);
  refuseUseless(dataset, rows, { file, data, k });
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
  const exampleIndices = Int32Array.from(rows.rowOf.keys()).filter((i) => rows.rowOf[i] >= 0);
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

/** @throws InputError where a number of a row that is used is not finite, or all rows hold the same numbers */
function refuseUseless(
  { examples }: Dataset,
  { rowOf }: RowOrder,
  { file, data, k }: Pick<UnorderedFeatures, 'file' | 'data' | 'k'>,
): void {
  const first = Math.max(0, rowOf.find((row) => row >= 0) ?? 0) * k;
  let varies = false;
  for (const [i, row] of rowOf.entries()) {
    if (row < 0) continue;
    for (let j = 0; j < k; j++) {
      const value = data[row * k + j];
      if (!Number.isFinite(value)) {
        throw new InputError(
          `${file}: row ${row}, column ${j}, both counted from 0 as in numpy, of ${examples[i].path}, is ${value}. Give finite numbers.`,
        );
      }
      varies ||= value !== data[first + j];
    }
  }
  if (!varies && rowOf.length > 1) {
    throw new InputError(
      `${file}: all rows hold the same numbers, which tell no picture from another. Check the file.`,
    );
  }
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
