import { isPictureName } from '../picture-names.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;

/** How a cell is written: as it reads; in quotes; in quotes with doubled quotes inside; in quotes with text after them. */
const PLAIN = 0;
const QUOTED = 1;
const DOUBLED = 2;
const ODD = 3;

/**
 * Walks through the text of a labels file, one record at a time, and tells where each cell stands, in UTF-16 units of the
 * text. It is the product's one reader of CSV: data sets, edits, reviews, and text as it is typed are read with it.
 *
 * Quotes double themselves inside quoted cells; cells may span lines; a byte order mark, any mix of line ends, blank lines
 * and comments are accepted. A comment is a line whose first character is `#`. A quote inside an unquoted cell is an
 * ordinary character. Oddities are those of csv-parse (property tests hold it to that).
 */
export class CsvScanner {
  /** 1-based line on which the current record starts; CR, LF and CRLF each end a line. */
  line = 1;
  /** Offsets of the current record: its first character, and just after its line end. */
  start = 0;
  end: number;
  /** Number of the current record's cells. */
  count = 0;
  /** 1-based line of a quote that is never closed; 0 where there is none. */
  unclosedLine = 0;
  private nextLine = 1;
  private starts = new Int32Array(16);
  private ends = new Int32Array(16);
  private kinds = new Uint8Array(16);
  /**
   * With `typing`: offset of a quote that the end of the text left open, so that it was read as an ordinary character; -1
   * where there is none. More text may close it.
   */
  openQuote = -1;
  private text: string;
  private readonly delimiter: number;
  private readonly typing: boolean;
  private cells = 0;
  private imageColumn = -1;

  /**
   * @param typing the text is being typed: a cell that begins with a quote, and then is not properly closed on the same
   *   line or a later one, ends with its line at the latest, so that a quote just typed does not swallow the rows below
   */
  constructor(text: string, delimiter: string, { typing = false }: { readonly typing?: boolean } = {}) {
    this.text = text;
    this.delimiter = delimiter.charCodeAt(0);
    this.typing = typing;
    this.end = text.startsWith('\ufeff') ? 1 : 0;
    // Excel's hint of the delimiter is no record.
    const hint = /^\ufeff?"?sep=[^\r\n]"?(?:\r\n|\r|\n)/i.exec(text.slice(0, 16));
    if (hint === null) return;
    this.end = hint[0].length;
    this.nextLine = 2;
  }

  /**
   * Makes rows of lines that begin with `#` as a picture's name may: `#0.png,cat`. They have as many cells as the header,
   * and the cell in the image column ends as a picture's name does.
   */
  expectPictures(cells: number, imageColumn: number): void {
    this.cells = cells;
    this.imageColumn = imageColumn;
  }

  /** Moves to the header that stands behind a `#`, if the first comments hold one: `#image,label`. */
  enterComment(isHeader: (cells: readonly string[]) => boolean): boolean {
    const { text } = this;
    for (let i = this.end, line = this.nextLine; ; line++) {
      const code = text.charCodeAt(i);
      if (code !== HASH && code !== LF && code !== CR) return false;
      const end = this.lineEnd(i);
      if (code === HASH && isHeader(this.cellsOf(i + 1, end))) {
        this.end = i + 1;
        this.nextLine = line;
        return true;
      }
      i = text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
      if (i > text.length) return false;
    }
  }

  /** Begins anew with a text that is a part of a file. */
  load(text: string): void {
    this.text = text;
    this.end = 0;
    this.nextLine = 1;
    this.unclosedLine = 0;
    this.openQuote = -1;
  }

  /** The line that follows the current record. */
  get lineAfter(): number {
    return this.nextLine;
  }

