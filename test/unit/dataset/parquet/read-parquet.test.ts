import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDataset } from '../../../../src/dataset/read-dataset.ts';
import { findDatasets } from '../../../../src/dataset/find-datasets.ts';
import { isTestSplit } from '../../../../src/dataset/splits.ts';
import type { Dataset } from '../../../../src/dataset/types.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/parquet');
const NAMES = ['red', 'green', 'blue'];
const PICTURES = '.label-audit/pictures';

interface Row {
  readonly sha256: string | null;
  readonly path: string | null;
  readonly label: number | string | null;
  readonly split?: string;
  readonly patient?: number;
}

/** What pyarrow reads in the same files. */
let said: Readonly<Record<string, readonly Row[]>>;
beforeAll(async () => {
  const text = await readFile(join(FIXTURES, 'rows.json'), 'utf8');
  said = (JSON.parse(text) as { files: typeof said }).files;
});

/** A folder with some of the files, by their names there. */
async function folderOf(...names: readonly string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const name of names) await cp(join(FIXTURES, name), join(root, name), { recursive: true });
  return root;
}

const sha256Of = async (root: string, path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(root, path)))
    .digest('hex');

async function rowsOf(root: string, { examples, classes }: Dataset): Promise<unknown[]> {
  return Promise.all(
    examples.map(async ({ path, label }) => ({ sha256: await sha256Of(root, path), label: classes[label] })),
  );
}

const wanted = (rows: readonly Row[]): unknown[] =>
  rows.map(({ sha256, label }) => ({ sha256, label: typeof label === 'number' ? NAMES[label] : label }));

