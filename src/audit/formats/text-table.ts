/** One column of a text table. Numbers stand at the right, words at the left. */
export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * Lays out rows of cells in aligned columns, two spaces apart, each line indented by two spaces.
 *
 * @param rows gone through twice: once for the widths, once for the lines
 */
export function* tableLines(columns: readonly TextColumn[], rows: Iterable<readonly string[]>): Generator<string> {
  const widths = columns.map(({ title }) => title.length);
  for (const row of rows) for (let j = 0; j < widths.length; j++) widths[j] = Math.max(widths[j], row[j].length);
  const line = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, j) => (columns[j].align === 'right' ? cell.padStart(widths[j]) : cell.padEnd(widths[j])))
      .join('  ')}`.trimEnd();
  yield line(columns.map((column) => column.title));
  for (const row of rows) yield line(row);
}

/** All lines of `tableLines`. */
export function textTable(columns: readonly TextColumn[], rows: Iterable<readonly string[]>): string[] {
  return [...tableLines(columns, rows)];
}