  /** Moves to the next record, over blank lines and comments; false at the end, or where a quote is never closed. */
  next(): boolean {
    const { text, delimiter } = this;
    let i = this.skipBlankAndComments(this.end);
    if (i >= text.length) {
      this.end = i;
      return false;
    }
    this.start = i;
    this.line = this.nextLine;
    this.count = 0;
    for (;;) {
      const cell = i;
      let kind = PLAIN;
      quoted: if (text.charCodeAt(i) === QUOTE) {
        kind = QUOTED;
        const opened = this.nextLine;
        for (i++; ; i++) {
          if (i >= text.length) {
            if (this.typing) {
              if (this.openQuote < 0) this.openQuote = cell;
              [i, kind, this.nextLine] = [cell, PLAIN, opened];
              break quoted;
            }
            this.unclosedLine = opened;
            return false;
          }
          const code = text.charCodeAt(i);
          if (code === QUOTE) {
            if (text.charCodeAt(i + 1) !== QUOTE) break;
            kind = DOUBLED;
            i++;
          } else if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) this.nextLine++;
        }
        i++;
        const after = text.charCodeAt(i);
        if (i < text.length && after !== delimiter && after !== LF && after !== CR) {
          if (this.typing && this.nextLine > opened) {
            [i, kind, this.nextLine] = [cell, PLAIN, opened];
            break quoted;
          }
          kind = ODD;
          // To csv-parse an empty cell at the line's start does not keep a comment from beginning here.
          if (after === HASH && this.count === 0 && i === cell + 2) i = this.lineEnd(i);
        }
      }
      for (; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code === delimiter || code === LF || code === CR) break;
      }
      this.add(cell, i, kind);
      if (text.charCodeAt(i) !== delimiter) break;
      i++;
    }
    this.end = this.skipLineEnd(i);
    return true;
  }

  /** Offset of a cell of the current record, its quotes included. */
  cellStart(cell: number): number {
    return this.starts[cell];
  }

  /** Offset just after a cell of the current record, its quotes included. */
  cellEnd(cell: number): number {
    return this.ends[cell];
  }

  /** What a cell of the current record says: without its quotes, not trimmed. */
  value(cell: number): string {
    const start = this.starts[cell];
    const end = this.ends[cell];
    switch (this.kinds[cell]) {
      case PLAIN:
        return this.text.slice(start, end);
      case QUOTED:
        return this.text.slice(start + 1, end - 1);
      case DOUBLED:
        return this.text.slice(start + 1, end - 1).replaceAll('""', '"');
      default:
        return oddValue(this.text.slice(start, end), cell === 0);
    }
  }

  values(): string[] {
    return Array.from({ length: this.count }, (_, cell) => this.value(cell));
  }

  private add(start: number, end: number, kind: number): void {
    const { count } = this;
    if (count === this.starts.length) {
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
      const kinds = new Uint8Array(count * 2);
      kinds.set(this.kinds);
      this.kinds = kinds;
    }
    this.starts[count] = start;
    this.ends[count] = end;
    this.kinds[count] = kind;
    this.count = count + 1;
  }

  private skipBlankAndComments(from: number): number {
    let i = from;
    for (;;) {
      const code = this.text.charCodeAt(i);
      if (code === HASH) {
        const end = this.lineEnd(i);
        if (this.imageColumn >= 0 && this.isPictureRow(i, end)) return i;
        i = end;
      } else if (code === LF || code === CR) i = this.skipLineEnd(i);
      else return i;
    }
  }

  private isPictureRow(start: number, end: number): boolean {
    const cells = this.cellsOf(start, end);
    return cells.length === this.cells && isPictureName(cells[this.imageColumn]) && /^#[^\s#]/.test(cells[0]);
  }

  /** The cells of a line without quotes in it. */
  private cellsOf(start: number, end: number): string[] {
    const cells = this.text.slice(start, end).split(String.fromCharCode(this.delimiter));
    return cells.map((cell) => cell.trim());
  }

  private lineEnd(from: number): number {
    let i = from;
    for (; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === LF || code === CR) break;
    }
    return i;
  }

  /** Moves over the line end at this offset, if there is one, and counts it. */
  private skipLineEnd(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code !== LF && code !== CR) return at;
    this.nextLine++;
    return code === CR && this.text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
}

/** A copy with twice the room. */
export function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/**
 * A cell with text after its closing quote. To csv-parse the quotes are then ordinary characters, except where that text
 * begins with `#` or NUL.
 */
function oddValue(raw: string, first: boolean): string {
  let close = 1;
  while (raw.charCodeAt(close) !== QUOTE || raw.charCodeAt(close + 1) === QUOTE) {
    close += raw.charCodeAt(close) === QUOTE ? 2 : 1;
  }
  const inside = raw.slice(1, close).replaceAll('""', '"');
  const after = raw.slice(close + 1);
  if (after.startsWith('#')) return first && inside === '' ? '' : inside + after;
  return after.startsWith('\0') ? inside + after : `"${inside}"${after}`;
}
