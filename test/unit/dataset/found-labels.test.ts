import { describe, expect, it } from 'vitest';
import { findDatasets } from '../../../src/dataset/find-datasets.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Paths, labels and splits of a data set. */
async function seen(files: Record<string, string | Uint8Array>, options = {}, target = '') {
  const root = await temporaryFolder(files);
  const { classes, examples, problems, notes = [] } = await readDataset(`${root}/${target}`, options);
  return { rows: examples.map(({ path, label, split }) => [path, classes[label], split]), problems, notes };
}

const pictures = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, 'x']));

describe('labels files by other names', () => {
  it.each(['images.csv', 'metadata.csv', 'annotations.csv', 'bird_labels.csv', 'labels.tsv', 'my birds.csv'])(
    '%s is found, in a folder with pictures in folders',
    async (name) => {
      const text = 'file_name,label\n1.png,cat\n2.png,dog\n';
      const { rows } = await seen({
        ...pictures('images/1.png', 'images/2.png', 'thumbs/1.png', 'thumbs/2.png'),
        [name]: name.endsWith('tsv') ? text.replaceAll(',', '\t') : text,
      });
      expect(rows).toEqual([
        ['images/1.png', 'cat', undefined],
        ['images/2.png', 'dog', undefined],
      ]);
    },
  );

  it('train.csv, val.csv and test.csv are one data set, each with its split', async () => {
    const root = await temporaryFolder({
      ...pictures('train/0.jpg', 'train/1.jpg', 'test/0.jpg', 'val/7.jpg'),
      'test.csv': 'id,label\n0,dog\n',
      'train.csv': 'id,label\n0,cat\n1,dog\n',
      'val.csv': 'id,label\n7,cat\n',
      'sample_submission.csv': 'id,label\n0,cat\n',
    });
    const { classes, examples, notes, labelsFiles } = await readDataset(root);
    expect(examples.map(({ path, label, split, place }) => [path, classes[label], split, place])).toEqual([
      ['train/0.jpg', 'cat', 'train', { kind: 'csv', file: 'train.csv', row: 1, line: 2 }],
      ['train/1.jpg', 'dog', 'train', { kind: 'csv', file: 'train.csv', row: 2, line: 3 }],
      ['val/7.jpg', 'cat', 'val', { kind: 'csv', file: 'val.csv', row: 1, line: 2 }],
      ['test/0.jpg', 'dog', 'test', { kind: 'csv', file: 'test.csv', row: 1, line: 2 }],
    ]);
    expect(labelsFiles?.map(({ file }) => file.slice(root.length + 1))).toEqual(['train.csv', 'val.csv', 'test.csv']);
    expect(notes).toContain('test.csv says no split: its rows are read as the split "test", after its name.');
    expect(await findDatasets(root)).toEqual([
      {
        ...{ kind: 'csv', root, target: root, path: '.', layout: 'csv', pictures: 4, classes: 2 },
        labelsFiles: ['train.csv', 'val.csv', 'test.csv'],
      },
    ]);
  });

  it('a picture that two of them name is one of two rows, whose files are told', async () => {
    const files = {
      ...pictures('1.png', '2.png', '3.png'),
      'train.csv': 'image,label\n1.png,cat\n2.png,dog\n3.png,cat\n,dog\n',
      'test.csv': 'image,label\n3.png,dog\n1.png,cat\n',
    };
    const root = await temporaryFolder(files);
    const { examples, problems, repeatedPaths, repeatedRows } = await readDataset(root);
    expect(examples.map(({ path, split }) => [path, split])).toEqual([
      ['1.png', 'train'],
      ['2.png', 'train'],
      ['3.png', 'train'],
      ['3.png', 'test'],
      ['1.png', 'test'],
    ]);
    expect([...repeatedPaths!]).toEqual(['3.png', '1.png']);
    expect(repeatedRows).toEqual([]);
    expect(problems.map(({ kind, file, row, message }) => [kind, file, row, message])).toEqual([
      ['missing-image', 'train.csv', 4, 'Row 4 of train.csv (line 5) names no picture in the column "image".'],
      [
        ...['conflicting-duplicates', 'train.csv', 3],
        '3.png is labelled "cat" in row 3 of train.csv (the split "train") but "dog" in row 1 of test.csv (the split "test"); each row was used in its split. Correct the wrong one.',
      ],
      [
        ...['conflicting-duplicates', 'test.csv', 1],
        '3.png is labelled "cat" in row 3 of train.csv (the split "train") but "dog" in row 1 of test.csv (the split "test"); each row was used in its split. Correct the wrong one.',
      ],
      [
        ...['duplicate-row', 'test.csv', 2],
        'Row 2 of test.csv (line 3) names 1.png again: it stands in the split "test", and in the split "train" in row 1 of train.csv. Remove one of them.',
      ],
    ]);
  });

  it('flat train/ and test/ beside a train.csv are no classes', async () => {
    const { rows } = await seen({
      ...pictures('train/0.png', 'train/1.png', 'test/0.png', 'test/1.png'),
      'train.csv': 'id,label\n0,cat\n1,dog\n',
      'test.csv': 'id\n0\n1\n',
    });
    expect(rows).toEqual([
      ['train/0.png', 'cat', 'train'],
      ['train/1.png', 'dog', 'train'],
    ]);
  });

  it('metadata.jsonl is read', async () => {
    const { rows } = await seen({
      ...pictures('a.png', 'b.png'),
      'metadata.jsonl': '{"file_name":"a.png","label":"x"}\n{"file_name":"b.png","label":"y"}\n',
    });
    expect(rows.map(([path, label]) => [path, label])).toEqual([
      ['a.png', 'x'],
      ['b.png', 'y'],
    ]);
  });
});

