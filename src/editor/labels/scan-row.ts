/** Lines of a text without their line ends, as an editor holds them. */
export interface Lines {
  readonly lineCount: number;
  line(index: number): string;
}

/** How a labels file is laid out, as its header says. */
export interface RowLayout {
  readonly delimiter: string;
  /** Number of cells in the header. */
  readonly cells: number;
  /** Index of the image column. */
  readonly image: number;
  /** Index of the label column. */
  readonly label: number;
}

/** Where a cell stands: lines count from the row's first line. `end` is exclusive. Quotes are part of a cell. */
export interface CellSpan {
  readonly startLine: number;
  readonly start: number;
  readonly endLine: number;
  readonly end: number;
}

/** One row of the text as it is now. */
export interface ScannedRow {
  /** First line. Moves when rows above come and go. */
  line: number;
  /** Number of lines; more than one where a quoted cell holds line breaks. */
  readonly lines: number;
  /** Number of cells. */
  readonly cells: number;
  /** Without quotes and surrounding space. */
  readonly image: string;
  /** Without quotes and surrounding space. */
  readonly label: string;
  /** Of the label cell, as written; undefined where the row has none. */
  readonly labelSpan?: CellSpan;
}

const QUOTE = 0x22;

/**
 * Reads the row that starts on a line; undefined where the line is blank or a comment. The rules are those of the
 * product's other readers, with one exception for text that is being typed: a cell that begins with a quote, and then is
 * not properly closed on the same line or a later one, ends with its line at the latest, so that a quote just typed does
 * not swallow all the rows below.
 */
export function scanRow(source: Lines, line: number, layout: RowLayout): ScannedRow | undefined {
  const first = source.line(line);
  if (first.startsWith('#') || first.trim() === '') return undefined;
  const { delimiter } = layout;
  let text = first;
  let at = 0;
  let lineOffset = 0;
  let cells = 0;
  let image = '';
  let label = '';
  let labelSpan: CellSpan | undefined;
  for (;;) {
    const startLine = lineOffset;
    const start = at;
    let value: string | undefined;
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = scanQuoted(source, line + lineOffset, at, delimiter);
      if (quoted !== undefined) {
        value = quoted.value;
        lineOffset = quoted.line - line;
        text = source.line(quoted.line);
        at = quoted.end;
      }
    }
    if (value === undefined) {
      const end = text.indexOf(delimiter, at);
      at = end < 0 ? text.length : end;
      value = text.slice(start, at);
    }
    if (cells === layout.image) image = value.trim();
    else if (cells === layout.label) {
      label = value.trim();
      labelSpan = { startLine, start, endLine: lineOffset, end: at };
    }
    cells += 1;
    if (at >= text.length) return { line, lines: lineOffset + 1, cells, image, label, labelSpan };
    at += 1;
  }
}

/** A quoted cell, if it is one: closed, and followed by a delimiter or the line's end. */
function scanQuoted(source: Lines, first: number, start: number, delimiter: string) {
  let value = '';
  let text = source.line(first);
  let from = start + 1;
  let line = first;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) {
      line += 1;
      if (line >= source.lineCount) return undefined;
      value += `${text.slice(from)}\n`;
      text = source.line(line);
      from = 0;
    } else if (text.charCodeAt(quote + 1) === QUOTE) {
      value += text.slice(from, quote + 1);
      from = quote + 2;
    } else {
      value += text.slice(from, quote);
      const end = quote + 1;
      if (end === text.length || text[end] === delimiter) return { value, line, end };
      if (line > first) return undefined;
      // With text after it the quotes are ordinary characters, but a delimiter between them divides no cells.
      const next = text.indexOf(delimiter, end);
      const stop = next < 0 ? text.length : next;
      return { value: `"${value}"${text.slice(end, stop)}`, line, end: stop };
    }
  }
}