describe('Parquet files that pyarrow wrote', () => {
  it('in shards, as Hugging Face has them: every picture, label and split is what pyarrow reads', async () => {
    const root = await folderOf('data');
    const dataset = await readDataset(root);
    const files = ['train-00000-of-00002', 'train-00001-of-00002', 'test-00000-of-00001'].map(
      (n) => `data/${n}.parquet`,
    );
    expect(dataset.labelsFiles?.map(({ name }) => name)).toEqual(files);
    expect(dataset.classes).toEqual(NAMES);
    expect(await rowsOf(root, dataset)).toEqual(wanted(files.flatMap((name) => said[name])));
    expect(dataset.examples.map(({ split }) => split)).toEqual([
      ...new Array<unknown>(18).fill('train'),
      ...new Array<unknown>(6).fill('test'),
    ]);
    expect(dataset.examples.map(({ split }) => isTestSplit(split ?? ''))).toEqual([
      ...new Array<unknown>(18).fill(false),
      ...new Array<unknown>(6).fill(true),
    ]);
    expect(dataset.examples[6]).toMatchObject({
      path: expect.stringMatching(/\/0000007-picture_6\.png$/) as string,
      place: { row: 7, file: files[0] },
    });
    expect(dataset.notes).toContainEqual(
      expect.stringMatching(
        /^data\/train-00000-of-00002\.parquet: its 9 pictures \(1 MB\) were unpacked into \.label-audit\/pictures\/[0-9a-f]{16}, /,
      ),
    );
    // A second look finds them, and git does not.
    const [folder] = (await readdir(join(root, PICTURES))).filter((name) => /^[0-9a-f]{16}$/.test(name));
    const before = await stat(join(root, PICTURES, folder));
    const again = await readDataset(root);
    expect(again.examples).toEqual(dataset.examples);
    expect(again.notes).toContainEqual(expect.stringMatching(/its 9 pictures were unpacked before/));
    expect((await stat(join(root, PICTURES, folder))).ctimeMs).toBe(before.ctimeMs);
    expect(await readFile(join(root, PICTURES, '.gitignore'), 'utf8')).toMatch(/^\*$/m);
    // Where one was taken away, all of them are there again.
    await rm(join(root, dataset.examples[3].path));
    expect(await rowsOf(root, await readDataset(root))).toEqual(await rowsOf(root, dataset));
    expect(
      (await readdir(join(root, PICTURES))).filter((name) => !/^(?:[0-9a-f]{16}|\.gitignore)$/.test(name)),
    ).toEqual([]);
  });

  it.each(['none', 'gzip', 'zstd', 'lz4', 'brotli'])('packed with %s', async (codec) => {
    const root = await folderOf(`${codec}.parquet`);
    const dataset = await readDataset(root);
    expect(await rowsOf(root, dataset)).toEqual(wanted(said[`${codec}.parquet`]));
    expect(dataset.examples[0].path).toMatch(/\/0000001\.png$/);
  });

  it('of plain bytes, with categories, splits and groups', async () => {
    const root = await folderOf('categories.parquet');
    const dataset = await readDataset(root, { groupColumn: 'patient' });
    const rows = said['categories.parquet'];
    expect(await rowsOf(root, dataset)).toEqual(wanted(rows));
    expect(dataset.examples.map(({ split, group }) => ({ split, patient: Number(group) }))).toEqual(
      rows.map(({ split, patient }) => ({ split, patient })),
    );
    await expect(readDataset(root, { labelColumn: 'boxes' })).rejects.toThrow(
      /no columns named "boxes".*Its columns are/,
    );
    await expect(readDataset(root, { labelColumn: 'img' })).rejects.toThrow(/can't both be|holds no labels/);
  });

  it('with the same picture in many rows, which pages hold once', async () => {
    const root = await folderOf('repeated.parquet');
    const { examples, classes } = await readDataset(root);
    expect(await rowsOf(root, { examples, classes } as Dataset)).toEqual(wanted(said['repeated.parquet']));
    const folder = examples[0].path.split('/').at(-2)!;
    const names = (await readdir(join(root, PICTURES, folder))).filter((name) => name.endsWith('.png')).sort();
    expect(names).toHaveLength(12);
    // Twelve names, three pictures on the disk.
    const inodes = await Promise.all(names.map(async (name) => (await stat(join(root, PICTURES, folder, name))).ino));
    expect(new Set(inodes).size).toBe(3);
  });

  it('is refused where a part of it is damaged or was not fetched, and says which parts are not there', async () => {
    const root = await folderOf('data');
    const part = join(root, 'data/test-00000-of-00001.parquet');
    const whole = await readFile(part);
    for (const [bytes, reason] of [
      [whole.subarray(0, whole.length >> 1), /test-00000-of-00001\.parquet seems to be a part.*its end is missing/],
      [Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /can't be read: it is a Git LFS pointer/],
      [Buffer.alloc(0), /can't be read: it is no Parquet file.*move it out of the folder/],
    ] as const) {
      await writeFile(part, bytes);
      await expect(readDataset(root)).rejects.toThrow(reason);
    }
    await rm(part);
    await rm(join(root, 'data/train-00001-of-00002.parquet'));
    expect((await readDataset(root)).notes).toContain(
      '1 of the 2 parts of train is read: the first that is missing is train-00001-of-00002.parquet.',
    );
  });

  it('is found among more tables than are looked into', async () => {
    const root = await folderOf('none.parquet');
    for (let i = 0; i < 200; i++) await writeFile(join(root, `table ${i}.csv`), 'a,b\n1,2\n');
    expect((await readDataset(root)).examples).toHaveLength(3);
  });

  it('names what rows lack, and lets none lead out', async () => {
    const root = await folderOf('lacking.parquet');
    await writeFile(join(root, 'beside.png'), 'a picture beside it');
    const { examples, problems } = await readDataset(root);
    expect(examples.map(({ place }) => place.kind === 'csv' && place.row)).toEqual([1, 5, 6]);
    expect(examples.map(({ path }) => path.replace(/[0-9a-f]{16}/, 'HASH'))).toEqual([
      `${PICTURES}/HASH/0000001-passwd.png`,
      'beside.png',
      `${PICTURES}/HASH/0000006-x.png`,
    ]);
    expect(problems.map(({ kind, row }) => [kind, row])).toEqual([
      ['empty-label', 2],
      ['empty-label', 3],
      ['ragged-row', 4],
    ]);
    expect(problems[2].message).toBe('Row 4 (line 4) has the label "7", but the file names 3 classes, counted from 0.');
  });

  it('is found as a data set without being unpacked', async () => {
    const root = await folderOf('data');
    const [found, ...others] = await findDatasets(root);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'csv', path: 'data', pictures: 24, classes: 3, layout: 'parquet' });
    await expect(readdir(join(root, '.label-audit'))).rejects.toThrow(/ENOENT/);
  });

  it('gives way to a labels.csv', async () => {
    const root = await folderOf('none.parquet');
    await writeFile(join(root, 'labels.csv'), 'image,label\na.png,x\nb.png,y\n');
    expect((await readDataset(root)).labelsFile?.name).toBe('labels.csv');
  });
});

describe('a Parquet file that is none, or lies', () => {
  const good = (): Promise<Buffer> => readFile(join(FIXTURES, 'data/test-00000-of-00001.parquet'));
  const damaged: Readonly<Record<string, readonly [(bytes: Buffer) => Uint8Array, RegExp]>> = {
    nothing: [() => new Uint8Array(0), /it is no Parquet file/],
    text: [() => Buffer.from('image,label\n'.repeat(9)), /it is no Parquet file/],
    'an LFS pointer': [() => Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
    'cut off': [(bytes) => bytes.subarray(0, 3000), /cut off/],
    'metadata of 4 GB': [
      (bytes) => Buffer.concat([bytes.subarray(0, -8), Buffer.from('\xff\xff\xff\xffPAR1', 'latin1')]),
      /claims 4294967295 bytes of metadata/,
    ],
    'metadata of zeros': [
      (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(500), Buffer.from('\xf4\x01\0\0PAR1', 'latin1')]),
      /metadata can't be read|no column of pictures/,
    ],
    encrypted: [(bytes) => Buffer.concat([bytes.subarray(0, -4), Buffer.from('PARE')]), /encrypted/],
    'zeros in place of its pages': [
      (bytes) => {
        const all = Buffer.from(bytes);
        all.fill(0, 4, all.length - 8 - all.readUInt32LE(all.length - 8));
        return all;
      },
      /damaged, or written in a way that is not read/,
    ],
  };
  it.each(Object.entries(damaged))('is refused by name: %s', async (_, [change, message]) => {
    const root = await temporaryFolder();
    const file = join(root, 'test.parquet');
    await writeFile(file, change(await good()));
    const error: unknown = await readDataset(file).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DatasetError', file });
    expect((error as Error).message).toMatch(message);
    expect((await readdir(root)).filter((name) => name !== 'test.parquet' && name !== '.label-audit')).toEqual([]);
  });

  it('that is cut off while it was copied says so', async () => {
    const root = await folderOf('none.parquet');
    await truncate(join(root, 'none.parquet'), 2000);
    await expect(readDataset(join(root, 'none.parquet'))).rejects.toThrow(/its end is missing; copy it again/);
  });

  it('writes nothing through a link that leads out, and nothing where it must not', async () => {
    const root = await folderOf('none.parquet');
    const elsewhere = await temporaryFolder();
    await mkdir(join(root, '.label-audit'));
    await symlink(elsewhere, join(root, PICTURES));
    await expect(readDataset(root)).rejects.toThrow(/is a link to/);
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(join(root, '.label-audit'), { recursive: true });
    await writeFile(join(root, '.label-audit'), 'a file in the way');
    await expect(readDataset(root)).rejects.toThrow(/none\.parquet: its pictures can't be unpacked into /);
    expect(await readFile(join(root, '.label-audit'), 'utf8')).toBe('a file in the way');
  });

  it('stops when it is told to', async () => {
    const root = await folderOf('data');
    const stop = new AbortController();
    const reading = readDataset(root, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
