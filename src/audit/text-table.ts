/** One column of a text table. Numbers stand at the right, words at the left. */
export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Lays out rows of cells in aligned columns, two spaces apart, each line indented by two spaces. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, j) => Math.max(column.title.length, ...rows.map((row) => row[j].length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, j) => (columns[j].align === 'right' ? cell.padStart(widths[j]) : cell.padEnd(widths[j])))
      .join('  ')}`.trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}
