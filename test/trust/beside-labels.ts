import fc from 'fast-check';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { readDataset } from '../../src/dataset/read-dataset.ts';

/** A row of a labels file: which picture it is about, and what it says. */
interface BesideRow {
  readonly picture: number;
  /** `whole`: its path; `name`: without folder; `stem`: without extension, too; `gone`: of a picture that is not there. */
  readonly written: 'whole' | 'name' | 'stem' | 'gone';
  readonly label: 'cat' | 'dog' | 'nan' | '';
}

/** Pictures in folders, and a labels file whose rows name some of them. */
interface BesideLabels {
  readonly pictures: readonly string[];
  readonly others: readonly string[];
  readonly rows: readonly BesideRow[];
  readonly jsonl: boolean;
}

const picture = fc
  .tuple(
    fc.constantFrom('', 'images/', 'train/', 'test/', 'a/b/', 'thumbs/', 'cat/'),
    fc.nat(6),
    fc.constantFrom('.png', '.png', '.JPG', '.dcm'),
  )
  .map((parts) => parts.join(''));
const other = fc.constantFrom('notes.txt', 'images/x.heic', 'list.npy', '.hidden/7.png', 'images/.8.png', 'a/readme');

export const besideLabels: fc.Arbitrary<BesideLabels> = fc.record({
  pictures: fc.uniqueArray(picture, { minLength: 2, maxLength: 14 }),
  others: fc.uniqueArray(other, { maxLength: 3 }),
  rows: fc.array(
    fc.record({
      picture: fc.nat(30),
      written: fc.constantFrom('whole', 'whole', 'name', 'stem', 'gone'),
      label: fc.constantFrom('cat', 'cat', 'dog', 'dog', 'nan', ''),
    }),
    { maxLength: 12 },
  ),
  jsonl: fc.boolean(),
});

function writtenBy({ picture: at, written }: BesideRow, pictures: readonly string[]): string {
  const path = pictures[at % pictures.length];
  switch (written) {
    case 'whole':
      return path;
    case 'name':
      return posix.basename(path);
    case 'stem':
      return posix.parse(path).name;
    case 'gone':
      return `gone-${at}.png`;
  }
}

/**
 * Every picture below the folder is used, or told of: by a row that can't be used or is left out, or as one that no row
 * names; none is both used and told as unnamed.
 */
export async function checkBeside(root: string, { pictures, others, rows, jsonl }: BesideLabels): Promise<void> {
  await rm(root, { recursive: true, force: true });
  for (const path of [...pictures, ...others]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
  const all: BesideRow[] = [
    { picture: 0, written: 'whole', label: 'cat' },
    { picture: 1, written: 'whole', label: 'dog' },
    ...rows,
  ];
  const said = all.map((row) => ({ image: writtenBy(row, pictures), label: row.label }));
  const text = jsonl
    ? said.map((row) => `${JSON.stringify(row)}\n`).join('')
    : `image,label\n${said.map(({ image, label }) => `${image},${label}\n`).join('')}`;
  await writeFile(join(root, jsonl ? 'labels.jsonl' : 'labels.csv'), text);
  const dataset = await readDataset(root, { findUnnamed: true, ignoreLabels: ['nan'] }).catch((error: unknown) => {
    if (error instanceof DatasetError) return undefined;
    throw error;
  });
  if (dataset === undefined) return;
  const { examples, unnamed = [], repeatedRows = [], problems } = dataset;
  const used = new Set([...examples, ...repeatedRows].map(({ path }) => path));
  const told = new Set(unnamed);
  if (told.size < unnamed.length) throw new Error('a picture is told of twice');
  // What rows that are not used may mean, however they write it.
  const leftOut = all.flatMap((row, i) => (row.label === 'nan' || row.label === '' ? [said[i].image] : []));
  const isLeftOut = (path: string): boolean =>
    leftOut.some((image) => [path, posix.basename(path), posix.parse(path).name].includes(image)) ||
    problems.some((problem) => problem.path === path);
  for (const path of pictures) {
    const ways = [used.has(path), told.has(path)].filter(Boolean).length;
    if (ways === 2) throw new Error(`${path} is used, and told as unnamed`);
    if (ways === 0 && !isLeftOut(path)) throw new Error(`${path} is neither used nor named`);
  }
  const strange = unnamed.find((path) => !pictures.includes(path));
  if (strange !== undefined) throw new Error(`${strange} is told of, which is no picture of this folder`);
  const wrong = unnamed.find((path) => all.some((row, i) => row.written === 'whole' && said[i].image === path));
  if (wrong !== undefined) throw new Error(`${wrong} is told as unnamed, though a row names it`);
}
