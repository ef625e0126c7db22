import type { Agreement } from '../../core/index.ts';
import type { Dataset } from '../../dataset/index.ts';
import { count, percent, plural } from '../../numbers/index.ts';
import type { ToldWarning } from '../wording/warnings.ts';
import type { ColumnOrder } from './column-orders.ts';
import type { MatchedRows, RowNames } from './match-names.ts';
import { examplesByRow, type RowOrder } from './row-orders.ts';
import { nameOf, sidecarName } from './table-text.ts';
import type { ArrayOrder, WeighedOrder } from './weigh-orders.ts';

/** So many are named at either end of a list. */
const SHOWN = 3;
/** Longest list of classes that is written out. */
const LONGEST = 400;

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 30)}…${text.slice(-40)}` : text);

/** The first and the last of a list: `1 a.png, 2 b.png, 3 c.png … 7 g.png, 8 h.png, 9 i.png`. */
function ends(length: number, word: (i: number) => string): string {
  const words = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, i) => short(word(from + i))).join(', ');
  if (length <= 2 * SHOWN) return words(0, length);
  return `${words(0, SHOWN)} … ${words(length - SHOWN, length)}`;
}

/** Says which picture each row is taken for. */
export function rowsNote(file: string, { examples }: Dataset, rows: RowOrder, n: number): string {
  const byRow = examplesByRow(rows, n);
  const used = Int32Array.from(byRow.keys()).filter((row) => byRow[row] >= 0);
  const pairs = ends(used.length, (i) => `${count(used[i] + 1)} ${examples[byRow[used[i]]].path}`);
  return `Rows of ${nameOf(file)}, ${rows.words}: ${pairs}.`;
}

/** Says which class each column is taken for. */
export function columnsNote(file: string, { classes }: Dataset, { words, classOf }: ColumnOrder): string {
  const all = Array.from(classOf, (label, j) => `${j + 1} ${classes[label]}`).join(', ');
  const shown = all.length <= LONGEST ? all : ends(classOf.length, (j) => `${j + 1} ${classes[classOf[j]]}`);
  return `Columns of ${nameOf(file)}, ${words}: ${shown}.`;
}

/** Says how often the most probable class is the given label. */
export function agreementNote({ agreeing, examples, chance }: Agreement): string {
  const share = examples === 0 ? 0 : agreeing / examples;
  return `The most probable class is the given label in ${count(agreeing)} of ${plural(examples, 'row')} (${percent(share)}; by chance ${percent(chance)}).`;
}

function namesOf(rows: readonly number[], { names }: RowNames): string {
  const shown = rows.slice(0, SHOWN).map((row) => `${short(names[row])} (row ${count(row + 1)})`);
  return shown.join(', ') + (rows.length > SHOWN ? ` and ${count(rows.length - SHOWN)} more` : '');
}

/** What is said of rows whose names don't fit the data set: notes of what is usual, warnings of what is not. */
export function namesNotes(
  file: string,
  { examples }: Dataset,
  named: RowNames,
  { missing, doubled, notAudited, unknown, ambiguous, byName }: MatchedRows,
): {
  readonly notes: readonly string[];
  readonly warnings: readonly ToldWarning[];
  readonly missing: readonly ToldWarning[];
} {
  const name = nameOf(file);
  const notes: string[] = [];
  const [warnings, without]: ToldWarning[][] = [[], []];
  const firstNames = (rows: readonly number[]) => ({
    names: [name, ...rows.slice(0, SHOWN).map((row) => short(named.names[row]))],
    numbers: [rows.length, Math.max(0, rows.length - SHOWN)],
  });
  if (notAudited.length > 0) {
    notes.push(`${plural(notAudited.length, 'row')} of pictures that are not audited ${wereLeftOut(notAudited)}.`);
  }
  if (byName > 0) {
    notes.push(
      `${plural(byName, 'row')} of ${name} ${byName === 1 ? 'was' : 'were'} found by the end of ${byName === 1 ? 'its path' : 'their paths'}, or the file's name, alone.`,
    );
  }
  if (unknown.length > 0) {
    const text = `${name}: ${plural(unknown.length, 'row')} that ${unknown.length === 1 ? 'names' : 'name'} no labelled picture of the data set ${wereLeftOut(unknown)}: ${namesOf(unknown, named)}.`;
    warnings.push({ text, kind: 'rows-unknown', ...firstNames(unknown) });
  }
  if (ambiguous.length > 0) {
    const text = `${name}: ${plural(ambiguous.length, 'row')} that could be of several pictures ${wereLeftOut(ambiguous)}: ${namesOf(ambiguous, named)}. Write their paths with the folder.`;
    warnings.push({ text, kind: 'rows-ambiguous', ...firstNames(ambiguous) });
  }
  if (doubled.length > 0) {
    const shown = doubled
      .slice(0, SHOWN)
      .map(([row, first]) => `${short(named.names[row])} (rows ${count(first + 1)} and ${count(row + 1)})`);
    const more = doubled.length > SHOWN ? ` and ${count(doubled.length - SHOWN)} more` : '';
    const text = `${name} names ${plural(doubled.length, 'picture')} again; the first row of each was used: ${shown.join(', ')}${more}.`;
    warnings.push({ text, kind: 'rows-doubled', ...firstNames(doubled.map(([row]) => row)) });
  }
  if (missing.length > 0) {
    const shown = missing.slice(0, SHOWN).map((i) => short(examples[i].path));
    const more = missing.length > SHOWN ? ` and ${count(missing.length - SHOWN)} more` : '';
    const text = `${plural(missing.length, 'picture')} of ${count(examples.length)} ${missing.length === 1 ? 'has' : 'have'} no row in ${name} and ${missing.length === 1 ? 'was' : 'were'} not audited: ${shown.join(', ')}${more}.`;
    const numbers = [missing.length, Math.max(0, missing.length - SHOWN), examples.length];
    without.push({ text, kind: 'pictures-without-row', names: [name, ...shown], numbers });
  }
  return { notes, warnings, missing: without };
}

