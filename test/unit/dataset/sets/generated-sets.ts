import fc from 'fast-check';

/** A row of a table of label sets, as it is meant. */
export interface MeantRow {
  readonly labels: readonly string[];
  readonly note: string;
  /** Blanks around the separator. */
  readonly blanks: readonly [string, string];
  readonly isQuoted: boolean;
}

/** How a table is written. */
export interface TableStyle {
  readonly delimiter: string;
  readonly eol: string;
  readonly hasMark: boolean;
  /** Whether the last row ends in a line end. */
  readonly isClosed: boolean;
  /** Which of the columns label, image and note stands where. */
  readonly order: readonly ('label' | 'image' | 'note')[];
}

/** A table that was written, and where its label cells stand in it. */
export interface WrittenTable {
  readonly text: string;
  /** Offsets of each row's label cell, quotes included. */
  readonly cells: readonly (readonly [start: number, end: number])[];
}

export const SET_NAMES = ['cat', 'dog', 'big dog', 'Ä 😀', 'say "x"', '0', 'a:b', '#hash'];
const [NOTES, BLANKS] = [
  ['', 'x', '"', 'a "quoted" word', 'two\r\nlines', 'a,b;c\td|e', ' spaces ', '#', 'é😀'],
  ['', ' '],
];

export const meantLabels = fc.uniqueArray(fc.constantFrom(...SET_NAMES), { minLength: 1, maxLength: 4 });

export const meantRow: fc.Arbitrary<MeantRow> = fc.record({
  labels: meantLabels,
  note: fc.constantFrom(...NOTES),
  blanks: fc.tuple(fc.constantFrom(...BLANKS), fc.constantFrom(...BLANKS)),
  isQuoted: fc.boolean(),
});

export const tableStyle: fc.Arbitrary<TableStyle> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  eol: fc.constantFrom('\r\n', '\n'),
  hasMark: fc.boolean(),
  isClosed: fc.boolean(),
  order: fc.shuffledSubarray(['label', 'image', 'note'] as const, { minLength: 3 }),
});

/** Writes rows whose label cells hold sets; row `i` names the picture `i.png`. */
export function writeSets(rows: readonly MeantRow[], style: TableStyle, separator: string): WrittenTable {
  const { delimiter, eol, hasMark, isClosed, order } = style;
  const parts = [`${hasMark ? '\ufeff' : ''}${order.join(delimiter)}${eol}`];
  let length = parts[0].length;
  const cells: [number, number][] = [];
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  rows.forEach(({ labels, note, blanks: [before, after], isQuoted }, i) => {
    const written = { label: labels.join(before + separator + after), image: `${i}.png`, note };
    order.forEach((column, at) => {
      if (at > 0) add(delimiter);
      const start = length;
      add(writeCell(written[column], delimiter, isQuoted, at === 0));
      if (column === 'label') cells.push([start, length]);
    });
    if (isClosed || i < rows.length - 1) add(eol);
  });
  return { text: parts.join(''), cells };
}

function writeCell(cell: string, delimiter: string, always: boolean, isFirst: boolean): string {
  const isNeeded =
    cell.includes(delimiter) || /["\r\n]/.test(cell) || cell.trim() !== cell || (isFirst && /^#/.test(cell));
  return always || isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell;
}