describe('pictures that rows name in other words', () => {
  it.each([
    ['an id without extension', '1', '2', {}],
    ['a number with another extension in the folder', '1.png', '2.png', {}],
    ['a URL', 'https://host.org/a/b/images/1.png?size=2', 'https://host.org/a/b/images/2.png', {}],
    ['an absolute path', '/home/me/data/images/1.png', '/home/me/data/images/2.png', {}],
    ['a path from Windows', 'C:\\data\\images\\1.png', 'C:\\data\\images\\2.png', {}],
    ['a folder that is given', '1.png', '2.png', { imageRoot: 'images' }],
    ['a folder that is given, without extension', '1', '2', { imageRoot: 'images' }],
    ['a pattern that is given', '1', '2', { imagePattern: 'images/{id}.png' }],
  ])('%s', async (_, one, two, options) => {
    const { rows, notes } = await seen(
      { ...pictures('images/1.png', 'images/2.png'), 'labels.csv': `image,label\n${one},x\n${two},y\n` },
      options,
    );
    expect(rows.map(([path]) => path)).toEqual(['images/1.png', 'images/2.png']);
    expect(notes.join()).toMatch(/2 of 2 pictures were found/);
  });

  it('%20 and the other Unicode form', async () => {
    const { rows } = await seen({
      ...pictures('a b.png', 'caf\u00e9.png', 'plain.png'),
      'labels.csv': 'image,label\na%20b.png,x\ncafe\u0301.png,y\nplain.png,x\n',
    });
    expect(rows.map(([path]) => path)).toEqual(['a b.png', 'caf\u00e9.png', 'plain.png']);
  });

  it('are taken by their word where they are there, and named where they are not', async () => {
    const { rows, problems } = await seen({
      ...pictures('a.png'),
      'labels.csv': `image,label\na.png,x\nhttp://h/${'long'.repeat(3000)}.png,y\n../b.png,y\nc.png,y\n`,
    });
    expect(rows.map(([path]) => path)).toEqual(['a.png', 'c.png']);
    expect(problems.map(({ kind }) => kind)).toEqual(['outside-root', 'outside-root']);
    expect(Math.max(...problems.map(({ path, message }) => path.length + message.length))).toBeLessThan(500);
  });
});

describe('labels', () => {
  it('that look alike or say nothing are noted, and left out where that is asked for', async () => {
    const files = {
      ...pictures('1.png', '2.png', '3.png', '4.png'),
      'labels.csv': 'image,label\n1.png,cat\n2.png,Cat\n3.png,dog\n4.png,nan\n',
    };
    const { notes } = await seen(files);
    expect(notes).toEqual([
      'Classes that look alike are read as different ones: "cat" (1) and "Cat" (1) differ in capital letters, punctuation or width. If they are the same, write them alike with: label-audit fix --merge-classes',
      '"nan" (1) is read as a class. If these labels say that there is none, leave them out with: --ignore-labels nan',
    ]);
    const { rows } = await seen(files, { ignoreLabels: ['nan'] });
    expect(rows.map(([path]) => path)).toEqual(['1.png', '2.png', '3.png']);
  });
});

describe('several classes in one cell', () => {
  it.each([
    ['a|b,c|d,a|c', '"a|b" (1), "c|d" (1), "a|c" (1) seem to name several classes at once, divided by "|"'],
    ['cat,dog,cat dog', '"cat dog" (1) seems to name several classes at once, divided by " "'],
    ['hot dog,cat,dog', undefined],
    ['a/b,c', undefined],
    ['red|,green|x', undefined],
  ])('%s', async (labels, expected) => {
    const rows = labels.split(',').map((label, i) => `${i}.png\t${label}\n`);
    const { notes } = await seen({
      ...pictures(...rows.map((_, i) => `${i}.png`)),
      'labels.tsv': `image\tlabel\n${rows.join('')}`,
    });
    const note = notes.find((one) => one.includes('several classes'));
    if (expected === undefined) expect(note).toBeUndefined();
    else expect(note).toContain(expected);
  });
});

