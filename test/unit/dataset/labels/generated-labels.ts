import fc from 'fast-check';

/** A labels file made at random, and what stands in it. */
export interface GeneratedLabels {
  readonly text: string;
  readonly delimiter: ',' | ';' | '\t';
  /** Cells of each data row, as they are meant: path, label, note (ragged rows have two or four). */
  readonly rows: readonly (readonly string[])[];
}

const name = fc.oneof(
  fc.stringMatching(/^[a-z]{1,4}\.png$/),
  fc.constantFrom('a.png', 'b/c.png', 'é/😀.jpg', './x.png', 'x//y.png', 'x\\y.png', '../out.png', '#1.png', ''),
);
const label = fc.oneof(
  fc.stringMatching(/^[a-z]{1,5}$/),
  fc.constantFrom('vii', 'say "x"', 'a,b', 'a;b', 'a\tb', 'two\nlines', 'two\r\nlines', 'é😀', '#hash', ' x ', '', '0'),
);
const note = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('', 'line\r\nbreak', '"', '""', '#'));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

const line = fc.record({
  noise: fc.constantFrom('', '', '', '', '\n', '\r\n', '# "a, comment\n', '   \n', '#\r\n\n'),
  cells: fc.oneof(
    { weight: 8, arbitrary: fc.tuple(name, label, note) },
    { weight: 1, arbitrary: fc.tuple(name, label) },
    { weight: 1, arbitrary: fc.tuple(name, label, note, note) },
  ),
  quoteAll: fc.boolean(),
  end: lineEnd,
});

function write(cell: string, delimiter: string, first: boolean, always: boolean): string {
  const needed = cell.includes(delimiter) || /["\r\n]/.test(cell) || (first && /^[#\ufeff]/.test(cell));
  return always || needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Delimiters, quotes, byte order marks, mixed line ends, comments, blank lines, ragged and duplicate rows. */
export const generatedLabels: fc.Arbitrary<GeneratedLabels> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    bom: fc.boolean(),
    labelFirst: fc.boolean(),
    headerEnd: lineEnd,
    lines: fc.array(line, { minLength: 1, maxLength: 14 }),
    finalLineEnd: fc.boolean(),
    tail: fc.constantFrom('', '', '# the end', '\n\n'),
  })
  .map(({ delimiter, bom, labelFirst, headerEnd, lines, finalLineEnd, tail }) => {
    const order = labelFirst ? [1, 0, 2, 3] : [0, 1, 2, 3];
    const header = (labelFirst ? ['label', 'image', 'note'] : ['image', 'label', 'note']).join(delimiter);
    let text = `${bom ? '\ufeff' : ''}${header}${headerEnd}`;
    const rows: string[][] = [];
    lines.forEach(({ noise, cells, quoteAll, end }, i) => {
      // After a CR, a LF would be a part of the same line end.
      text += text.endsWith('\r') && noise.startsWith('\n') ? '' : noise;
      const last = i === lines.length - 1;
      rows.push([...cells]);
      text += order
        .flatMap((from) => (from < cells.length ? [cells[from] ?? ''] : []))
        .map((cell, at) => write(cell, delimiter, at === 0, quoteAll))
        .join(delimiter);
      text += last && !finalLineEnd ? '' : end;
    });
    return { text: finalLineEnd && !text.endsWith('\r') ? text + tail : text, delimiter, rows };
  });
