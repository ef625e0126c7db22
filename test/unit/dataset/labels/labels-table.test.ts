import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DatasetError } from '../../../../src/dataset/dataset-error.ts';
import type { ColumnNames } from '../../../../src/dataset/labels/labels-columns.ts';
import { indexLabels } from '../../../../src/dataset/labels/labels-index.ts';

/** A labels file as a table of cells. */
function readTable(text: string, columns: ColumnNames = {}) {
  const index = indexLabels(text, columns);
  if (!index.ok) throw new DatasetError('mine.csv', index.message);
  const rows = Array.from({ length: index.count }, (_, i) => ({
    ...{ cells: index.cells(i), row: i + 1, line: index.lines[i] },
    ...{ start: index.rowStarts[i], end: index.rowEnds[i] },
  }));
  return { delimiter: index.delimiter, header: index.header, columns: index.columns, rows };
}

const cellsOf = (text: string): (readonly string[])[] => readTable(text).rows.map(({ cells }) => cells);

describe('a labels file', () => {
  it.each([',', ';', '\t'])('recognises the delimiter %j', (delimiter) => {
    const table = readTable(
      [['File Name', 'Class', 'Subset'].join(delimiter), ['a.png', 'x', 'val'].join(delimiter)].join('\n'),
    );
    expect(table).toMatchObject({ delimiter, columns: { image: 0, label: 1, split: 2 } });
    expect(table.rows[0].cells).toEqual(['a.png', 'x', 'val']);
  });

  it('is not misled by other delimiters inside the header', () => {
    expect(readTable('image;label;"notes, long, very, long"\na.png;x;n').delimiter).toBe(';');
    expect(readTable('image\tlabel\tx;y;z;w\na.png\tx\tq').delimiter).toBe('\t');
  });

  it('reads quotes, embedded newlines and delimiters, a byte order mark and every line end', () => {
    const text = '\ufeffimage,label\r\n"a,\r\nb.png","say ""x"""\rc"d.png,é😀\n"",last';
    const { rows } = readTable(text);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['a,\r\nb.png', 'say "x"'],
      ['c"d.png', 'é😀'],
      ['', 'last'],
    ]);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(rows.map(({ start, end }) => text.slice(start, end))).toEqual([
      '"a,\r\nb.png","say ""x"""\r',
      'c"d.png,é😀\n',
      '"",last',
    ]);
  });

  it('passes over blank and comment lines, but not over a quoted name that begins with #', () => {
    const text = '# made by "hand\n\nimage,label\n# 1.png,x\n  \n"#2.png",x\n\n# the end';
    const { rows } = readTable(text);
    expect(rows).toMatchObject([{ cells: ['#2.png', 'x'], row: 1, line: 6 }]);
  });

  it('keeps ragged rows for the caller to report', () => {
    expect(cellsOf('image,label\na\nb,c,d\n')).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('takes columns by the names given, exactly or without regard to case', () => {
    const text = 'Pic,Truth,pic\n1,2,3\n';
    expect(readTable(text, { imageColumn: 'pic', labelColumn: 'truth' }).columns).toEqual({
      image: 2,
      label: 1,
      split: -1,
    });
  });

  it.each<[string, object, RegExp]>([
    ['', {}, /mine\.csv: the file is empty; its first line must name the columns/],
    ['# only a comment\n', {}, /the file is empty/],
    ['a,b\n1,2', {}, /no image column was recognised .*"a", "b"; name it with --image-column/],
    ['image,what\n1,2', {}, /no label column .*--label-column/],
    ['image,file,label\n1,2,3', {}, /may be "image" or "file".*--image-column/],
    ['image,label\n1,2', { labelColumn: 'truth' }, /no columns named "truth"\. Its columns are "image", "label"/],
    ['image,label\n1,2', { labelColumn: 'image' }, /can't both be the column "image"/],
    ['image,label\n1,2\n"3,4\n5,6\n', {}, /a quote that opens on line 3 is never closed/],
  ])('explains what is wrong with %j', (text, options, message) => {
    const read = (): unknown => readTable(text, options);
    expect(read).toThrow(DatasetError);
    expect(read).toThrow(message);
  });

  it('finds every generated row again, at the place where it was written', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('é', '😀', 'a"b', '#x', 'line\r\nbreak', ';', '\t', ',', '\r'));
    const row = fc.record({ cells: fc.tuple(cell, cell), end: fc.constantFrom('\n', '\r\n', '\r') });
    const noise = fc.constantFrom('', '', '', '\n', '#c, "\n', '# é😀\r\n');
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, row), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(',', ';', '\t'),
        fc.boolean(),
        (lines, delimiter, bom) => {
          let text = `${bom ? '\ufeff' : ''}image${delimiter}label\n`;
          const expected: { cells: string[]; start: number; end: number; line: number }[] = [];
          for (const [before, { cells, end }] of lines) {
            // After a CR, a LF would not be a blank line of its own.
            if (!(before === '\n' && text.endsWith('\r'))) text += before;
            const start = text.length;
            text += cells.map(quote).join(delimiter) + end;
            const line = text.slice(0, start).split(/\r\n|\r|\n/).length;
            expected.push({ cells, start, end: text.length, line });
          }
          const { rows } = readTable(text);
          expect(rows).toEqual(expected.map((row, i) => ({ ...row, row: i + 1 })));
        },
      ),
      { numRuns: 500 },
    );
  });
});
