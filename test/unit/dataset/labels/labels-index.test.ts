import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { DatasetError } from '../../../../src/dataset/dataset-error.ts';
import { indexLabels, type LabelsIndex } from '../../../../src/dataset/labels/labels-index.ts';
import { csvParseTable } from '../../../harness/csv-parse-table.ts';
import { generatedLabels } from './generated-labels.ts';

function indexed(text: string, options = {}): LabelsIndex {
  const index = indexLabels(text, options);
  if (!index.ok) throw new Error(index.message);
  return index;
}

/** What csv-parse finds in a text; or the message of its error. */
function table(text: string): ReturnType<typeof csvParseTable> | string {
  try {
    return csvParseTable(text, { name: 'x' });
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return error.message;
  }
}

function expectSameRows(text: string): void {
  const expected = table(text);
  const index = indexLabels(text);
  if (typeof expected === 'string') {
    expect(index.ok).toBe(false);
    if (!index.ok && expected.includes('quote')) expect(`x: ${index.message}`).toBe(expected);
    return;
  }
  if (!index.ok) throw new Error(`${JSON.stringify(text)}: ${index.message}`);
  const { delimiter, header, columns, rows } = expected;
  expect({ delimiter: index.delimiter, header: index.header, columns: index.columns }).toEqual({
    delimiter,
    header,
    columns,
  });
  const found = rows.map((_, i) => ({
    line: index.lines[i],
    start: index.rowStarts[i],
    end: index.rowEnds[i],
    label: index.label(i),
    cells: index.cells(i),
    split: index.split(i),
    tooFew: index.state(i) === 'ragged' && index.cells(i).length < index.header.length,
  }));
  expect(index.count).toBe(rows.length);
  expect(found).toEqual(
    rows.map(({ cells, line, start, end }) => ({
      line,
      start,
      end,
      label: (cells[columns.label] ?? '').trim(),
      cells,
      split: (cells[columns.split] ?? '').trim(),
      tooFew: cells.length < header.length,
    })),
  );
}

describe('indexLabels', () => {
  it('finds rows, cells and pictures', () => {
    const text = '\ufeffimage,label\r\n"./a.png","say ""x"""\r\n# no row\r\nb\\c.png, vii \r\na.png,vii\nragged\n';
    const index = indexed(text);
    expect(index.count).toBe(4);
    expect(index.paths).toEqual(['a.png', 'b/c.png', 'a.png', '']);
    expect([0, 1, 2, 3].map((row) => index.label(row))).toEqual(['say "x"', 'vii', 'vii', '']);
    expect([0, 1, 2].map((row) => text.slice(index.labelStarts[row], index.labelEnds[row]))).toEqual([
      '"say ""x"""',
      ' vii ',
      'vii',
    ]);
    expect(index.labelStarts[3]).toBe(-1);
    expect([...index.lines]).toEqual([2, 4, 5, 6]);
    expect(index.state(3)).toBe('ragged');
    expect(index.rowOf('a.png')).toBe(0);
    expect(index.rowsOf('a.png')).toEqual([0, 2]);
    expect(index.rowOf('b\\c.png')).toBe(-1);
    expect(index.rowsOf('gone.png')).toEqual([]);
    expect(index.rowAt(text.indexOf('vii'))).toBe(1);
    expect(index.rowAt(text.indexOf('no row'))).toBe(-1);
    expect(index.rowAt(0)).toBe(-1);
    expect(index.rowAt(text.length)).toBe(-1);
    expect(indexed('image,label\na.png,x').rowAt(19)).toBe(0);
  });

  it('says why a row is not usable, as readDataset does', () => {
    const index = indexed('image,label\n../x.png,a\n/x.png,a\nC:/x.png,a\n,a\nx.png,  \nx.png,a,b\n.hidden/x.png,a\n');
    expect(Array.from({ length: index.count }, (_, row) => index.state(row))).toEqual([
      ...['outside-root', 'outside-root', 'outside-root', 'no-image', 'no-label', 'usable', 'usable'],
    ]);
  });

  it('uses a row with more cells than the header where both of its cells are certainly there', () => {
    const index = indexed('image,label\nx.png,a,a comment\n7,a,\n8,a,b\nx,1.png,a\nimages/9,a, , \n');
    expect(Array.from({ length: index.count }, (_, row) => index.state(row))).toEqual([
      ...['usable', 'usable', 'ragged', 'ragged', 'usable'],
    ]);
  });

  it('takes #image,label for a header, and #0.png for a picture', () => {
    const index = indexed('# a comment\n#image,label\n#0.png,cat\n1.png,dog\n# 2.png,dog\n#3.png\n#4 is no, picture\n');
    expect(index.header).toEqual(['image', 'label']);
    expect([...index.lines]).toEqual([3, 4]);
    expect(index.paths).toEqual(['#0.png', '1.png']);
    const below = indexed('#image,label\nimage,label\n1.png,dog\n');
    expect([...below.lines]).toEqual([3]);
  });

  it('takes the hint of a spreadsheet for none', () => {
    const text = '\ufeffsep=;\r\nimage;label\r\n1.png;dog\r\n';
    const index = indexed(text);
    expect([index.delimiter, index.paths, index.lines[0], index.bodyLine]).toEqual([';', ['1.png'], 3, 3]);
    expect(text.slice(index.rowStarts[0])).toBe('1.png;dog\r\n');
  });

  it('takes columns by name', () => {
    expect(indexed('pic,truth\na,b\n', { imageColumn: 'pic', labelColumn: 'TRUTH' }).columns).toMatchObject({
      image: 0,
      label: 1,
    });
  });

  it.each([
    ['', 'empty'],
    ['\n# nothing\n', 'empty'],
    ['ima', 'columns'],
    ['image,lab\na.png,x', 'columns'],
    ['image,label\na.png,"x\nb.png,y\n', 'unclosed-quote'],
  ])('reports %j as %s instead of throwing', (text, reason) => {
    expect(indexLabels(text)).toMatchObject({ ok: false, reason });
  });

  it('finds what csv-parse finds in generated labels files', () => {
    fc.assert(
      fc.property(generatedLabels, ({ text }) => {
        expectSameRows(text);
      }),
      { numRuns: 500 },
    );
  });

  it('finds what csv-parse finds in any text at all', () => {
    const piece = fc.constantFrom(
      ...['"', '"', ',', ';', '\t', '\n', '\r', '\r\n', '#', ' ', 'a', 'é😀', '\0', '\ufeff'],
    );
    const text = fc.tuple(
      fc.constantFrom('', '\ufeff', '#c\n', '\r\n'),
      fc.constantFrom('image,label\n', 'label;image\r\n', 'image\tlabel\r', 'image,label,note\n', '"image","label"\n'),
      fc.array(piece, { maxLength: 40 }),
    );
    fc.assert(
      fc.property(text, ([before, header, pieces]) => {
        expectSameRows(before + header + pieces.join(''));
      }),
      { numRuns: 2000 },
    );
  });
});
