import { describe, expect, it } from 'vitest';
import { otherColumns } from '../../../../src/editor/labels/other-columns.ts';
import { readLabelsHeader } from '../../../../src/editor/labels/row-layout.ts';
import type { ColumnNames } from '../../../../src/dataset/index.ts';

const header = (name: string, text: string, columns: ColumnNames = {}) => {
  const lines = text.split('\n');
  const source = { lineCount: lines.length, line: (index: number) => lines[index] };
  const found = readLabelsHeader(source, columns, { name, splits: [] });
  if (found === undefined) throw new Error(`no header: ${text}`);
  return found;
};

describe('other columns of a row', () => {
  it('are those that are not the picture, its label or its split, where something is in them', () => {
    const head = header('labels.csv', '# made by hand\nid;image;label;split;who;"a; b"\n1;a.png;cat;train;Ada;x');
    const row = '7; a.png;cat;train;;"said ""hm"", twice\nover lines"';
    expect(otherColumns(head, row, {})).toEqual([
      ['id', '7'],
      ['a; b', 'said "hm", twice over lines'],
    ]);
  });

  it('are none where there are no others, and those that are there of a row that is too short', () => {
    expect(otherColumns(header('labels.csv', 'image,label\na.png,cat'), 'a.png,cat', {})).toEqual([]);
    expect(otherColumns(header('labels.csv', 'image,label,who,when\na.png,cat,Ada,now'), 'a.png,cat,Ada', {})).toEqual([
      ['who', 'Ada'],
    ]);
  });

  it('go by the columns that the audit was told of', () => {
    const columns = { imageColumn: 'where', labelColumn: 'what' };
    const head = header('labels.csv', 'label,where,what\nsure,a.png,cat', columns);
    expect(otherColumns(head, 'sure,a.png,cat', columns)).toEqual([['label', 'sure']]);
  });

  it('are the keys of JSON lines, lists and objects as they are written', () => {
    const line =
      '{"image": "a.png", "label": "cat", "box": [1, 2], "by": {"name": "Ada"}, "n": 0, "none": null, "e": ""}';
    expect(otherColumns(header('labels.jsonl', line), line, {})).toEqual([
      ['box', '[1,2]'],
      ['by', '{"name":"Ada"}'],
      ['n', '0'],
    ]);
  });

  it('are twelve at most, and long ones are cut', () => {
    const names = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const head = header('labels.csv', `image,label,${names.join(',')}\na.png,cat,${names.join(',')}`);
    const found = otherColumns(
      head,
      `a.png,cat,${names.map((_, i) => (i === 0 ? 'x'.repeat(9000) : String(i))).join(',')}`,
      {},
    );
    expect(found.map(([name]) => name)).toEqual(names.slice(0, 12));
    expect(found[0][1]).toMatch(/^x{220}… \(9,000 characters\)$/);
  });
});