const wereLeftOut = (rows: readonly number[]): string => `${rows.length === 1 ? 'was' : 'were'} left out`;

/** Says that another order fits, as the rest of a sentence: `but with …`. */
export function otherOrder(
  file: string,
  { classes }: Dataset,
  assumed: ArrayOrder,
  { agreement, other }: WeighedOrder,
): { readonly found: string; readonly advice: string } {
  if (other === undefined) throw new RangeError('there is no other order');
  const [rowsDiffer, columnsDiffer] = [other.rows !== assumed.rows, other.columns !== assumed.columns];
  const names = Array.from(other.columns.classOf, (label) => classes[label]);
  const list = classList(names);
  const assumptions = [
    ...(rowsDiffer ? [`rows ${assumed.rows.words}`] : []),
    ...(columnsDiffer ? [`columns ${assumed.columns.words}`] : []),
  ];
  const others = [
    ...(rowsDiffer ? [`rows ${other.rows.words}`] : []),
    ...(columnsDiffer ? [`columns ${other.columns.words}${list === undefined ? '' : `: ${list}`}`] : []),
  ];
  const found = `With ${assumptions.join(' and ')}, as was assumed, the most probable class is the given label in ${count(agreement.agreeing)} of ${plural(agreement.examples, 'row')}, but with ${others.join(' and ')} in ${count(other.agreement.agreeing)}`;
  const advice = [
    ...(rowsDiffer ? [`write the picture of each row into ${sidecarName(file)} beside it, one path a line`] : []),
    ...(columnsDiffer
      ? [list === undefined ? 'name all columns with --classes @FILE' : `name the columns with --classes '${list}'`]
      : []),
  ].join(', and ');
  return { found, advice };
}

/** Names as `--classes` takes them; undefined where they are too long to be written out. */
function classList(names: readonly string[]): string | undefined {
  const list = names.map((name) => (/^[@\s]|[",]|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(',');
  return list.length > LONGEST || list.includes("'") ? undefined : list;
}
