import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/dataset/labels/labels-edits.ts';
import { readLabels } from '../../../../src/dataset/layouts/read-labels.ts';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/datumaro');
const NAMES = ['zebra', 'cat & "dog"', 'bird'];
/** Each format with its layout here, its training file, and where Datumaro puts the pictures of a split. */
const FORMATS = [
  ['datumaro', 'datumaro', 'annotations/train.json', 'images/SPLIT'],
  ['coco', 'coco', 'annotations/labels_train.json', 'images/SPLIT'],
  ['cvat', 'cvat', 'train.xml', 'images'],
  ['imagenet_txt', 'list', 'train.txt', 'images'],
] as const;

describe('exports of Datumaro', () => {
  it.each(FORMATS)('%s: every picture is found, with its label and split', async (format, layout, _, pictures) => {
    const root = await temporaryFolder();
    await cp(join(FIXTURES, 'before', format), root, { recursive: true });
    const wanted = Array.from({ length: 8 }, (_, i) => {
      const split = i < 6 ? 'train' : 'test';
      return { path: `${pictures.replace('SPLIT', split)}/pic ${i}.jpg`, label: NAMES[i % 3], split };
    });
    for (const { path } of wanted) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), path);
    }
    const { examples, classes, labelsFile, problems } = await readDataset(root);
    expect(labelsFile?.layout).toBe(layout);
    expect(problems).toEqual([]);
    expect(examples.map(({ path, label, split }) => ({ path, label: classes[label], split }))).toEqual(wanted);
  });

  it.each(FORMATS)('%s: a change gives what Datumaro itself writes of it', async (format, _, file) => {
    const { rows, text } = await readLabels(join(FIXTURES, 'before', format, file), {});
    const changes = new Map([
      [1, 'bird'],
      [3, 'bird'],
    ]);
    const after = applyEdits(text, rows.edits!(changes));
    const theirs = await readFile(join(FIXTURES, 'after', format, file), 'utf8');
    // Its XML has a value in single quotes where it holds double ones; those stay.
    expect(after.replaceAll(/='(\w+)'/g, '="$1"')).toBe(theirs);
  });
});
