/** The lines of the grid, as places in what is shown. */
export interface GridLines {
  readonly count: number;
  /** The place of a line's first picture; of the line after the last: the number of pictures. */
  readonly startOf: (line: number) => number;
  readonly lineOf: (place: number) => number;
}

/**
 * Lays pictures out in lines.
 * @param setOf where given, pictures of a set stand side by side: none is parted but where it is longer than a line
 */
export function gridLines(
  visible: readonly number[],
  columns: number,
  setOf: ReadonlyMap<number, number> = new Map(),
): GridLines {
  if (setOf.size === 0) {
    return {
      count: Math.ceil(visible.length / columns),
      startOf: (line) => Math.min(visible.length, line * columns),
      lineOf: (place) => Math.floor(place / columns),
    };
  }
  const starts: number[] = [];
  let filled = columns;
  for (let at = 0; at < visible.length;) {
    let end = at + 1;
    const set = setOf.get(visible[at]);
    while (end < visible.length && set !== undefined && setOf.get(visible[end]) === set) end += 1;
    // A set begins a line of its own where it does not fit beside those before it.
    if (filled + (end - at) > columns) {
      for (let from = at; from < end; from += columns) starts.push(from);
      filled = ((end - at - 1) % columns) + 1;
    } else filled += end - at;
    at = end;
  }
  return {
    count: starts.length,
    startOf: (line) => (line < starts.length ? starts[line] : visible.length),
    lineOf: (place) => lastAtMost(starts, place),
  };
}

/** The last of ascending numbers that is at most this. */
function lastAtMost(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The place that lies so many lines below (or, where negative, above) in the same column, as far as there is one. */
export function placeBelow({ count, startOf, lineOf }: GridLines, place: number, lines: number): number {
  const line = lineOf(place);
  const to = Math.min(count - 1, Math.max(0, line + lines));
  if (to === line) return place;
  return Math.min(startOf(to) + place - startOf(line), startOf(to + 1) - 1);
}
