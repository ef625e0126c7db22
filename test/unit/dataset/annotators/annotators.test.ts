import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyEdits, columnEdits, readDataset, readLabelsText, type Dataset } from '../../../../src/dataset/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function written(text: string, name = 'labels.csv'): Promise<string> {
  const root = await temporaryFolder();
  await writeFile(join(root, name), text);
  return root;
}

/** What each annotator says of each picture, by name. */
function said({ classes, annotators, examples }: Dataset): Record<string, string[]> {
  return Object.fromEntries(
    examples.map(({ path, said: own = [] }) => [
      path,
      own.map(({ annotator, label }) => `${annotators!.names[annotator]}=${classes[label]}`),
    ]),
  );
}

const labelsOf = ({ classes, examples }: Dataset): Record<string, string> =>
  Object.fromEntries(examples.map(({ path, label }) => [path, classes[label]]));

const WIDE = `image,annotator_1,annotator_2,annotator_3,split
a.png,cat,cat,dog,train
b.png,dog,,dog,train
c.png,cat,dog,,train
d.png,,,,train
e.png,"dog",fox,fox,test
`;

it('reads a column for each annotator: the majority is the label, and who said what is kept', async () => {
  const dataset = await readDataset(await written(WIDE));
  expect(dataset.annotators).toEqual({
    names: ['annotator_1', 'annotator_2', 'annotator_3'],
    from: 'columns',
    isLabel: true,
  });
  expect(dataset.labelsFile?.layout).toBe('annotators');
  // Of the tie in c.png the rarer class: cat stands three times, dog five times.
  expect(labelsOf(dataset)).toEqual({ 'a.png': 'cat', 'b.png': 'dog', 'c.png': 'cat', 'e.png': 'fox' });
  expect(said(dataset)['a.png']).toEqual(['annotator_1=cat', 'annotator_2=cat', 'annotator_3=dog']);
  expect(said(dataset)['b.png']).toEqual(['annotator_1=dog', 'annotator_3=dog']);
  expect(dataset.problems.map(({ kind, row }) => [kind, row])).toEqual([['empty-label', 4]]);
  expect(dataset.notes?.join()).toContain('are read as labels of 3 annotators');
});

const LONG = `image,annotator,label
a.png,ann,cat
a.png,bob,cat
b.png,ann,dog
a.png,cid,dog
b.png,bob,dog
b.png,bob,cat
c.png,,cat
c.png,ann,
d.png,ann,
`;

it.each([
  ['behind a #', `#${LONG}`],
  ['below a line of blanks', `  \n${LONG}`],
])('finds annotators where the header stands %s', async (_, text) => {
  const dataset = await readDataset(await written(text));
  expect(dataset.annotators).toEqual({ names: ['ann', 'bob', 'cid'], from: 'rows', isLabel: true });
  expect(labelsOf(dataset)).toEqual(labelsOf(await readDataset(await written(LONG))));
});

it('reads a row for each label: what repeats, or names nobody, is told by its row', async () => {
  const dataset = await readDataset(await written(LONG));
  expect(dataset.annotators).toEqual({ names: ['ann', 'bob', 'cid'], from: 'rows', isLabel: true });
  expect(said(dataset)).toEqual({ 'a.png': ['ann=cat', 'bob=cat', 'cid=dog'], 'b.png': ['ann=dog', 'bob=dog'] });
  expect(labelsOf(dataset)).toEqual({ 'a.png': 'cat', 'b.png': 'dog' });
  expect(dataset.problems.map(({ row, message }) => [row, message.replace(/^Row \d+ \(line \d+\) /, '')])).toEqual([
    [6, 'is a second label of "bob" for b.png; that of row 5 was used.'],
    [7, 'names no annotator in the column "annotator".'],
    [8, 'gives c.png no label in the column "label".'],
    [9, 'gives d.png no label in the column "label".'],
  ]);
});

it('finds several annotators below the first 64 kB, where rows are sorted by annotator', async () => {
  const rows = (who: string): string =>
    Array.from({ length: 4000 }, (_, i) => `pictures/folder/${i}.png,${who},${i % 2 === 0 ? 'cat' : 'dog'}\n`).join('');
  const dataset = await readDataset(await written(`image,annotator,label\n${rows('ann')}${rows('bob')}`));
  expect([dataset.examples.length, dataset.problems.length]).toEqual([4000, 0]);
  expect(dataset.examples[3999].said).toHaveLength(2);
});

it('takes a column of labels for the label where there is one, and annotators by the way', async () => {
  const text = WIDE.replaceAll(/$/gm, ',dog')
    .replace('split,dog', 'split,label')
    .replace('dog,train,dog', 'dog,train,cat');
  const root = await written(text.replace(/\n,dog$/, '\n'));
  const dataset = await readDataset(root);
  expect(dataset.labelsFile?.layout).toBe('csv');
  expect(dataset.labelsFile?.labelColumn).toBe('label');
  expect(dataset.annotators?.isLabel).toBe(false);
  expect(labelsOf(dataset)).toEqual({ 'a.png': 'cat', 'b.png': 'dog', 'c.png': 'dog', 'd.png': 'dog', 'e.png': 'dog' });
  // A class that annotators alone give is none here, and that is said.
  expect(said(dataset)['e.png']).toEqual(['annotator_1=dog']);
  expect(dataset.notes?.join()).toContain('2 labels of annotators are left out');
  // Where annotators are asked for, they count.
  expect(labelsOf(await readDataset(root, { byAnnotators: true }))['e.png']).toBe('fox');
});

