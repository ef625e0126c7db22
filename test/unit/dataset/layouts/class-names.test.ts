import { symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { namesIn } from '../../../../src/dataset/layouts/class-names.ts';
import { readLabels } from '../../../../src/dataset/layouts/read-labels.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const names = async (file: string, text: string) => (await namesIn(file, text))?.map(([key, name]) => `${key} ${name}`);

describe('names of classes', () => {
  it.each([
    ['classes.txt', 'cat\r\ndog\n\n'],
    ['classes.txt', '0 cat\n1 dog'],
    ['names.json', '["cat", "dog"]'],
    ['names.json', '{"0": "cat", "1": "dog"}'],
    ['class_to_idx.json', '{"dog": 1, "cat": 0}'],
    ['classes.json', '{"names": {"0": "cat", "1": "dog"}, "nc": 2}'],
    ['config.json', '{"id2label": {"0": "cat", "1": "dog"}}'],
    ['imagenet_class_index.json', '{"0": ["n01440764", "cat"], "1": ["n01443537", "dog"]}'],
    ['data.yaml', 'train: ../x\nnc: 2\nnames: [cat, "dog"] # two\n'],
    ['dataset.yaml', 'path: x\nnames:\n  0: cat\n  1: dog\n'],
    ['synset_words.txt', 'n01440764 cat, Felis\nn01443537 dog\n'],
  ])('%s: %j', async (file, text) => {
    expect(await names(file, text)).toEqual(['0 cat', '1 dog']);
  });

  it('counted from 1, with numbers of their own', async () => {
    expect(await names('classes.txt', '1 001.Black_footed_Albatross\n2 002.Laysan_Albatross')).toEqual([
      '1 001.Black_footed_Albatross',
      '2 002.Laysan_Albatross',
    ]);
    expect(await names('classes.txt', '7 up\n3 musketeers')).toEqual(['0 7 up', '1 3 musketeers']);
    expect(await names('synsets.txt', 'n01440764\nn01443537')).toEqual(['0 n01440764', '1 n01443537']);
  });

  it.each([
    ['names.json', '{"0": 1}'],
    ['names.json', '{"cat": {"x": 1}}'],
    ['names.json', '['],
    ['names.json', '3'],
    ['data.yaml', 'names: [1, 2]'],
    ['data.yaml', 'a: &a [*a]\nnames: *a'],
    ['data.yaml', 'names: {0: [cat, dog]}'],
    ['data.yaml', '- names'],
    ['data.yaml', 'names: !!js/function "x"'],
  ])('%s: %j holds none', async (file, text) => {
    expect(await names(file, text)).toBeUndefined();
  });
});

async function named(labels: readonly string[], files: Record<string, string>) {
  const rows = labels.map((label, i) => `${i}.png,${label}`);
  const root = await temporaryFolder({ 'train.csv': `image,label\n${rows.join('\n')}\n`, ...files });
  return { root, ...(await readLabels(`${root}/train.csv`, {})) };
}
const labelsOf = ({ rows }: Awaited<ReturnType<typeof named>>) =>
  Array.from({ length: rows.count }, (_, row) => rows.label(row));

describe('labels that are indices', () => {
  it('are shown by name, in the order of the names, and edited as indices', async () => {
    const root = await temporaryFolder({
      ...Object.fromEntries([0, 1, 2, 3].map((i) => [`${i}.png`, 'x'])),
      'labels.csv': 'image,label\n0.png,1\n1.png,0\n2.png,"2.0"\n3.png,7\n',
      'classes.txt': 'zebra\nant\nbee\n',
    });
    const { classes, examples, problems, notes, labelsFile } = await readDataset(root);
    expect(classes).toEqual(['zebra', 'ant', 'bee']);
    expect(examples.map(({ label }) => classes[label])).toEqual(['ant', 'zebra', 'bee']);
    expect(problems).toEqual([
      {
        ...{ kind: 'ragged-row', path: '3.png', row: 4 },
        message: 'Row 4 (line 5) has the label "7", for which classes.txt has no name (it names 3 classes).',
      },
    ]);
    expect(notes).toEqual([
      'labels.csv: labels are indices, whose names are read from classes.txt (3 classes, 0 is "zebra").',
    ]);
    expect(labelsFile?.classNames).toBe('classes.txt');
    const { rows } = await readLabels(`${root}/labels.csv`, {});
    const edit = (row: number, label: string) => rows.edits!(new Map([[row, label]])).map(({ text }) => text);
    expect([edit(0, 'bee'), edit(2, 'zebra'), edit(1, 'zebra')]).toEqual([['2'], ['"0.0"'], []]);
    expect(() => edit(0, 'fish')).toThrow('classes.txt has no class "fish"; add it there first.');
  });

  it('counted from 1, where none is 0 and the last is there', async () => {
    const found = await named(['1', '2', '3'], { 'classes.txt': 'a\nb\nc\n' });
    expect(labelsOf(found)).toEqual(['a', 'b', 'c']);
    expect(found.rows.notes?.join()).toContain('They are counted from 1, since none is 0.');
    expect(found.rows.edits!(new Map([[0, 'c']]))[0].text).toBe('3');
    expect(labelsOf(await named(['1', '2', '1'], { 'classes.txt': 'a\nb\nc\n' }))).toEqual(['b', 'c', 'b']);
  });

  it('of two cranes each keeps its own', async () => {
    const found = await named(['0', '1', '2'], { 'names.json': '["crane", "cat", "crane"]' });
    expect(labelsOf(found)).toEqual(['crane (0)', 'cat', 'crane (2)']);
    expect(found.rows.edits!(new Map([[1, 'crane (2)']]))[0].text).toBe('2');
  });

  it('synsets are shown by name, too', async () => {
    const found = await named(['n01443537', 'n01440764'], {
      'LOC_synset_mapping.txt': 'n01440764 tench, Tinca tinca\nn01443537 goldfish\n',
    });
    expect(labelsOf(found)).toEqual(['goldfish', 'tench']);
    expect(found.rows.edits!(new Map([[0, 'tench']]))[0].text).toBe('n01440764');
  });

  it('stay as they are beside names that do not fit, which is said; words stay words', async () => {
    const found = await named(['0', '5', '6'], { 'classes.txt': 'a\nb\n' });
    expect(labelsOf(found)).toEqual(['0', '5', '6']);
    expect(found.rows.notes).toEqual([
      'classes.txt names 2 classes, which do not fit labels such as "6": they are shown as they are written.',
    ]);
    expect(labelsOf(await named(['a', '0'], { 'classes.txt': 'a\nb\n' }))).toEqual(['a', '0']);
    // Of several files that which fits best is read.
    expect(labelsOf(await named(['0', '2'], { 'classes.txt': 'a\n', 'data.yaml': 'names: [x, y, z]' }))).toEqual([
      'x',
      'z',
    ]);
  });

  it('a link that leads out is not read', async () => {
    const elsewhere = await temporaryFolder({ 'secret.txt': 'a\nb\n' });
    const { root } = await named(['0', '1'], {});
    await symlink(`${elsewhere}/secret.txt`, `${root}/classes.txt`);
    const { rows } = await readLabels(`${root}/train.csv`, {});
    expect(rows.label(0)).toBe('0');
  });
});
