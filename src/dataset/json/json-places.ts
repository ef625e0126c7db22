import { visit } from 'jsonc-parser';

/** Where the elements of a list stand: UTF-16 offsets, the end just after each. */
export interface Spans {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Offset of the first character that is no blank. Here and below the text must be JSON that was parsed before. */
export function skipBlanks(text: string, at: number): number {
  let i = at;
  // The byte order mark stands for a blank at the beginning.
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0xfeff) return i;
  }
  return i;
}

/** Offset just after the value that begins at `at`. */
export function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return stringEnd(text, at);
  let i = at;
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) {
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT || code <= 0x20) return i;
    }
    return i;
  }
  for (let depth = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = stringEnd(text, i) - 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
    else if ((code === CLOSE_LIST || code === CLOSE_OBJECT) && --depth === 0) return i + 1;
  }
  return i;
}

function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i += 1;
    else if (code === QUOTE) return i + 1;
  }
  return text.length;
}

/** Where the elements of the list that begins at `at` stand. */
export function elementSpans(text: string, at: number): Spans {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = skipBlanks(text, at + 1); i < text.length && text.charCodeAt(i) !== CLOSE_LIST;) {
    const end = valueEnd(text, i);
    starts.push(i);
    ends.push(end);
    i = skipBlanks(text, end);
    if (text.charCodeAt(i) === COMMA) i = skipBlanks(text, i + 1);
  }
  return { count: starts.length, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** Offset of the value that a key has in the object that begins at `at`; -1 where it has none. The last counts, as in JSON.parse. */
export function memberStart(text: string, at: number, key: string): number {
  let found = -1;
  for (let i = skipBlanks(text, at + 1); i < text.length && text.charCodeAt(i) !== CLOSE_OBJECT;) {
    const end = stringEnd(text, i);
    const name: unknown = JSON.parse(text.slice(i, end));
    const value = skipBlanks(text, skipBlanks(text, end) + 1);
    if (name === key) found = value;
    i = skipBlanks(text, valueEnd(text, value));
    if (text.charCodeAt(i) === COMMA) i = skipBlanks(text, i + 1);
  }
  return found;
}

/** Offset of the value at the end of a path of keys, from the object that begins at `at` on; -1 where there is none. */
export function memberAt(text: string, at: number, keys: readonly string[]): number {
  let found = at;
  for (const key of keys) {
    if (found < 0 || text.charCodeAt(found) !== OPEN_OBJECT) return -1;
    found = memberStart(text, found, key);
  }
  return found;
}

/** The list at the end of a path of keys in the object that the text is. */
export function listAt(text: string, keys: readonly string[]): Spans {
  const at = memberAt(text, skipBlanks(text, 0), keys);
  return at >= 0 && text.charCodeAt(at) === OPEN_LIST ? elementSpans(text, at) : NOTHING;
}

const NOTHING: Spans = { count: 0, starts: new Int32Array(0), ends: new Int32Array(0) };

/**
 * Takes elements out of a list, with the commas and blanks that part them from those that stay: what stays is valid JSON,
 * byte for byte as it was.
 */
export function removeElements(
  { count, starts, ends }: Spans,
  isRemoved: (element: number) => boolean,
): { readonly start: number; readonly end: number; readonly text: '' }[] {
  const edits: { start: number; end: number; text: '' }[] = [];
  for (let i = 0; i < count; i++) {
    if (!isRemoved(i)) continue;
    const first = i;
    while (i + 1 < count && isRemoved(i + 1)) i += 1;
    if (i + 1 < count) edits.push({ start: starts[first], end: starts[i + 1], text: '' });
    else edits.push({ start: first === 0 ? starts[first] : ends[first - 1], end: ends[i], text: '' });
  }
  return edits;
}

/** 1-based line of the first mistake in a text that is no JSON; undefined where it can't be told. */
export function firstMistake(text: string): number | undefined {
  let line: number | undefined;
  try {
    visit(text.replace(/^\ufeff/, ' '), {
      onError: (_error, _offset, _length, startLine) => {
        line ??= startLine + 1;
      },
    });
  } catch (error) {
    // It calls itself for each list within a list.
    if (!(error instanceof RangeError)) throw error;
  }
  return line;
}
