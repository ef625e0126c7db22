import { printableLines } from '../wording/printable.ts';

/** Pieces of text are handed on when they have grown to this many characters. */
const CHUNK = 65_536;

/**
 * A report as the text of `report.json`, in pieces: a million rows may be too long for one text. Objects are laid out
 * field by field, and lists item by item, each item on a line of its own. What a terminal would act on is escaped, as
 * JSON can. Ends with a line break.
 */
export function* jsonReportChunks(report: object): Generator<string> {
  let text = '';
  for (const piece of pieces(report, '\n')) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield printableLines(text);
    text = '';
  }
  yield printableLines(`${text}\n`);
}

/** The pieces of `jsonReportChunks`, as one text. */
export function formatJson(report: object): string {
  return [...jsonReportChunks(report)].join('');
}

/** @param line a line break, and how far the value's line is indented */
function* pieces(value: unknown, line: string): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  const inner = `${line}  `;
  let separator = isList ? '[' : '{';
  for (const [name, entry] of Object.entries(value) as [string, unknown][]) {
    if (entry === undefined) continue;
    yield separator + inner;
    separator = ',';
    if (isList) yield JSON.stringify(entry);
    else {
      yield `${JSON.stringify(name)}: `;
      yield* pieces(entry, inner);
    }
  }
  yield separator === ',' ? line + (isList ? ']' : '}') : isList ? '[]' : '{}';
}
