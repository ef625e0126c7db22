import { describe, expect, it } from 'vitest';
import { listLayout } from '../../../../src/dataset/layouts/list-layout.ts';
import { changed, readText, seen } from './read-layout.ts';

describe('lists without a header', () => {
  it.each([
    ['blanks', 'n01/my a.JPEG 0\r\nb.png\t1\n\nc.png  12\r', ['n01/my a.JPEG', '0'], ['b.png', '1'], ['c.png', '12']],
    ['commas', 'my a.png,big cat\nb.png, dog \n', ['my a.png', 'big cat'], ['b.png', 'dog']],
    ['tabs', '# of me\na b.png\tbig cat\nb.png\tdog', ['a b.png', 'big cat'], ['b.png', 'dog']],
    ['MXNet', '7\t0.000000\tx/a.png\n9\t1.000000\ty b.png\n', ['x/a.png', '0.000000'], ['y b.png', '1.000000']],
  ] as const)('parted by %s', async (_, text, ...wanted) => {
    expect(listLayout.detect({ name: 'train.txt', head: text })).toBe(true);
    const rows = await readText(listLayout, text);
    expect(seen(rows).map(([written, label]) => [written, label])).toEqual(wanted);
  });

  it('are changed in the label alone', async () => {
    const text = '\ufeffmy a.png 0\r\nb.png   1  \r\nc.png 2';
    const rows = await readText(listLayout, text);
    expect(
      changed(text, rows, [
        [0, '2'],
        [1, '0'],
      ]),
    ).toBe('\ufeffmy a.png 2\r\nb.png   0  \r\nc.png 2');
    expect(changed(text, rows, [[2, undefined]])).toBe('\ufeffmy a.png 0\r\nb.png   1  ');
    expect(() => changed(text, rows, [[0, 'big cat']])).toThrow(/would not be read as a picture and its label/);
    expect(() => changed(text, rows, [[0, 'a\nb']])).toThrow(/would not be read/);
  });

  it('a line that is none is named', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${i}.png 0`);
    const rows = await readText(listLayout, [...lines, 'what', '61.png 1'].join('\n'));
    expect(rows.fault(60)).toBe('is "what", where a picture and one label are expected');
    expect(rows.count).toBe(62);
  });

  it.each(['image,label\na.png,x\n', '1 1\n2 1\n', 'cat\ndog\n', 'a.png,1,2\n', '', 'a.png\n', '"a.png","cat"\n'])(
    '%j is none',
    (head) => {
      expect(listLayout.detect({ name: 'train.txt', head })).toBe(false);
    },
  );
});
