import type { LabelRows } from '../labels/label-rows.ts';
import { SET_SEPARATORS, type MultiLabelWay, type SetSeparator } from '../labels/multi-label-way.ts';

/** A labels file as it was read, one label a row. */
export interface PlainRead {
  readonly rows: LabelRows;
  readonly layout: string;
}

/** Share of the rows that have to bear several labels: fewer may be slips. */
const LEAST_SHARE = 0.05;
/** And so many. */
const LEAST_ROWS = 5;
/** Separators that are recognised; others stand in names too often. */
const RECOGNISED: readonly SetSeparator[] = SET_SEPARATORS.slice(0, 3);
/** Share of the labels in cells of several that also stand in other cells: names that merely hold the separator do not. */
const RECURRING = { usual: 0.75, comma: 0.9 } as const;
/** So many different cells of several labels there have to be. */
const LEAST_COMBINATIONS = 3;
/** Of rows for one picture each label: so many pictures of several labels, and such a share of all. */
const LEAST_PICTURES = { count: 10, share: 0.3 } as const;
/** Layouts whose cells are read for separators, and whose rows for repetition. */
const TABLES = ['csv', 'jsonl', 'list', 'json'];
/** A column that says who labelled: then rows that repeat a picture are other people's. */
const BY_WHOM = /annotator|worker|rater|labell?er|reviewer|assessor|coder|user/i;

/**
 * Whether the labels files of a data set give pictures several labels, and how. Conservative: a stray separator in a name, a
 * slip in a column of 0 and 1, or a few rows that contradict each other make no set of labels.
 *
 * @returns undefined where each picture has one label
 */
export function findMultiLabel(reads: readonly PlainRead[]): MultiLabelWay | undefined {
  // What several people say of a picture is one label each.
  if (reads.some(({ rows }) => rows.annotators !== undefined)) return undefined;
  if (reads.every(({ layout }) => layout === 'one-hot')) {
    const several = reads.reduce((sum, { rows }) => sum + (rows.several ?? 0), 0);
    const all = reads.reduce((sum, { rows }) => sum + rows.count, 0);
    const isUsual = several >= Math.max(LEAST_ROWS, LEAST_SHARE * all);
    return isUsual || several > all / 2 ? 'columns' : undefined;
  }
  if (!reads.every(({ layout, rows }) => TABLES.includes(layout) && rows.classOrder === undefined)) return undefined;
  const cells = cellCounts(reads);
  return RECOGNISED.find((separator) => divides(cells, separator)) ?? (isRowByRow(reads) ? 'rows' : undefined);
}

/** How many rows hold each label cell, as it is written. */
function cellCounts(reads: readonly PlainRead[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rows } of reads) {
    for (let row = 0; row < rows.count; row += 1) {
      const label = rows.label(row);
      if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return counts;
}

/** Whether a separator divides labels that are put together anew from cell to cell. */
function divides(cells: ReadonlyMap<string, number>, separator: SetSeparator): boolean {
  let all = 0;
  let several = 0;
  const combinations = new Set<string>();
  /** In how many different sets each label stands. */
  const uses = new Map<string, number>();
  const combined = new Set<string>();
  const seen = new Set<string>();
  for (const [cell, rows] of cells) {
    all += rows;
    const parts = new Set(cell.split(separator).map((part) => part.trim()));
    if (parts.has('')) {
      // A separator at an end is none.
      if (parts.size > 1) return false;
      continue;
    }
    const set = [...parts].sort().join(separator);
    if (!seen.has(set)) for (const part of parts) uses.set(part, (uses.get(part) ?? 0) + 1);
    seen.add(set);
    if (parts.size < 2) continue;
    several += rows;
    combinations.add(set);
    for (const part of parts) combined.add(part);
  }
  if (several < Math.max(LEAST_ROWS, LEAST_SHARE * all) || combinations.size < LEAST_COMBINATIONS) return false;
  const recurring = [...combined].filter((part) => (uses.get(part) ?? 0) > 1).length;
  return recurring >= (separator === ',' ? RECURRING.comma : RECURRING.usual) * combined.size;
}

/** Whether pictures stand in one row for each of their labels. */
function isRowByRow(reads: readonly PlainRead[]): boolean {
  if (reads.some(({ rows }) => rows.columns?.some((name) => BY_WHOM.test(name)))) return false;
  const labels = new Map<string, Set<string>>();
  reads.forEach(({ rows }, file) => {
    for (let row = 0; row < rows.count; row += 1) {
      const written = rows.written(row);
      const label = rows.label(row);
      if (written === '' || label === '') continue;
      const key = `${file}\0${rows.split(row)}\0${written}`;
      const own = labels.get(key);
      if (own === undefined) labels.set(key, new Set([label]));
      else own.add(label);
    }
  });
  let several = 0;
  const sizes = new Set<number>();
  for (const { size } of labels.values()) {
    sizes.add(size);
    if (size > 1) several += 1;
  }
  // The same number for each would rather be of so many people who labelled.
  return several >= Math.max(LEAST_PICTURES.count, LEAST_PICTURES.share * labels.size) && sizes.size > 1;
}
