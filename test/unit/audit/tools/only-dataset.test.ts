import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInside } from '../../../../src/audit/tools/inside-folders.ts';
import { onlyDataset } from '../../../../src/audit/tools/only-dataset.ts';

const LABELS = 'image,label\na.png,cat\nb.png,dog\n';

describe('onlyDataset', () => {
  let base: string;
  let one: string;
  let two: string;
  const add = async (folder: string): Promise<string> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'labels.csv'), LABELS);
    return join(folder, 'labels.csv');
  };
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'label-audit-only-'));
    [one, two] = [join(base, 'one'), join(base, 'two')];
    await add(join(one, 'sets', 'pets'));
    await add(join(one, 'sets', 'cars'));
    await add(join(one, 'alone'));
    await mkdir(join(one, 'empty'));
    await cp(one, two, { recursive: true });
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  /** What the error names. */
  const named = async (...args: Parameters<typeof onlyDataset>): Promise<string[]> => {
    const refused = await onlyDataset(...args).catch((error: unknown) => error);
    const { message } = refused as Error;
    expect(message).toMatch(/^There are \d data sets; say which by "dataset": /);
    return [...message.slice(message.indexOf(': ')).matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  };

  it('is the only one, of all or of a folder that was named', async () => {
    expect(await onlyDataset([join(one, 'alone')])).toBe(join(one, 'alone', 'labels.csv'));
    expect(await onlyDataset([one, two], [join(two, 'alone')])).toBe(join(two, 'alone', 'labels.csv'));
  });

  it('names several so that each name leads to its data set again', async () => {
    expect(await named([one])).toEqual(['alone/labels.csv', 'sets/cars/labels.csv', 'sets/pets/labels.csv']);
    for (const [folders, within] of [
      [[one], undefined],
      [[one], [join(one, 'sets')]],
      [[one, two], undefined],
      [[one, two], [join(two, 'sets')]],
    ] as const) {
      const found = await Promise.all((await named(folders, within)).map((name) => pathInside(folders, name)));
      expect(new Set(found).size).toBe(found.length);
      expect(found.length).toBe(within === undefined ? 3 * folders.length : 2);
      for (const path of found) {
        expect((within ?? folders).some((folder) => path.startsWith(folder))).toBe(true);
        expect(await onlyDataset(folders, [join(path, '..')])).toBe(path);
      }
    }
  });

  it('says that there is none, and what was looked at', async () => {
    await expect(onlyDataset([join(one, 'empty')])).rejects.toThrow(/^There is no data set here\. \S/);
    await expect(onlyDataset([one], [join(one, 'empty')])).rejects.toThrow(/^There is no data set there\. \S/);
  });
});
