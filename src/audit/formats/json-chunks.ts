/** Pieces of text are handed on when they have grown to this many characters. */
const CHUNK = 65_536;

/**
 * The JSON text of an object, in pieces: a value that can be iterated over is written as a list, item by item, and never
 * as one string, which a million rows may be too long for. Ends with a line break.
 */
export function* jsonChunks(object: object): Generator<string> {
  let text = '{';
  let isFirst = true;
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    text += `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
    isFirst = false;
    if (!isIterable(value)) {
      text += JSON.stringify(value);
      continue;
    }
    text += '[';
    let separator = '';
    for (const item of value) {
      text += separator + JSON.stringify(item);
      separator = ',';
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
    text += ']';
  }
  yield `${text}}\n`;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Lines in pieces of text, each line with its line break. */
export function* lineChunks(lines: Iterable<string>): Generator<string> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield text;
}
