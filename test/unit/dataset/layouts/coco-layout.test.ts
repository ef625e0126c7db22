import { describe, expect, it } from 'vitest';
import { cocoLayout } from '../../../../src/dataset/layouts/coco-layout.ts';
import { changed, readText, seen } from './read-layout.ts';

const COCO = {
  info: { description: 'x "annotations": [] }' },
  categories: [
    { id: 1, name: 'cat', supercategory: 'animal' },
    { id: 7, name: 'dog' },
    { id: 9, name: 'bird' },
  ],
  images: [
    { id: 10, file_name: 'a.png', width: 4 },
    { id: 11, file_name: 'b.png' },
    { id: 12, file_name: 'c.png' },
    { id: 13, file_name: 'd.png' },
    { id: 14, file_name: 'e.png' },
    { id: 15 },
  ],
  annotations: [
    { id: 1, image_id: 10, category_id: 1, bbox: [0, 0, 1, 1] },
    { id: 2, image_id: 11, category_id: 7 },
    { id: 3, image_id: 11, category_id: 7 },
    { id: 4, image_id: 12, category_id: 7 },
    { id: 5, image_id: 12, category_id: 1 },
    { id: 6, image_id: 14, category_id: 99 },
    { id: 7, image_id: 999, category_id: 1 },
    { id: 8, image_id: 15, category_id: 1 },
  ],
};

describe('COCO', () => {
  it('is read by image: one category each, boxes of one category too; others are named', async () => {
    const rows = await readText(cocoLayout, JSON.stringify(COCO));
    expect(seen(rows)).toEqual([
      ['a.png', 'cat', 'usable'],
      ['b.png', 'dog', 'usable'],
      ['c.png', '', 'has annotations of several categories ("dog", "cat"); one label a picture is read'],
      ['d.png', '', 'no-label'],
      ['e.png', '', 'has the category id "99", for which the file has no category'],
      ['', 'cat', 'no-image'],
    ]);
    expect(rows.notes).toEqual([
      'read as COCO: 3 pictures have one label each.',
      '1 picture has several annotations of one label, which is taken for that of the whole picture; a decision changes all of them.',
      '1 picture has annotations of several labels and is left out.',
      '2 pictures have no label and are left out.',
      '1 annotation names no image of the file.',
    ]);
    expect(rows.classOrder).toEqual(['cat', 'dog', 'bird']);
  });

  it.each([undefined, 1, '\t'])('is changed in the category ids alone, indented by %j', async (indent) => {
    const text = `\ufeff${JSON.stringify(COCO, undefined, indent)}\n`;
    const rows = await readText(cocoLayout, text);
    const after = changed(text, rows, [
      [0, 'bird'],
      [1, 'cat'],
    ]);
    const wanted = structuredClone(COCO);
    wanted.annotations[0].category_id = 9;
    wanted.annotations[1].category_id = 1;
    wanted.annotations[2].category_id = 1;
    // Python and JavaScript write the same value the same way, so the text is known to the byte.
    expect(after).toBe(`\ufeff${JSON.stringify(wanted, undefined, indent)}\n`);
    const gone = changed(text, rows, [
      [0, undefined],
      [1, undefined],
    ]);
    wanted.images.splice(0, 2);
    wanted.annotations.splice(0, 3);
    expect(gone).toBe(`\ufeff${JSON.stringify(wanted, undefined, indent)}\n`);
    expect(() => changed(text, rows, [[0, 'fish']])).toThrow(/has no category "fish"/);
  });

  it('of keys that stand twice the last counts, for reading and for editing', async () => {
    const text =
      '{"images":[],"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}],"annotations":[{"image_id":1,"category_id":2,"category_id":1}]}';
    const rows = await readText(cocoLayout, text);
    expect(rows.label(0)).toBe('cat');
    expect(changed(text, rows, [[0, 'dog']])).toBe(text.replace('"category_id":1}', '"category_id":2}'));
  });

  it.each([
    ['{"images": [', /it is not JSON, from line 1 on/],
    ['{"images": {}, "annotations": [], "categories": []}', /has no list "images"/],
    ['{"images": [{}], "categories": []}', /has no list "annotations"/],
    ['{"__proto__": {"images": []}, "annotations": [], "categories": []}', /has no list "images"/],
  ])('%s is refused', async (text, message) => {
    await expect(readText(cocoLayout, text)).rejects.toThrow(message);
  });
});
