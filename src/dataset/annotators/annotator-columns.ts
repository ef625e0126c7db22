import { DatasetError } from '../dataset-error.ts';
import { isRaggedRow, openTable } from '../labels/labels-index.ts';
import type { CsvScanner } from '../labels/csv-scanner.ts';
import { candidateColumns, type ColumnNames } from '../labels/labels-columns.ts';
import { shortened } from '../labels/shortened.ts';

/** Which columns of a table hold the labels of several annotators. Numbers are places in the header. */
export type AnnotatorColumns = {
  readonly header: readonly string[];
  readonly image: number;
  /** A column holds the label that is the picture's; else the annotators' labels are all that there is. */
  readonly hasLabel: boolean;
} & (
  | { readonly from: 'columns'; readonly columns: readonly number[] }
  | { readonly from: 'rows'; readonly annotator: number; readonly label: number }
);

/** Words for people who label. */
const WHO = '(?:annotator|rater|labell?er|grader|coder|assessor|expert|reader|worker)';
/** Headers of columns of one annotator each: `annotator_1`, `rater2`, `label_annotator_3`, `expert-anna`. */
const ONE = new RegExp(`^(?:label[\\s_-]*)?${WHO}(?:\\d+|[\\s_-]+[^\\s_-]+)(?:[\\s_-]*label)?$`, 'i');
/** What stands behind such a word in headers of other columns. */
const NO_NAME = /[\s_-](?:ids?|names?|no|nr|num|number|key|count|time|confidence|agreement|score|notes?|comments?)$/i;
/** Headers of a column that says who gave a row's label. */
const WHOSE = new RegExp(`^(?:${WHO}(?:[\\s_-]*(?:id|name))?|(?:annotated|labell?ed|rated)[\\s_-]*by)$`, 'i');
/** How many rows are looked at to see whether columns hold labels of one kind. */
const PROBED = 500;
/** A label is longer in no data set that was seen; comments of annotators are. */
const LONGEST = 100;

/**
 * The columns of annotators in a table: those that the user names; else two or more columns that are named after annotators
 * and share their labels; else a column named after one, where some picture has rows of several.
 *
 * @param text the table, or its beginning: then pictures that have rows of several further down are not seen
 * @returns undefined where there are none
 * @throws DatasetError for a name that no column has, without the name of the file
 */
export function annotatorColumns(text: string, given: ColumnNames): AnnotatorColumns | undefined {
  const table = openTable(text, given);
  if (table === undefined) return undefined;
  const { scanner, header } = table;
  const images = candidateColumns(header, 'image', given.imageColumn);
  if (images.length !== 1) return undefined;
  const [image] = images;
  const labels = candidateColumns(header, 'label', given.labelColumn);
  const asked = [...(given.annotators ?? []), ...(given.annotatorColumn === undefined ? [] : [given.annotatorColumn])];
  // Of several labels files, one may have a column of labels and none of annotators.
  if (asked.length > 0 && labels.length > 0 && !asked.some((name) => columnOf(header, name) >= 0)) return undefined;
  // A list without a name, as a setting's default is, names none.
  const named = given.annotators?.length ? given.annotators.map((name) => columnNamed(header, name)) : undefined;
  const whose = given.annotatorColumn === undefined ? undefined : columnNamed(header, given.annotatorColumn);
  const [split] = candidateColumns(header, 'split', given.splitColumn);
  const used = [image, split];
  if (named !== undefined) {
    const hasLabel = given.byAnnotators !== true && labels.some((column) => !named.includes(column));
    return { header, image, hasLabel, from: 'columns', columns: named };
  }
  const rows = whose ?? header.findIndex((name, column) => WHOSE.test(name) && !used.includes(column));
  if (rows >= 0 && labels.length === 1 && labels[0] !== rows) {
    const found = { header, image, hasLabel: false, from: 'rows', annotator: rows, label: labels[0] } as const;
    if (whose !== undefined || someHaveSeveral(scanner, found)) return found;
  }
  const candidates = header.flatMap((name, column) =>
    ONE.test(name) && !NO_NAME.test(name) && !used.includes(column) && !labels.includes(column) ? [column] : [],
  );
  if (candidates.length < 2) return undefined;
  const columns = sharingLabels(text, given, candidates);
  const hasLabel = given.byAnnotators !== true && labels.length > 0;
  return columns.length < 2 ? undefined : { header, image, hasLabel, from: 'columns', columns };
}

function columnOf(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  return exact >= 0 ? exact : header.findIndex((other) => other.toLowerCase() === name.toLowerCase());
}

function columnNamed(header: readonly string[], name: string): number {
  const found = columnOf(header, name);
  if (found >= 0) return found;
  const listed = shortened(header.map((other) => JSON.stringify(other)).join(', '), 500);
  throw new DatasetError('', `it has no column ${JSON.stringify(name)} of annotators. Its columns are ${listed}`);
}

/** Whether some picture has rows of different annotators. The scanner stands at the header. */
function someHaveSeveral(
  scanner: CsvScanner,
  {
    header,
    image,
    annotator,
  }: { readonly header: readonly string[]; readonly image: number; readonly annotator: number },
): boolean {
  const first = new Map<string, string>();
  while (scanner.next()) {
    if (scanner.count < header.length) continue;
    const picture = scanner.value(image).trim();
    const who = scanner.value(annotator).trim();
    if (picture === '' || who === '' || isRaggedRow(scanner, header.length, picture)) continue;
    const known = first.get(picture);
    if (known === undefined) first.set(picture, who);
    else if (known !== who) return true;
  }
  return false;
}

/** Those columns most of whose labels another of them has, too. */
function sharingLabels(text: string, given: ColumnNames, candidates: readonly number[]): number[] {
  const { scanner } = openTable(text, given)!;
  const cells = candidates.map(() => new Map<string, number>());
  for (let row = 0; row < PROBED && scanner.next(); row++) {
    candidates.forEach((column, i) => {
      const word = column < scanner.count ? scanner.value(column).trim() : '';
      if (word !== '') cells[i].set(word, (cells[i].get(word) ?? 0) + 1);
    });
  }
  return candidates.filter((_, i) => {
    let [shared, all] = [0, 0];
    for (const [word, count] of cells[i]) {
      all += count;
      if (word.length > LONGEST) return false;
      if (cells.some((other, j) => j !== i && other.has(word))) shared += count;
    }
    return all > 0 && shared * 2 >= all;
  });
}
