import { parse } from 'csv-parse/sync';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import type { Delimiter } from '../../src/dataset/labels/detect-delimiter.ts';
import {
  findColumns,
  recognisedColumns,
  type ColumnNames,
  type LabelsColumns,
} from '../../src/dataset/labels/labels-columns.ts';

const DELIMITERS = [',', ';', '\t'] as const;

/** One data row of a labels file, exactly as written (quotes removed, nothing trimmed). */
export interface LabelsRow {
  readonly cells: readonly string[];
  /** 1-based number of the data row: the header, blank lines and comments are not counted. */
  readonly row: number;
  /** 1-based line on which the row starts; CR, LF and CRLF each end a line. */
  readonly line: number;
  /** Offset of the row's first character in the text (UTF-16 units). */
  readonly start: number;
  /** Offset just after the row's last character, its line end included. */
  readonly end: number;
}

/** A labels file as a table. */
export interface LabelsTable {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly columns: LabelsColumns;
  /** All data rows, ragged ones included: those whose cells are more or fewer than the header's. */
  readonly rows: readonly LabelsRow[];
}

export interface LabelsTableOptions extends ColumnNames {
  /** What to call the file in errors. Default `labels.csv`. */
  readonly name?: string;
}

/** A record as csv-parse gives it with `info`; `bytes` is the offset just after the record. */
interface Parsed {
  readonly record: string[];
  readonly info: { readonly bytes: number };
}

/**
 * Reads the text of a labels file with csv-parse: what the product's own reader has to find. The delimiter (comma, semicolon or tab) and the columns are recognised from the
 * header. Quotes double themselves inside quoted cells; cells may span lines; a byte order mark, any mix of line ends,
 * blank lines and comments are accepted. A comment is a line whose first character is `#`, before the header or
 * anywhere below it; a picture whose name begins with `#` has to be quoted (`"#1.png"`). A quote inside an unquoted
 * cell is an ordinary character.
 * @throws DatasetError when the columns are not recognised, the file has no header, or a quote is never closed.
 */
export function csvParseTable(text: string, options: LabelsTableOptions = {}): LabelsTable {
  const name = options.name ?? 'labels.csv';
  const bytes = Buffer.from(text);
  const delimiter = detectDelimiter(bytes, options, name);
  const walker = new TextWalker(bytes);
  const rows: LabelsRow[] = [];
  let header: string[] | undefined;
  for (const { record, info } of parseRecords(bytes, delimiter, name)) {
    walker.skipBlankAndComments(info.bytes);
    const { line, offset: start } = walker;
    walker.moveTo(info.bytes);
    // A line of blanks is a blank line, too.
    if (record.length === 1 && record[0].trim() === '') continue;
    if (header === undefined) header = record.map((cell) => cell.trim());
    else rows.push({ cells: record, row: rows.length + 1, line, start, end: walker.offset });
  }
  if (header === undefined) throw emptyFile(name);
  return { delimiter, header, columns: findColumns(header, options, name), rows };
}

/** The delimiter with which the header shows the most of the wanted columns; then the most cells; then the comma. */
function detectDelimiter(bytes: Buffer, options: LabelsTableOptions, name: string): Delimiter {
  const wanted = [options.imageColumn, options.labelColumn, options.splitColumn].filter(
    (column) => column !== undefined,
  );
  let best: { delimiter: Delimiter; score: number } | undefined;
  let failure: unknown;
  for (const delimiter of DELIMITERS) {
    try {
      const records = parseRecords(bytes, delimiter, name, 8);
      const header = records.find(({ record }) => record.some((cell) => cell.trim() !== ''));
      if (header === undefined) continue;
      const cells = header.record.map((cell) => cell.trim().toLowerCase());
      const named = wanted.filter((column) => cells.includes(column.toLowerCase())).length;
      const score = (named + recognisedColumns(cells)) * 1000 + Math.min(cells.length, 999);
      if (best === undefined || score > best.score) best = { delimiter, score };
    } catch (error) {
      // A quote may well look unclosed under a delimiter that is not the file's.
      failure ??= error;
    }
  }
  if (best !== undefined) return best.delimiter;
  throw failure instanceof Error ? failure : emptyFile(name);
}

function emptyFile(name: string): DatasetError {
  return new DatasetError(name, 'the file is empty; its first line must name the columns, e.g. image,label');
}

function parseRecords(bytes: Buffer, delimiter: Delimiter, name: string, limit?: number): Parsed[] {
  try {
    return parse(bytes, {
      bom: true,
      delimiter,
      comment: '#',
      comment_no_infix: true,
      info: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      ...(limit === undefined ? {} : { to: limit }),
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    const where = unclosedQuoteLine(bytes, delimiter);
    throw new DatasetError(name, `a quote that opens on line ${where} is never closed; close or remove it`);
  }
}

/** The line of the last quote that opens a cell: the one that swallowed the rest of the file. */
function unclosedQuoteLine(bytes: Buffer, delimiter: Delimiter): number {
  const text = bytes.toString();
  let quoted = false;
  let cellStart = true;
  let lineStart = true;
  let comment = false;
  let line = 1;
  let opened = 1;
  for (let i = text.startsWith('\ufeff') ? 1 : 0; i < text.length; i++) {
    const char = text[i];
    const newline = char === '\n' || (char === '\r' && text[i + 1] !== '\n');
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"' && cellStart && !comment) {
      quoted = true;
      opened = line;
    } else if (char === '#' && lineStart) comment = true;
    cellStart = char === delimiter || newline || char === '\r';
    lineStart = newline;
    if (newline) {
      line++;
      if (!quoted) comment = false;
    }
  }
  return opened;
}

/** Follows the parser through the bytes, counting lines and characters once. */
class TextWalker {
  line = 1;
  /** Offset in the text, in UTF-16 units. */
  offset = 0;
  private position = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      this.position = 3;
      this.offset = 1;
    }
  }

  /** Moves to the first byte that belongs to the record that ends at `end`. */
  skipBlankAndComments(end: number): void {
    const { bytes } = this;
    while (this.position < end) {
      const byte = bytes[this.position];
      if (byte === 0x23) {
        let stop = this.position;
        while (stop < end && bytes[stop] !== 0x0a && bytes[stop] !== 0x0d) stop++;
        this.moveTo(stop);
      } else if (byte === 0x0a || byte === 0x0d) this.moveTo(this.position + 1);
      else return;
    }
  }

  moveTo(position: number): void {
    const { bytes } = this;
    let { line, offset } = this;
    for (let i = this.position; i < position; i++) {
      const byte = bytes[i];
      // Continuation bytes add nothing; four-byte characters are two UTF-16 units.
      if ((byte & 0xc0) !== 0x80) offset += byte >= 0xf0 ? 2 : 1;
      if (byte === 0x0a || (byte === 0x0d && bytes[i + 1] !== 0x0a)) line++;
    }
    this.line = line;
    this.offset = offset;
    this.position = position;
  }
}
