/** A place in a text: line and UTF-16 unit within it, counted from 0. */
export interface TextPlace {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text; the end is exclusive. */
export interface TextStretch {
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/** Where the offsets of a text are, in lines as an editor counts them. */
export interface TextPlaces {
  at(offset: number): TextPlace;
  /** A place behind the end of a line is that end. */
  offsetOf(place: TextPlace): number;
}

/** CR, LF and CRLF end a line. */
export function textPlaces(text: string): TextPlaces {
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  return {
    at(offset) {
      const line = lineAt(offset);
      return { line, character: offset - starts[line] };
    },
    offsetOf({ line, character }) {
      if (line >= starts.length) return text.length;
      const next = line + 1 < starts.length ? starts[line + 1] - 1 : text.length;
      return Math.min(starts[line] + character, next);
    },
  };
}

function lineStarts(text: string): Int32Array {
  const lineEnds = /\r\n|\r|\n/g;
  const starts = [0];
  while (lineEnds.exec(text) !== null) starts.push(lineEnds.lastIndex);
  return Int32Array.from(starts);
}
