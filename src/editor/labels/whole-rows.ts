import { spansBetween, type LabelRows, type LabelsEdit } from '../../dataset/index.ts';
import type { LiveRows, RowListener } from './live-rows.ts';
import type { CellSpan, ScannedRow } from './scan-row.ts';
import { textPlaces, type TextPlaces, type TextStretch } from './text-places.ts';

/**
 * The text of a labels file that tells its rows only as a whole, such as a tool's JSON, read as the command line reads it.
 * After each change it is read anew.
 */
export interface WholeText {
  readonly text: string;
  readonly rows: LabelRows;
  readonly places: TextPlaces;
  /** Rows, by their numbers in the file, that text from one offset to another is about, or the text around it. */
  about(start: number, end: number): number[];
  /**
   * As `LabelRows.edits` makes them; edits that meet become one.
   * @throws what that throws
   */
  edits(changes: ReadonlyMap<number, string | undefined>): LabelsEdit[];
}

/** @param text without byte order mark, as an editor holds it */
export function wholeText(text: string, rows: LabelRows): WholeText {
  return {
    ...{ text, rows, places: textPlaces(text) },
    about: (start, end) => {
      const found = spansBetween({ starts: rows.rowStarts, ends: rows.rowEnds, count: rows.count }, start, end);
      return rows.rowsAbout === undefined ? found : [...new Set([...found, ...rows.rowsAbout(start, end)])];
    },
    edits(changes) {
      const joined: LabelsEdit[] = [];
      for (const edit of rows.edits?.(changes) ?? []) {
        const last = joined.at(-1);
        // Two texts that are taken out side by side have but one place between them to come back to.
        if (last?.end === edit.start && last.text === '' && edit.text === '') {
          joined[joined.length - 1] = { ...last, end: edit.end };
        } else joined.push(edit);
      }
      return joined;
    },
  };
}

export interface WholeRowsOptions {
  /** Place of the labels file among those of the data set. */
  readonly file: number;
  /** The split of rows that say none; '' for none. */
  readonly fileSplit: string;
  /** Whether a label has a place of its own: where it is a 1 among 0s, the row is its place. */
  readonly hasLabelPlaces: boolean;
  readonly listener: RowListener;
  /** Called after each slice; rejects to give up. */
  readonly pause: () => Promise<void>;
}

/** The rows of a whole text, as those of a text in lines are had. */
export async function readWholeRows(whole: WholeText, options: WholeRowsOptions): Promise<LiveRows> {
  const { listener, pause } = options;
  const rows: ScannedRow[] = [];
  const numbers = new Map<ScannedRow, number>();
  for (let i = 0; i < whole.rows.count; i += 1) {
    const row = scannedRow(whole, i, options);
    rows.push(row);
    numbers.set(row, i);
    listener.appeared(row);
    if (i % 256 === 255) await pause();
  }
  const { places } = whole;
  const touching = ({ start, end }: TextStretch): ScannedRow[] =>
    whole.about(places.offsetOf(start), places.offsetOf(end)).map((i) => rows[i]);
  return {
    rows,
    apply: () => false,
    indexOf: (row) => numbers.get(row) ?? -1,
    at(place) {
      const row = touching({ start: place, end: place }).at(0);
      if (row !== undefined) return row;
      // What stands around a row in its line, such as a comma, is the row's, too, where it is there alone.
      const { line } = place;
      const there = touching({ start: { line, character: 0 }, end: { line, character: Number.MAX_SAFE_INTEGER } });
      return there.length === 1 ? there[0] : undefined;
    },
    touching,
  };
}

function scannedRow({ rows, places, text }: WholeText, i: number, options: WholeRowsOptions): ScannedRow {
  const start = places.at(rows.rowStarts[i]);
  const end = places.at(withoutLineEnd(text, rows.rowStarts[i], rows.rowEnds[i]));
  const spanFrom = (from: number, to: number): CellSpan => {
    const [first, last] = [places.at(from), places.at(to)];
    return {
      ...{ startLine: first.line - start.line, start: first.character },
      ...{ endLine: last.line - start.line, end: last.character },
    };
  };
  const lines = end.line - start.line + 1;
  return {
    file: options.file,
    line: start.line,
    lines,
    reach: lines,
    isRagged: rows.state(i) === 'ragged',
    image: rows.written(i),
    label: rows.label(i),
    split: rows.split(i) || options.fileSplit,
    // Looked for when it is asked for: of a hundred thousand rows few are flagged.
    get labelSpan() {
      const span = options.hasLabelPlaces ? rows.labelSpan?.(i) : undefined;
      return span && spanFrom(span.start, span.end);
    },
    span: { startLine: 0, start: start.character, endLine: lines - 1, end: end.character },
  };
}

function withoutLineEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && (text.charCodeAt(last - 1) === 10 || text.charCodeAt(last - 1) === 13)) last -= 1;
  return last;
}
