import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/dataset/index.ts';
import { readLabelsText } from '../../../../src/dataset/layouts/read-labels.ts';
import type { LabelRows } from '../../../../src/dataset/labels/label-rows.ts';
import type { MultiLabelChoice } from '../../../../src/dataset/labels/multi-label-way.ts';

async function read(text: string, multiLabel: MultiLabelChoice, name = 'labels.csv'): Promise<LabelRows> {
  return (await readLabelsText(`/nowhere/${name}`, text, { multiLabel })).rows;
}

const labels = (rows: LabelRows): string[] => Array.from({ length: rows.count }, (_, row) => rows.label(row));

async function changed(
  text: string,
  multiLabel: MultiLabelChoice,
  changes: readonly (readonly [number, string | undefined])[],
  name?: string,
): Promise<string> {
  const rows = await read(text, multiLabel, name);
  return applyEdits(text, rows.edits!(new Map(changes)));
}

describe('labels with a separator in their cell', () => {
  const TEXT =
    '\ufeffimage;label;note\r\na.png;dog| cat ;x\r\nb.png;"bird|dog";"cat|dog"\r\nc.png; cat;\r\nd.png;;\r\ne.png;cat|dog';

  it('are sets, whatever their order and blanks', async () => {
    const rows = await read(TEXT, '|');
    expect(labels(rows)).toEqual(['cat|dog', 'bird|dog', 'cat', '', 'cat|dog']);
    expect(rows.state(3)).toBe('no-label');
  });

  it.each([
    ['one goes', 0, 'dog', 'a.png;dog| cat ;x', 'a.png;dog ;x'],
    ['the first one goes', 0, 'cat', 'a.png;dog| cat ;x', 'a.png;cat ;x'],
    ['one comes, in quotes', 1, 'bird|cat|dog', '"bird|dog"', '"bird|dog|cat"'],
    ['one comes to a single one', 2, 'cat|fox', '; cat;', '; cat| fox;'],
    ['one for another', 4, 'cat|fox', 'e.png;cat|dog', 'e.png;cat|fox'],
    ['a name that needs quotes', 4, 'cat|a;b', 'e.png;cat|dog', 'e.png;"cat|a;b"'],
  ])('%s: nothing else changes', async (_, row, set, before, after) => {
    expect(await changed(TEXT, '|', [[row, set]])).toBe(TEXT.replace(before, after));
  });

  it('edits no more than the part that changes', async () => {
    const rows = await read(TEXT, '|');
    const [edit, ...more] = rows.edits!(new Map([[1, 'bird']]));
    expect(more).toEqual([]);
    expect([TEXT.slice(edit.start, edit.end), edit.text]).toEqual(['|dog', '']);
    expect(rows.edits!(new Map([[0, 'cat|dog']]))).toEqual([]);
  });

  it('divides new ones as the others are, and takes rows out', async () => {
    const text = 'image,label\na.png,"cat, dog"\nb.png,"dog , cat"\nc.png,dog\n';
    expect(
      await changed(text, ',', [
        [0, 'cat,dog,fox'],
        [1, 'cat,dog,fox'],
        [2, undefined],
      ]),
    ).toBe('image,label\na.png,"cat, dog, fox"\nb.png,"dog , cat , fox"\n');
    expect(await changed(text, ',', [[2, 'cat,dog']])).toBe(text.replace('c.png,dog', 'c.png,"dog, cat"'));
  });

  it('are never left empty: that would mean that there are none yet', async () => {
    await expect(changed(TEXT, '|', [[2, '(none)']])).rejects.toThrow(/"cat" can't become \(none\).*remove the row/);
  });

  it('of JSON lines', async () => {
    const text = '{"file_name":"a.png","label":"dog|cat"}\n{"file_name":"b.png","label":"dog"}\n';
    expect(await changed(text, '|', [[0, 'dog']], 'labels.jsonl')).toBe(text.replace('dog|cat', 'dog'));
  });
});

describe('columns of 0 and 1', () => {
  const TEXT = 'image,cat,dog,fox\na.png,1,1,0\nb.png,0.0," 1.0",0\nc.png,0,0,0\nd.png,TRUE,False,False\ne.png,1,2,0\n';

  it('are sets, none included; what is neither 0 nor 1 is named', async () => {
    const rows = await read(TEXT, 'columns');
    expect(labels(rows)).toEqual(['cat|dog', 'dog', '(none)', 'cat', '']);
    expect(rows.state(2)).toBe('usable');
    expect(rows.fault(4)).toMatch(/has "2" in the column "dog", where 0 or 1 is needed/);
  });

  it.each([
    ['one goes', 0, 'cat', 'a.png,1,1,0', 'a.png,1,0,0'],
    ['all go', 0, '(none)', 'a.png,1,1,0', 'a.png,0,0,0'],
    ['as it is written', 1, 'cat', '0.0," 1.0",0', '1.0," 0.0",0'],
    ['two come', 2, 'cat|fox', 'c.png,0,0,0', 'c.png,1,0,1'],
    ['in its letters', 3, 'dog', 'TRUE,False,False', 'FALSE,True,False'],
  ])('%s: only those cells change', async (_, row, set, before, after) => {
    expect(await changed(TEXT, 'columns', [[row, set]])).toBe(TEXT.replace(before, after));
  });

  it('refuses a class without a column, and names that a set could not tell apart', async () => {
    await expect(changed(TEXT, 'columns', [[0, 'wolf']])).rejects.toThrow(/no column for the label "wolf"/);
    await expect(read('image,a|b,c\nx.png,1,1\n', 'columns')).rejects.toThrow(/"a\|b" can't be a class of several/);
  });
});

describe('a row for each label', () => {
  const TEXT = 'image,label,by\r\na.png,dog,1\r\nb.png,cat,2\r\na.png,cat,3\r\nc.png,fox,4\r\nb.png,cat,5';

  it('is one picture: its first row bears the set', async () => {
    const rows = await read(TEXT, 'rows');
    expect(labels(rows)).toEqual(['cat|dog', 'cat', '', 'fox', '']);
    expect([rows.state(0), rows.state(2)]).toEqual(['usable', 'continued']);
    const at = TEXT.indexOf('a.png,cat,3');
    expect(rows.rowsAbout!(at, at + 3)).toEqual([0]);
  });

  it.each<[string, [number, string | undefined][], string]>([
    ['a label goes with its row', [[0, 'dog']], TEXT.replace('a.png,cat,3\r\n', '')],
    ['another label: its cell alone', [[0, 'dog|fox']], TEXT.replace('a.png,cat,3', 'a.png,fox,3')],
    ['one more: a row below', [[0, 'cat|dog|fox']], TEXT.replace('a.png,cat,3\r\n', 'a.png,cat,3\r\na.png,fox,1\r\n')],
    ['one more, at the end of the text', [[1, 'cat|owl']], `${TEXT}\r\nb.png,owl,2`],
    ['the picture goes', [[1, undefined]], TEXT.replace('b.png,cat,2\r\n', '').replace('\r\nb.png,cat,5', '')],
  ])('%s', async (_, changes, after) => {
    expect(await changed(TEXT, 'rows', changes)).toBe(after);
  });

  it('keeps one row', async () => {
    await expect(changed(TEXT, 'rows', [[0, '(none)']])).rejects.toThrow(/can't be left without a label/);
  });
});