it('guesses no annotators: by other names, as ids, as comments, or with one label a picture', async () => {
  const ids = 'image,annotator_id,label\na.png,1,cat\nb.png,2,dog\nc.png,1,dog\n';
  expect((await readDataset(await written(ids))).annotators).toBeUndefined();
  const notes = 'image,label,annotator_1,annotator_2\na.png,cat,looks odd,fine\nb.png,dog,blurry,?\n';
  expect((await readDataset(await written(notes))).annotators).toBeUndefined();
  const own = 'image,anna,ben\na.png,cat,cat\nb.png,dog,cat\n';
  await expect(readDataset(await written(own))).rejects.toThrow(
    /no label column was recognised .*; name it with --label-column, or with --annotators where several hold/,
  );
  const named = await readDataset(await written(own), { annotators: ['anna', 'Ben'] });
  expect(said(named)).toEqual({ 'a.png': ['anna=cat', 'ben=cat'], 'b.png': ['anna=dog', 'ben=cat'] });
  await expect(readDataset(await written(own), { annotators: ['anna', 'carl'] })).rejects.toThrow(
    'it has no column "carl" of annotators. Its columns are "image", "anna", "ben"',
  );
  await expect(readDataset(await written(ids), { annotators: ['carl'] })).rejects.toThrow(
    'none of its labels files is a table with the columns "carl" of annotators',
  );
});

it('leaves out labels that say that there is none, annotator by annotator', async () => {
  const text = 'image,rater1,rater2,rater3\na.png,?,?,cat\nb.png,dog,?,dog\n';
  const dataset = await readDataset(await written(text), { ignoreLabels: ['?', 'fox'] });
  expect(dataset.classes).toEqual(['cat', 'dog']);
  expect(labelsOf(dataset)).toEqual({ 'a.png': 'cat', 'b.png': 'dog' });
  expect(dataset.notes).toContainEqual(expect.stringMatching(/^Nothing has the label "fox", which --ignore-labels/));
});

it('writes a column without touching another byte: line ends, quotes, comments and the last line as they are', () => {
  const text =
    '\ufeff# who: us\r\nimage;annotator_1;annotator_2\r\n"a;1.png";cat; cat \r\n\r\nb.png;"d""og";\n c.png ;;dog';
  const options = { imageColumn: 'image', labelColumn: 'annotator_1' };
  const cells = ['cat', undefined, 'x;y'];
  const column = { name: 'consensus', cell: (row: number) => cells[row] };
  const edits = columnEdits(text, column, options);
  expect(edits.every(({ start, end }) => start === end)).toBe(true);
  const after = applyEdits(text, edits);
  expect(after).toBe(
    '\ufeff# who: us\r\nimage;annotator_1;annotator_2;consensus\r\n"a;1.png";cat; cat ;cat\r\n\r\nb.png;"d""og";;\n c.png ;;dog;"x;y"',
  );
  // Once it is there, its cells alone are written.
  expect(columnEdits(after, column, options)).toEqual([]);
  cells[1] = 'dog';
  const again = applyEdits(after, columnEdits(after, column, options));
  expect(again).toBe(after.replace('"d""og";;\n', '"d""og";;dog\n'));
});

it('refuses a column where a row has more cells than the header', () => {
  const text = 'image,annotator_1\na.png,cat,a comment\n';
  const options = { imageColumn: 'image', labelColumn: 'annotator_1' };
  expect(() => columnEdits(text, { name: 'consensus', cell: () => 'cat' }, options)).toThrow(
    'row 1 (line 2) has 3 cells where the header has 2',
  );
});

it('edits no label that several gave, and takes out a row as a whole', async () => {
  const { rows } = await readLabelsText('labels.csv', WIDE, {});
  expect(rows.edits!(new Map([[0, 'cat']]))).toEqual([]);
  expect(() => rows.edits!(new Map([[0, 'dog']]))).toThrow('no column for the one that counts');
  expect(applyEdits(WIDE, rows.edits!(new Map([[3, undefined]])))).toBe(WIDE.replace('d.png,,,,train\n', ''));
  const long = (await readLabelsText('labels.csv', LONG, {})).rows;
  expect(() => long.edits!(new Map([[0, undefined]]))).toThrow('no column for the one that counts');
  // Of the rows of one picture only the first is told as its row; the others name no picture.
  expect([long.written(0), long.written(1), long.label(1)]).toEqual(['a.png', '', '']);
});

it('lists pictures without a label: of empty cells, and of labels that say that there is none', async () => {
  const text = 'image,label,split\na.png,cat,\nb.png,,train\nc.png,?,test\nd.png,dog,\na.png,,\n/x/e.png,,\n,,\n';
  const { unlabelled, problems } = await readDataset(await written(text), { ignoreLabels: ['?'] });
  expect(unlabelled?.map(({ path, split, place }) => [path, split, place.kind === 'csv' && place.row])).toEqual([
    ['b.png', 'train', 2],
    ['c.png', 'test', 3],
  ]);
  expect(problems.map(({ row }) => row)).toEqual([2, 5, 6, 7]);
});
