import {
  agreementOf,
  isUnrelated,
  kappaOf,
  weighOrder,
  type Agreement,
  type OrderEvidence,
  type Pairing,
} from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { bestColumns, isSame, logWays, otherColumns, type ColumnOrder } from './column-orders.ts';
import { otherRows, type RowOrder } from './row-orders.ts';

/** The order of an array's rows and columns. */
export interface ArrayOrder {
  readonly rows: RowOrder;
  readonly columns: ColumnOrder;
}

/** What the labels say of an array's order. */
export interface WeighedOrder {
  readonly agreement: Agreement;
  /** Another order in which far more labels agree, or in which some more do. */
  readonly other?: ArrayOrder & { readonly agreement: Agreement; readonly evidence: OrderEvidence };
  /** The array is sure of itself, and agrees with the labels as by chance. */
  readonly isUnrelated: boolean;
}

export interface OrderCheck {
  readonly dataset: Dataset;
  readonly assumed: ArrayOrder;
  /** The most probable column of each row of the array. */
  readonly best: Int32Array;
  /** Mean of the highest probabilities. */
  readonly claimed: number;
  /** Somebody said which picture each row is: only columns may be in another order. */
  readonly rowsNamed: boolean;
}

/** More examples than this say nothing more. */
const ENOUGH = 200_000;
/** Where labels agree so often beyond chance, another order of rows could hardly help. */
const GOOD = 0.8;

/**
 * Weighs the assumed order of an array against others that are found in practice, and against the order of columns that fits
 * best.
 *
 * @returns the other order in which most labels agree, if there is evidence for one
 */
export function weighOrders({ dataset, assumed, best, claimed, rowsNamed }: OrderCheck): WeighedOrder {
  const { classes, examples } = dataset;
  const k = classes.length;
  const used = sample(assumed.rows.rowOf);
  const labels = used.map((i) => examples[i].label);
  const columnsOf = ({ rowOf }: RowOrder): Int32Array => used.map((i) => best[rowOf[i]]);
  const predictedBy = (columns: Int32Array, { classOf }: ColumnOrder): Int32Array =>
    columns.map((column) => classOf[column]);
  const pairing: Pairing = { labels, predicted: predictedBy(columnsOf(assumed.rows), assumed.columns) };
  const agreement = agreementOf(pairing, k);
  const kappa = kappaOf(agreement);
  const rows = [assumed.rows, ...(rowsNamed || kappa >= GOOD ? [] : otherRows(dataset, assumed.rows))];
  const named = [assumed.columns, ...otherColumns(dataset, assumed.columns)];
  const logNamed = Math.log(rows.length * named.length);
  let other: WeighedOrder['other'];
  for (const row of rows) {
    const columns = columnsOf(row);
    const found = bestColumns(columns, labels, assumed.columns);
    const isNew = !named.some(({ classOf }) => isSame(classOf, found.classOf));
    for (const column of isNew ? [...named, found] : named) {
      if (row === assumed.rows && column === assumed.columns) continue;
      const logTried = column === found ? Math.log(rows.length) + logWays(found, assumed.columns) : logNamed;
      const candidate: Pairing = { labels, predicted: predictedBy(columns, column) };
      const evidence = weighOrder(pairing, candidate, k, logTried);
      if (evidence.verdict === 'none') continue;
      const own = agreementOf(candidate, k);
      if (other === undefined || isBetter(evidence, own, other)) {
        other = { rows: row, columns: column, agreement: own, evidence };
      }
    }
  }
  return { agreement, ...(other === undefined ? {} : { other }), isUnrelated: isUnrelated(agreement, claimed) };
}

function isBetter(evidence: OrderEvidence, own: Agreement, than: NonNullable<WeighedOrder['other']>): boolean {
  if (evidence.verdict !== than.evidence.verdict) return evidence.verdict === 'fits';
  return own.agreeing > than.agreement.agreeing;
}

/** Examples that have a row; of very many, some at even distances. */
function sample(rowOf: Int32Array): Int32Array {
  const all = Int32Array.from(rowOf, (_, i) => i).filter((i) => rowOf[i] >= 0);
  if (all.length <= ENOUGH) return all;
  return Int32Array.from({ length: ENOUGH }, (_, j) => all[Math.floor((j * all.length) / ENOUGH)]);
}
