import { describe, expect, it } from 'vitest';
import { oneHotLayout } from '../../../../src/dataset/layouts/one-hot-layout.ts';
import { changed, readText, seen } from './read-layout.ts';

const TEXT =
  'image,cat,dog,"bird, big",split\r\na.png,1,0,0,train\r\nb.png,0.0,"1.0", 0,test\r\nc.png,0,0,0,train\r\nd.png,1,1,0,train\r\ne.png,1,0.5,0,train\r\nf.png,1,0\r\ng.png,False,True,False,train';

describe('one-hot columns', () => {
  it('are read as the label with the 1; rows with none, several or other cells are named', async () => {
    const rows = await readText(oneHotLayout, TEXT);
    expect(seen(rows)).toEqual([
      ['a.png', 'cat', 'usable'],
      ['b.png', 'dog', 'usable'],
      ['c.png', '', 'has no 1 in any of the columns "cat", "dog", "bird, big"; give it one'],
      [
        'd.png',
        '',
        'has several 1s ("cat", "dog"), where the others have one; correct it, or read all rows as sets of labels with --multi-label columns',
      ],
      ['e.png', '', 'has "0.5" in the column "dog", where 0 or 1 is needed'],
      ['f.png', '', 'has 3 cells where the header has 5; add what is missing or quote cells with delimiters'],
      ['g.png', 'dog', 'usable'],
    ]);
    expect([rows.split(0), rows.split(1)]).toEqual(['train', 'test']);
    expect(rows.classOrder).toEqual(['cat', 'dog', 'bird, big']);
    expect(rows.notes?.join()).toContain('the columns "cat", "dog", "bird, big" are read as one label');
  });

  it('change places, each cell as it is written', async () => {
    const rows = await readText(oneHotLayout, TEXT);
    const after = changed(TEXT, rows, [
      [0, 'bird, big'],
      [1, 'cat'],
      [2, undefined],
      [6, 'cat'],
    ]);
    expect(after).toBe(
      'image,cat,dog,"bird, big",split\r\na.png,0,0,1,train\r\nb.png,"1.0",0.0, 0,test\r\nd.png,1,1,0,train\r\ne.png,1,0.5,0,train\r\nf.png,1,0\r\ng.png,True,False,False,train',
    );
    expect(() => changed(TEXT, rows, [[0, 'fish']])).toThrow(/There is no column for the label "fish"/);
    expect(() => changed(TEXT, rows, [[2, 'cat']])).toThrow(RangeError);
  });

  it.each([
    ['a label column', 'image,label,cat,dog\na.png,cat,1,0\n', {}],
    ['a label column that is named', 'image,cat,dog\na.png,1,0\n', { labelColumn: 'cat' }],
    ['one column of 0 and 1', 'image,cat,note\na.png,1,x\n', {}],
    ['no image column', 'name,cat,dog\nx,1,0\n', {}],
    ['no row', 'image,cat,dog\n', {}],
    ['other cells', 'image,cat,dog\na.png,0.7,0.3\n', {}],
    ['a column about splits beside one of 0 and 1', 'image,is_train,cat\na.png,1,0\nb.png,0,1\n', {}],
  ])('%s: is none', (_, head, columns) => {
    expect(oneHotLayout.detect({ name: 'train.csv', head, columns })).toBe(false);
  });

  it('most rows with several labels, though there should be one: that is said, not guessed', async () => {
    const text = 'image,cat,dog\na.png,1,1\nb.png,1,1\nc.png,0,1\n';
    expect(oneHotLayout.detect({ name: 'train.csv', head: text })).toBe(true);
    await expect(readText(oneHotLayout, text, { multiLabel: 'off' })).rejects.toThrow(
      /2 of 3 rows have several 1s, which are several labels a picture; leave --multi-label off out, or audit one/,
    );
    expect((await readText(oneHotLayout, text)).several).toBe(2);
  });
});
