import { agreementOf, bestOf, weighOrder, type OrderEvidence, type Pairing, type RowFacts } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import { count, plural } from '../../numbers/index.ts';
import { bestColumns, logWays, type ColumnOrder } from './column-orders.ts';

/** More rows than this say nothing more. */
const ENOUGH = 200_000;

interface Found {
  readonly words: string;
  readonly agreeing: number;
  readonly evidence: OrderEvidence;
}

/**
 * Refuses labels and probabilities that belong together in another order: rows shifted by one or reversed, columns in
 * another order. Without paths and names that is all that can be told.
 *
 * @param names of the classes, where they are known
 * @returns a warning where another order fits somewhat better, or better and `force` is given
 * @throws InputError where another order clearly fits
 */
export function checkArrayOrder(
  file: string,
  facts: RowFacts,
  k: number,
  { names, force }: { readonly names?: readonly string[]; readonly force: boolean },
): string | undefined {
  const { labels: all } = facts;
  const n = all.length;
  const rows = sample(n);
  const columns = rows.map((i) => bestOf(facts, i));
  const labelsAt = (place: (i: number) => number): Int32Array => rows.map((i) => all[place(i)]);
  const labels = labelsAt((i) => i);
  const assumed: Pairing = { labels, predicted: columns };
  const identity: ColumnOrder = { words: 'as assumed', classOf: Int32Array.from({ length: k }, (_, j) => j) };
  const best = bestColumns(columns, labels, identity);
  const shifts = [
    { words: 'each row belongs to the label before it', labels: labelsAt((i) => (i + n - 1) % n) },
    { words: 'each row belongs to the label after it', labels: labelsAt((i) => (i + 1) % n) },
    { words: 'the rows are reversed', labels: labelsAt((i) => n - 1 - i) },
  ];
  const pairings = [
    ...shifts.map(({ words, labels: shifted }) => ({
      ...{ words, pairing: { labels: shifted, predicted: columns }, logTried: Math.log(shifts.length) },
    })),
    {
      words: `the columns are of ${classWords(best, names)}`,
      pairing: { labels, predicted: columns.map((column) => best.classOf[column]) },
      logTried: logWays(best, identity),
    },
  ];
  let found: Found | undefined;
  for (const { words, pairing, logTried } of pairings) {
    const evidence = weighOrder(assumed, pairing, k, logTried);
    const { agreeing } = agreementOf(pairing, k);
    const isMore = found === undefined || agreeing > found.agreeing;
    if (evidence.verdict !== 'none' && isMore) found = { words, agreeing, evidence };
  }
  if (found === undefined) return undefined;
  const { agreeing } = agreementOf(assumed, k);
  const said = `The most probable class is the given label in ${count(agreeing)} of ${plural(rows.length, 'row')}, but if ${found.words}, in ${count(found.agreeing)}`;
  if (found.evidence.verdict === 'fits' && !force) {
    throw new InputError(
      `${file} seems to be in another order than the labels. ${said}. To use it as it is, add --force.`,
    );
  }
  return `${file} may be in another order than the labels. ${said}.`;
}

/** The classes of the columns in their order, as far as they can be written out. */
function classWords({ classOf }: ColumnOrder, names: readonly string[] | undefined): string {
  const shown = Array.from(classOf.subarray(0, 20), (label) => names?.[label] ?? String(label));
  return `${names === undefined ? 'the labels ' : ''}${shown.join(', ')}${classOf.length > 20 ? ', …' : ''}`;
}

function sample(n: number): Int32Array {
  const length = Math.min(n, ENOUGH);
  return Int32Array.from({ length }, (_, j) => Math.floor((j * n) / length));
}
