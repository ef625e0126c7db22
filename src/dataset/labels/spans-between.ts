/** Spans of a text in its order, none within another. */
interface Spans {
  readonly starts: ArrayLike<number>;
  /** Offset just after each. */
  readonly ends: ArrayLike<number>;
  readonly count: number;
}

/** The first span that ends after an offset; their number where none does. */
export function firstEndingAfter({ ends, count }: Omit<Spans, 'starts'>, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The spans that share a character with a part of the text, ascending; an empty part counts as the character behind it. */
export function spansBetween(spans: Spans, start: number, end: number): number[] {
  const found: number[] = [];
  const behind = Math.max(end, start + 1);
  for (let at = firstEndingAfter(spans, start); at < spans.count && spans.starts[at] < behind; at++) found.push(at);
  return found;
}
