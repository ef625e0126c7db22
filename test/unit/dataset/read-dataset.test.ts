import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../../src/dataset/dataset-error.ts';
import { readDataset } from '../../../src/dataset/read-dataset.ts';
import { sha256 } from '../../../src/files/sha256.ts';
import { romanNumerals } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const roman = romanNumerals('reading the Roman numerals');

describe('readDataset of a labels file', () => {
  it('gives examples with class index, split and place', async () => {
    const text = '# numerals\nimage;label;split\n.\\a\\1.png; 10 ;train\n"b.png";2;\n';
    const root = await temporaryFolder({ 'labels.csv': text });
    const dataset = await readDataset(root);
    expect(dataset).toEqual({
      root,
      labelsFile: {
        file: join(root, 'labels.csv'),
        imageColumn: 'image',
        labelColumn: 'label',
        splitColumn: 'split',
        delimiter: ';',
        name: 'labels.csv',
        layout: 'csv',
        hash: sha256(text),
      },
      classes: ['2', '10'],
      examples: [
        { path: 'a/1.png', label: 1, split: 'train', place: { kind: 'csv', row: 1, line: 3 } },
        { path: 'b.png', label: 0, place: { kind: 'csv', row: 2, line: 4 } },
      ],
      problems: [],
    });
    expect(await readDataset(join(root, 'labels.csv'))).toEqual(dataset);
  });

  it('lists rows that can not be used, by number, and goes on', async () => {
    const rows = ['a.png,x', '/etc/passwd,x', '..\\up.png,x', 'C:\\b.png,x', 'c.png', 'd.png,', ',y', 'x/../e.png,y'];
    const root = await temporaryFolder({ 'labels.csv': ['image,label', ...rows].join('\r\n') });
    const { examples, problems } = await readDataset(root);
    expect(examples.map(({ path }) => path)).toEqual(['a.png', 'e.png']);
    expect(problems.map(({ kind, row }) => [kind, row])).toEqual([
      ['outside-root', 2],
      ['outside-root', 3],
      ['outside-root', 4],
      ['ragged-row', 5],
      ['empty-label', 6],
      ['missing-image', 7],
    ]);
    expect(problems[3].message).toBe(
      'Row 5 (line 6) has 1 cell where the header has 2; add what is missing or quote cells with delimiters.',
    );
    expect(problems[5].path).toBe('labels.csv');
  });

  it('takes the first of several rows for one picture, and says whether they agree', async () => {
    const text = 'image,label\na.png,x\nb.png,y\n./a.png,x\nb.png,x\nb.png,z\n';
    const { examples, problems, classes } = await readDataset(await temporaryFolder({ 'labels.csv': text }));
    expect(examples.map(({ path, label }) => [path, classes[label]])).toEqual([
      ['a.png', 'x'],
      ['b.png', 'y'],
    ]);
    expect(problems.map(({ kind, path, row }) => [kind, path, row])).toEqual([
      ['duplicate-row', 'a.png', 3],
      ['conflicting-duplicates', 'b.png', 2],
      ['conflicting-duplicates', 'b.png', 4],
      ['conflicting-duplicates', 'b.png', 5],
    ]);
    expect(problems[2].message).toContain('"y" in row 2 but "x" in row 4');
  });

  it('uses the class order given, and refuses a label that is not in it', async () => {
    const root = await temporaryFolder({ 'labels.csv': 'image,label\na.png,x\nb.png,y\n' });
    const { classes, examples } = await readDataset(root, { classes: ['y', 'x', 'z'] });
    expect([classes, examples.map(({ label }) => label)]).toEqual([
      ['y', 'x', 'z'],
      [1, 0],
    ]);
    await expect(readDataset(root, { classes: ['x', 'z'] })).rejects.toThrow(
      /row 2 \(b\.png\) has the label "y".*x, z/,
    );
    await expect(readDataset(root, { classes: ['x', 'y', 'x'] })).rejects.toThrow(/"x" is given twice/);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['one class', 'image,label\na.png,x\nb.png,x\n', /at least two classes are needed, but every picture has .*"x"/],
    ['no rows', 'image,label\n', /a header but no rows/],
    ['no usable row', 'image,label\n../a.png,x\n', /none of its rows can be used; the first: Row 1/],
    ['Latin-1', Buffer.from('image,label\na.png,caf\xe9\n', 'latin1'), /line 2 is not UTF-8; save it as UTF-8/],
    ['UTF-16', Buffer.from('\ufeffimage,label\n', 'utf16le'), /it is UTF-16/],
  ])('refuses a file with %s', async (_, content, message) => {
    const root = await temporaryFolder({ 'labels.csv': content });
    await expect(readDataset(root)).rejects.toThrow(DatasetError);
    await expect(readDataset(root)).rejects.toThrow(message);
  });

  it.skipIf(roman === undefined)('reads the Roman numerals: labels.csv wins over train/ and val/', async () => {
    const { classes, examples, problems } = await readDataset(roman!);
    expect(classes).toEqual(['i', 'ii', 'iii', 'iv', 'ix', 'v', 'vi', 'vii', 'viii', 'x']);
    expect(examples.length).toBe(2880);
    expect(examples.filter(({ split }) => split === 'val').length).toBe(813);
    expect(examples[2879].place).toEqual({ kind: 'csv', row: 2880, line: 2881 });
    expect(problems).toEqual([]);
  });
});

