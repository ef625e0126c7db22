import { CsvScanner, writeCell } from '../../dataset/index.ts';
import { normaliseDatasetPath } from '../../files/index.ts';
import { InputError } from '../../files/index.ts';
import { CHECK_NAMES, type CheckName } from '../options/picture-checks.ts';
import { pictureKey } from '../report/picture-keys.ts';

export const REVIEW_DECISIONS = ['kept', 'relabelled', 'removed'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** What a person decided about one row: a picture in a split. */
export interface Review {
  /** POSIX path relative to the data set's root. */
  readonly path: string;
  /** The row's split; given where the picture stands in several, so that the decision is about this one alone. */
  readonly split?: string;
  /** The check whose finding was decided on, e.g. `near_duplicates`; absent where the label was. */
  readonly type?: CheckName;
  /** `kept`: the label that is right as it is; `relabelled`: the new label; `removed`: the label that it had. */
  readonly label: string;
  readonly decision: ReviewDecision;
  readonly note?: string;
  /** Who decided, where that is written down. */
  readonly reviewer?: string;
  /** When it was decided, ISO 8601. */
  readonly date: string;
  /** First 16 hexadecimal digits of the SHA-256 of the picture's file; where given, the decision is about that picture. */
  readonly content?: string;
}

/** The decisions of a data set, one for each picture (and split, where that is given) that was reviewed. */
export interface Reviews {
  /** Those on labels, by `reviewKey`. */
  readonly byRow: ReadonlyMap<string, Review>;
  /** Those on what checks found, by `reviewKey`: they say nothing of a label, nor of what another check found. */
  readonly byFinding: ReadonlyMap<string, Review>;
  /** What could not be understood, in plain words. */
  readonly warnings: readonly string[];
}

/** Where no one has decided anything. */
export const NO_REVIEWS: Reviews = { byRow: new Map(), byFinding: new Map(), warnings: [] };

/** What a review is kept under: the path, the split as well where one is given, and the check where it is about one. */
export function reviewKey({ path, split, type }: Pick<Review, 'path' | 'split' | 'type'>): string {
  const key = split === undefined ? path : pictureKey(path, split);
  // No path and no split holds a NUL.
  return type === undefined ? key : `${key}\0\0${type}`;
}

/** The review that is kept under this, of whatever kind. */
export function reviewAt(reviews: Reviews, place: Pick<Review, 'path' | 'split' | 'type'>): Review | undefined {
  return (place.type === undefined ? reviews.byRow : reviews.byFinding).get(reviewKey(place));
}

/**
 * The decision on a row: one on its picture in its split, or one that names no split; of the two the later one.
 * @param type the check whose finding it is about; default: its label
 */
export function reviewOf(
  reviews: Reviews,
  path: string,
  split: string | undefined,
  type?: CheckName,
): Review | undefined {
  const general = reviewAt(reviews, { path, type });
  const own = split === undefined ? undefined : reviewAt(reviews, { path, split, type });
  return own === undefined || (general !== undefined && time(own) < time(general)) ? general : own;
}

/** Columns of a new `reviews.csv`. The first three are needed; columns of other people are left alone. */
const COLUMNS = ['path', 'label', 'decision', 'note', 'date', 'content'] as const;
/** Columns that are added, in this order, once a decision needs them: a file of another's making may lack `note`, too. */
const ADDED_COLUMNS = ['note', 'split', 'reviewer', 'type'] as const;
const KNOWN_COLUMNS = [...COLUMNS, 'split', 'reviewer', 'type'] as const;
/** In the column `type`, as good as nothing. */
const LABEL_TYPE = 'label';
type Column = (typeof KNOWN_COLUMNS)[number];
const DELIMITERS = [',', ';', '\t'];
const CONTENT_DIGITS = 16;

/** The `content` of a review, from the SHA-256 of the picture's file. */
export function reviewContent(sha256: string): string {
  return sha256.slice(0, CONTENT_DIGITS);
}

/**
 * Whether a review says that this label is right. It lapses when the label becomes another, and when the picture does.
 * @param content SHA-256 of the picture's file (or its first digits), where known
 */
export function isKept(review: Review | undefined, path: string, label: string, content?: string): boolean {
  if (review?.decision !== 'kept' || review.path !== path || review.label !== label) return false;
  return review.content === undefined || content === undefined || review.content === reviewContent(content);
}

/**
 * Reads the text of `reviews.csv`. Where two people's files were joined, the later decision on a picture counts. Rows
 * that make no sense are passed over with a warning.
 */
export function parseReviews(text: string): Reviews {
  if (text.trim() === '') return NO_REVIEWS;
  const byRow = new Map<string, Review>();
  const byFinding = new Map<string, Review>();
  const table = openTable(text);
  if (table === undefined) return { ...NO_REVIEWS, warnings: [`reviews.csv was not used: ${WRONG_HEADER}`] };
  const badLines: number[] = [];
  for (const row of rowsOf(table)) {
    const { review } = row;
    if (review === undefined) badLines.push(row.line);
    else {
      const alike = review.type === undefined ? byRow : byFinding;
      const known = alike.get(reviewKey(review));
      if (known === undefined || !(time(review) < time(known))) alike.set(reviewKey(review), review);
    }
  }
  const warnings: string[] = [];
  if (badLines.length > 0) {
    const lines = `${badLines.length === 1 ? 'line' : 'lines'} ${badLines.slice(0, 5).join(', ')}`;
    const more = badLines.length > 5 ? ` and ${badLines.length - 5} more` : '';
    warnings.push(
      `reviews.csv: ${lines}${more} ${badLines.length === 1 ? 'holds' : 'hold'} no decision that can be read; correct or remove them.`,
    );
  }
  if (table.scanner.unclosedLine > 0) warnings.push(`reviews.csv: ${unclosed(table.scanner)}`);
  return { byRow, byFinding, warnings };
}

/** Changes to the decisions of a data set. */
export interface ReviewChanges {
  /** Decisions that are new, or take the place of earlier ones on the same rows. */
  readonly set?: readonly Review[];
  /** What is taken back, by `reviewKey`. */
  readonly remove?: readonly string[];
}

/**
 * The text of `reviews.csv` with the changes made. Rows of other pictures, columns of other people, comments and line ends
 * stay as they are. Cells are quoted as RFC 4180 says. A column for the note, the split, the reviewer or the type is added
 * to the header where a decision needs one; rows that have no cell there stay as they are (and are about every split).
 * @param text what stands in the file now; '' for a new one
 * @throws InputError where the file can't be understood well enough to be changed without loss
 */
export function mergeReviews(text: string, { set = [], remove = [] }: ReviewChanges): string {
  const fresh = text.trim() === '';
  const old = withColumns(
    fresh ? `${COLUMNS.join(',')}\n` : text,
    ADDED_COLUMNS.filter((name) => set.some((review) => review[name] !== undefined)),
  );
  const table = openTable(old);
  if (table === undefined) throw new InputError(`reviews.csv: ${WRONG_HEADER}`);
  const pending = new Map(set.map((review) => [reviewKey(review), review]));
  const gone = new Set(remove.filter((key) => !pending.has(key)));
  const written = new Set<string>();
  const parts: string[] = [];
  let at = 0;
  for (const { review, start, end, cells } of rowsOf(table)) {
    if (review === undefined) continue;
    const key = reviewKey(review);
    const next = pending.get(key);
    if (next === undefined && !gone.has(key)) continue;
    parts.push(old.slice(at, start));
    if (next !== undefined && !written.has(key)) {
      const row = old.slice(start, end);
      parts.push(writeRow(next, table, cells), /(?:\r\n|\r|\n)?$/.exec(row)![0]);
      written.add(key);
    }
    at = end;
  }
  if (table.scanner.unclosedLine > 0) throw new InputError(`reviews.csv: ${unclosed(table.scanner)}`);
  parts.push(old.slice(at));
  let merged = parts.join('');
  for (const [key, review] of pending) {
    if (written.has(key)) continue;
    if (!/[\r\n]$/.test(merged.slice(-1))) merged += table.lineEnd;
    merged += writeRow(review, table) + table.lineEnd;
  }
  return merged;
}

/** The text with these columns in its header. */
function withColumns(text: string, needed: readonly Column[]): string {
  const table = needed.length > 0 ? openTable(text) : undefined;
  const missing = table === undefined ? [] : needed.filter((name) => table.columns[name] < 0);
  if (table === undefined || missing.length === 0) return text;
  const end = table.scanner.cellEnd(table.width - 1);
  return `${text.slice(0, end)}${missing.map((name) => table.delimiter + name).join('')}${text.slice(end)}`;
}

const WRONG_HEADER = 'its first line must name the columns path,label,decision; correct it, or move the file away';

function unclosed({ unclosedLine }: CsvScanner): string {
  return `a quote that opens on line ${unclosedLine} is never closed; close or remove it`;
}

/** A scanner that stands behind the header. */
interface Table {
  readonly scanner: CsvScanner;
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly width: number;
  readonly columns: Readonly<Record<Column, number>>;
}

interface Row {
  /** Absent where the row makes no sense. */
  readonly review?: Review;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** As they are written, quotes included. */
  readonly cells: readonly string[];
}

function openTable(text: string): (Table & { readonly text: string }) | undefined {
  for (const delimiter of DELIMITERS) {
    const scanner = new CsvScanner(text, delimiter);
    if (!scanner.next()) continue;
    const names = scanner.values().map((cell) => cell.trim().toLowerCase());
    const columns = Object.fromEntries(KNOWN_COLUMNS.map((name) => [name, names.indexOf(name)])) as Record<
      Column,
      number
    >;
    if (columns.path < 0 || columns.label < 0 || columns.decision < 0) continue;
    const lineEnd = /(?:\r\n|\r|\n)?$/.exec(text.slice(scanner.start, scanner.end))![0];
    return { text, scanner, delimiter, lineEnd: lineEnd === '' ? '\n' : lineEnd, width: names.length, columns };
  }
  return undefined;
}

function* rowsOf(table: Table & { readonly text: string }): Generator<Row> {
  const { scanner, columns, text } = table;
  while (scanner.next()) {
    if (scanner.count === 1 && scanner.value(0).trim() === '') continue;
    const { line, start, end, count } = scanner;
    const value = (name: Column): string =>
      columns[name] < 0 || columns[name] >= count ? '' : scanner.value(columns[name]);
    const path = normaliseDatasetPath(value('path'));
    const decision = REVIEW_DECISIONS.find((known) => known === value('decision').trim().toLowerCase());
    const cells = Array.from({ length: count }, (_, i) => text.slice(scanner.cellStart(i), scanner.cellEnd(i)));
    const typeText = value('type').trim().toLowerCase();
    const type = CHECK_NAMES.find((known) => known === typeText);
    // A decision on what is not known here is none on a label.
    const isUnknownType = type === undefined && typeText !== '' && typeText !== LABEL_TYPE;
    if (path === undefined || decision === undefined || isUnknownType) {
      yield { line, start, end, cells };
      continue;
    }
    const note = value('note');
    const content = value('content').trim().toLowerCase();
    const split = value('split').trim();
    const reviewer = value('reviewer').trim();
    const review: Review = {
      ...{ path, label: value('label'), decision, date: value('date').trim() },
      ...(split === '' ? {} : { split }),
      ...(note === '' ? {} : { note }),
      ...(reviewer === '' ? {} : { reviewer }),
      ...(type === undefined ? {} : { type }),
      ...(content === '' ? {} : { content }),
    };
    yield { review, line, start, end, cells };
  }
}

/** A row without its line end. `old`: what stood there, whose other columns stay. */
function writeRow(review: Review, { columns, width, delimiter }: Table, old: readonly string[] = []): string {
  const cells = Array.from({ length: Math.max(width, old.length) }, (_, i) => old[i] ?? '');
  for (const name of KNOWN_COLUMNS) {
    const at = columns[name];
    if (at >= 0) cells[at] = writeCell(review[name] ?? '', delimiter, at === 0);
  }
  return cells.join(delimiter);
}

function time({ date }: Review): number {
  const at = Date.parse(date);
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