describe('pictures that no row names', () => {
  it('are told, but not those of rows that are left out or can’t be used', async () => {
    const files = {
      ...pictures(
        'images/1.png',
        'images/2.png',
        'images/3.png',
        'images/10.png',
        'new/b.JPG',
        '.trash/c.png',
        'nan.png',
      ),
      'labels.csv': 'id,label\n1,x\n2,y\nimages/3.png,\nnan.png,nan\n',
    };
    const root = await temporaryFolder(files);
    const { unnamed, examples } = await readDataset(root, { findUnnamed: true, ignoreLabels: ['nan'] });
    expect(examples.map(({ path }) => path)).toEqual(['images/1.png', 'images/2.png']);
    expect(unnamed).toEqual(['images/10.png', 'new/b.JPG']);
    expect((await readDataset(root)).unnamed).toBeUndefined();
  });
});

describe('a file that is none', () => {
  it.each([
    ['version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n', /is a Git LFS pointer.*git lfs pull/],
    [Buffer.from('image,label\na.png,x\n', 'utf16le'), /it is UTF-16/],
    [Buffer.from('\ufeffimage,label\na.png,x\n', 'utf16le'), /it is UTF-16/],
  ])('says what it is', async (content, message) => {
    const root = await temporaryFolder({ 'labels.csv': content });
    await expect(readDataset(root)).rejects.toThrow(message);
  });
});

describe('labels that are left out', () => {
  const folders = pictures('cat/1.png', 'Cat/2.png', 'dog/3.png', 'Not sure/4.png');

  it('are left out of class folders, too, whose look-alikes are told', async () => {
    const { rows, notes } = await seen(folders, { ignoreLabels: ['Not sure'] });
    expect(rows.map(([path]) => path).sort()).toEqual(['Cat/2.png', 'cat/1.png', 'dog/3.png']);
    expect(notes).toEqual([expect.stringMatching(/"Cat" \(1\).*differ in capital letters/)]);
    const all = await seen(folders);
    expect(all.rows).toHaveLength(4);
    expect(all.notes.join(' ')).toContain('--ignore-labels "Not sure"');
  });

  it('are told where no row bears them', async () => {
    const files = { ...pictures('1.png', '2.png'), 'labels.csv': 'image,label\n1.png,cat\n2.png,dog\n' };
    const note =
      'Nothing has the label "Cat", which --ignore-labels leaves out: write labels as they stand there, capitals too.';
    expect((await seen(files, { ignoreLabels: ['Cat'] })).notes).toEqual([note]);
    expect((await seen(pictures('cat/1.png', 'dog/2.png'), { ignoreLabels: ['Cat'] })).notes).toEqual([note]);
  });

  it('may not be all', async () => {
    await expect(seen(pictures('cat/1.png', 'dog/2.png'), { ignoreLabels: ['cat', 'dog'] })).rejects.toThrow(
      'all its classes are among those of --ignore-labels',
    );
  });
});

describe('rows that can not be used', () => {
  it('without a label say so, though their path is of another machine', async () => {
    const files = {
      ...pictures('img/1.png', 'img/2.png', 'img/3.png'),
      'labels.csv': 'image,label\n/x/img/1.png,cat\n/x/img/2.png,dog\n/x/img/3.png,\n',
    };
    const { problems } = await seen(files);
    expect(problems).toEqual([
      expect.objectContaining({
        ...{ kind: 'empty-label', path: 'img/3.png', row: 3 },
        message: 'Row 3 (line 4) gives img/3.png no label in the column "label".',
      }),
    ]);
  });

  it('with several labels name their picture all the same', async () => {
    const root = await temporaryFolder({
      ...pictures('1.png', '2.png', '3.png'),
      'train.csv': 'image_id,cat,dog\n1,1,0\n2,0,1\n3,1,1\n',
    });
    const { unnamed, problems } = await readDataset(root, { findUnnamed: true });
    expect(problems).toHaveLength(1);
    expect(unnamed).toBeUndefined();
  });

  it('are told where no second class is left', async () => {
    const files = {
      ...pictures('1.png', '2.png'),
      'classes.txt': 'cat\n',
      'labels.csv': 'image,label\n1.png,0\n2.png,1\n',
    };
    await expect(seen(files)).rejects.toThrow(/at least two classes.*can't be used: Row 2.*"1"/);
  });
});

it('a JSON list says how it was read, beside class folders too', async () => {
  const list = [{ image: 'cat/1.png', label: 'dog' }, ...[{ image: 'dog/2.png', label: 'cat' }]];
  const { rows, notes } = await seen({ ...pictures('cat/1.png', 'dog/2.png'), 'info.json': JSON.stringify(list) });
  expect(rows.map(([, label]) => label)).toEqual(['dog', 'cat']);
  expect(notes).toEqual([
    'info.json: read as a list of objects, one a picture: "image" names the picture, "label" its label.',
  ]);
});