describe('readDataset of class folders', () => {
  it('takes each folder with pictures as a class, in natural order', async () => {
    const root = await temporaryFolder({
      'c10/1.png': 'x',
      'c2/10.JPG': 'x',
      'c2/9.webp': 'x',
      'c2/notes.txt': 'x',
      'c2/.hidden.png': 'x',
      '.label-audit/x.png': 'x',
      'empty/readme.md': 'x',
      'readme.png': 'x',
    });
    const { classes, examples, labelsFile } = await readDataset(root);
    expect(labelsFile).toBeUndefined();
    expect(classes).toEqual(['c2', 'c10']);
    expect(examples).toEqual([
      { path: 'c2/9.webp', label: 0, place: { kind: 'folder' } },
      { path: 'c2/10.JPG', label: 0, place: { kind: 'folder' } },
      { path: 'c10/1.png', label: 1, place: { kind: 'folder' } },
    ]);
  });

  it('records the split', async () => {
    const root = await temporaryFolder({
      'train/a/1.png': '',
      'train/b/2.png': '',
      'val/a/3.png': '',
      'book/a/4.png': '',
    });
    const { examples } = await readDataset(root);
    expect(examples.map(({ path, split }) => [path, split])).toEqual([
      ['train/a/1.png', 'train'],
      ['train/b/2.png', 'train'],
      ['val/a/3.png', 'val'],
    ]);
  });

  it('takes a folder called test for a class only where the user says so', async () => {
    const root = await temporaryFolder({ 'test/1.png': '', 'live/2.png': '' });
    await expect(readDataset(root)).rejects.toThrow(/splits by their names, test\/ \(1\).*say --classes test,live/);
    expect((await readDataset(root, { classes: ['test', 'live'] })).classes).toEqual(['test', 'live']);
  });

  it('does not follow a link to a folder outside', async () => {
    const outside = await temporaryFolder({ 'x.png': '' });
    const root = await temporaryFolder({ 'a/1.png': '', 'b/1.png': '' });
    await symlink(outside, join(root, 'c'));
    expect((await readDataset(root)).classes).toEqual(['a', 'b']);
  });

  it('says what a data set looks like where there is none', async () => {
    const root = await temporaryFolder({ 'notes.md': 'x' });
    await expect(readDataset(root)).rejects.toThrow(
      /there is no data set here: no picture lies in it or below\. A data set is a labels\.csv whose header/,
    );
    await expect(readDataset(join(root, 'notes.md'))).rejects.toThrow(/this is no labels file/);
    await expect(readDataset(join(root, 'gone.csv'))).rejects.toThrow(/gone\.csv: no such file or folder/);
    await mkdir(join(root, 'only'));
    await writeFile(join(root, 'only', '1.png'), '');
    await expect(readDataset(root)).rejects.toThrow(/at least two classes are needed/);
  });
});

describe('a labels file that is no file of the data set', () => {
  it('is not read where a link leads to it from the folder, but where it is named', async () => {
    const outside = await temporaryFolder({ 'secret.csv': 'image,label\na.png,canary\nb.png,x\n' });
    const root = await temporaryFolder({ 'a.png': '', 'b.png': '' });
    await symlink(join(outside, 'secret.csv'), join(root, 'labels.csv'));
    await expect(readDataset(root)).rejects.toThrow(/labels\.csv: it is a link to .*secret\.csv; name that file/);
    expect((await readDataset(join(root, 'labels.csv'))).classes).toEqual(['canary', 'x']);
  });

  it('is refused at once where it is a pipe', async () => {
    const root = await temporaryFolder();
    execFileSync('mkfifo', [join(root, 'labels.csv')]);
    await expect(readDataset(join(root, 'labels.csv'))).rejects.toThrow(/no regular file/);
  });
});
