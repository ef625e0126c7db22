import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { findLabelsFiles } from '../../../../src/dataset/find-labels-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const pictures = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, 'x']));
const coco = (...files: readonly string[]): string =>
  JSON.stringify({
    info: { description: 'x'.repeat(70_000) },
    images: files.map((file_name, id) => ({ id, file_name })),
    annotations: files.map((_, i) => ({ id: i, image_id: i, category_id: i % 2 })),
    categories: [
      { id: 0, name: 'cat' },
      { id: 1, name: 'dog' },
    ],
  });

async function seen(files: Record<string, string>, target = '', options = {}) {
  const root = await temporaryFolder(files);
  const { classes, examples, notes = [], problems } = await readDataset(`${root}/${target}`, options);
  return { rows: examples.map(({ path, label, split }) => [path, classes[label], split]), notes, problems };
}

describe("tools' exports are found", () => {
  const HEAD = coco('a.png').replace(/\{"description".*?\},/, '{},');

  it('COCO in annotations/, its pictures beside, one file for each split', async () => {
    const files = {
      ...pictures('train2017/a.png', 'train2017/b.png', 'val2017/a.png', 'val2017/c.png'),
      'annotations/instances_train2017.json': coco('a.png', 'b.png').replace(/x{1000,}/, 'x'),
      'annotations/instances_val2017.json': coco('a.png', 'c.png').replace(/x{1000,}/, 'x'),
      'annotations/captions_val2017.json': HEAD.replaceAll('category_id', 'caption'),
    };
    expect((await seen(files)).rows).toEqual([
      ['train2017/a.png', 'cat', 'train'],
      ['train2017/b.png', 'dog', 'train'],
      ['val2017/a.png', 'cat', 'val'],
      ['val2017/c.png', 'dog', 'val'],
    ]);
    // Named alone, its pictures still lie beside its folder.
    expect((await seen(files, 'annotations/instances_val2017.json')).rows).toEqual([
      ['val2017/a.png', 'cat', 'val'],
      ['val2017/c.png', 'dog', 'val'],
    ]);
  });

  it('COCO that begins with much else, when it is named', async () => {
    const files = { ...pictures('a.png', 'b.png'), 'x.json': coco('a.png', 'b.png') };
    expect((await seen(files, 'x.json')).rows.length).toBe(2);
  });

  it("Label Studio's prefixes lead to the files", async () => {
    const task = (image: string, label: string) => ({
      data: { image },
      annotations: [{ was_cancelled: false, result: [{ from_name: 'c', value: { choices: [label] } }] }],
    });
    const { rows } = await seen({
      ...pictures('media/a.png', 'upload/1/0a1b2c3d-b.png', 'cats/my c.png', 'd.png'),
      'project.json': JSON.stringify([
        task('/data/upload/1/deadbeef-a.png', 'x'),
        task('/data/upload/1/0a1b2c3d-b.png', 'y'),
        task('/data/local-files/?d=home/me/cats/my%20c.png', 'x'),
        task('s3://bucket/some/d.png', 'y'),
      ]),
    });
    expect(rows.map(([path, label]) => [path, label])).toEqual([
      ['media/a.png', 'x'],
      ['upload/1/0a1b2c3d-b.png', 'y'],
      ['cats/my c.png', 'x'],
      ['d.png', 'y'],
    ]);
  });

  it("CVAT's subsets are splits", async () => {
    const image = (name: string, label: string, subset: string) =>
      `<image name="${name}" subset="${subset}"><tag label="${label}"/></image>`;
    const { rows, notes } = await seen({
      ...pictures('images/Train/a.png', 'images/Test/a.png'),
      'annotations.xml': `<annotations>${image('a.png', 'cat', 'Train')}${image('a.png', 'dog', 'Test')}</annotations>`,
    });
    expect(rows).toEqual([
      ['images/Train/a.png', 'cat', 'Train'],
      ['images/Test/a.png', 'dog', 'Test'],
    ]);
    expect(notes.join()).toContain('annotations.xml: read as CVAT: 2 pictures have one label each.');
  });

  it('lists of ImageNet, one for each split, with synsets', async () => {
    const { rows } = await seen({
      ...pictures('n01440764/1.JPEG', 'n01443537/2.JPEG', 'val/3.JPEG'),
      'train.txt': 'n01440764/1.JPEG 0\nn01443537/2.JPEG 1\n',
      'val.txt': '3.JPEG 1\n',
      'synset_words.txt': 'n01440764 tench, Tinca\nn01443537 goldfish\n',
    });
    expect(rows).toEqual([
      ['n01440764/1.JPEG', 'tench', 'train'],
      ['n01443537/2.JPEG', 'goldfish', 'train'],
      ['val/3.JPEG', 'goldfish', 'val'],
    ]);
  });

  it('after tables: a table and an export of the same are no two data sets', async () => {
    const root = await temporaryFolder({
      ...pictures('a.png', 'b.png'),
      'coco.json': coco('a.png', 'b.png').replace(/x{1000,}/, 'x'),
      'train.csv': 'image,label\na.png,x\nb.png,y\n',
      ...Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`${i}.txt`, '0 0.5 0.5 1 1'])),
    });
    expect(await findLabelsFiles(root)).toEqual({ names: ['train.csv'], others: ['coco.json'] });
  });

  it.each([
    ['package.json', '{"name": "x", "files": []}'],
    ['detection.json', '[{"boxes": [1, 2], "image": "a.png"}]'],
    ['list.json', '["a.png"]'],
    ['voc.xml', '<annotation><filename>a.png</filename></annotation>'],
    ['README.txt', 'image label\n'],
    ['classes.txt', 'cat\ndog\n'],
  ])('%s beside class folders hides none', async (name, text) => {
    const { rows } = await seen({ ...pictures('cat/1.png', 'dog/1.png'), [name]: text });
    expect(rows.map(([path]) => path)).toEqual(['cat/1.png', 'dog/1.png']);
  });

  it('YOLO classification: folders below splits, with a data.yaml beside', async () => {
    const { rows } = await seen({
      ...pictures('train/cat/1.jpg', 'train/dog/2.jpg', 'val/cat/3.jpg', 'test/dog/4.jpg'),
      'data.yaml': 'train: train\nval: val\nnc: 2\nnames: [cat, dog]\n',
    });
    expect(rows.sort()).toEqual([
      ['test/dog/4.jpg', 'dog', 'test'],
      ['train/cat/1.jpg', 'cat', 'train'],
      ['train/dog/2.jpg', 'dog', 'train'],
      ['val/cat/3.jpg', 'cat', 'val'],
    ]);
  });

  it.each([
    ['x.json', '{"a": 1}', /no JSON that is read: COCO, Datumaro, Label Studio, or a list of objects/],
    ['x.xml', '<x/>', /no XML that is read: "CVAT for images 1.1"/],
    ['x.yaml', 'a: 1', /this is no labels file/],
  ])('%s is refused where it is none', async (name, text, message) => {
    await expect(seen({ [name]: text }, name)).rejects.toThrow(message);
  });
});
