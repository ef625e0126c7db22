import { writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as fs from 'node:fs';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

/** Codes with which the next renames fail, in turn. */
const failures: string[] = [];
let renames = 0;
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  const renameSync: typeof original.renameSync = (from, to) => {
    renames += 1;
    const code = failures.shift();
    if (code !== undefined) throw Object.assign(new Error(`${code}: held`), { code });
    original.renameSync(from, to);
  };
  return { ...original, default: { ...original, renameSync }, renameSync };
});
// No test waits.
const waits: unknown[] = [];
vi.mock('node:timers/promises', () => ({ setTimeout: (wait: unknown) => Promise.resolve(waits.push(wait)) }));

const { whileHeld } = await import('../../../src/files/while-held.ts');
const { FileChangedError, FileWriteError, writeFileAtomic } = await import('../../../src/files/write-file-atomic.ts');
const { sha256 } = await import('../../../src/files/sha256.ts');

const own = process.platform;
const pretend = (platform: NodeJS.Platform): void => {
  Object.defineProperty(process, 'platform', { value: platform });
};

beforeEach(() => {
  failures.length = 0;
  waits.length = 0;
  renames = 0;
});
afterEach(() => {
  pretend(own);
});

describe('whileHeld', () => {
  const failing = (code: string, times: number) => {
    let calls = 0;
    const work = (): string => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error(code), { code });
      return `done at ${calls}`;
    };
    return { work, calls: () => calls };
  };

  it.each([
    ['EBUSY', 'win32'],
    ['EPERM', 'win32'],
    ['EACCES', 'win32'],
    ['EBUSY', 'darwin'],
    ['EBUSY', 'linux'],
  ] as const)('waits out %s on %s', async (code, platform) => {
    const { work } = failing(code, 3);
    expect(await whileHeld(work, platform)).toBe('done at 4');
    expect(waits).toEqual([40, 80, 160]);
  });

  it.each([
    ['EPERM', 'linux'],
    ['EACCES', 'darwin'],
    ['ENOSPC', 'win32'],
    ['ENOENT', 'win32'],
  ] as const)('says at once that it is %s on %s', async (code, platform) => {
    const { work, calls } = failing(code, 1);
    await expect(whileHeld(work, platform)).rejects.toMatchObject({ code });
    expect([calls(), waits]).toEqual([1, []]);
  });

  it('gives up after a second or so, with the reason', async () => {
    const { work, calls } = failing('EPERM', 99);
    await expect(whileHeld(work, 'win32')).rejects.toMatchObject({ code: 'EPERM' });
    expect([calls(), waits]).toEqual([6, [40, 80, 160, 320, 640]]);
  });
});

describe('writeFileAtomic on Windows', () => {
  it('replaces a file that a virus scanner holds for a moment', async () => {
    const folder = await temporaryFolder({ 'labels.csv': 'old' });
    const file = join(folder, 'labels.csv');
    pretend('win32');
    failures.push('EPERM', 'EBUSY', 'EACCES');
    await writeFileAtomic(file, 'new', { replaces: sha256(Buffer.from('old')) });
    expect([await readFile(file, 'utf8'), renames]).toEqual(['new', 4]);
  });

  it('looks before each try whether the file was written meanwhile', async () => {
    const folder = await temporaryFolder({ 'labels.csv': 'old' });
    const file = join(folder, 'labels.csv');
    pretend('win32');
    // The one that holds it writes: what was checked before the first try is no longer there.
    const push = waits.push.bind(waits);
    waits.push = (...wait) => {
      writeFileSync(file, 'of another');
      return push(...wait);
    };
    failures.push('EBUSY');
    try {
      const writing = writeFileAtomic(file, 'new', { replaces: sha256(Buffer.from('old')) });
      await expect(writing).rejects.toThrow(FileChangedError);
    } finally {
      Reflect.deleteProperty(waits, 'push');
    }
    expect(await readdir(folder)).toEqual(['labels.csv']);
  });

  it('names the file that stays held, and leaves nothing beside it', async () => {
    const folder = await temporaryFolder({ 'labels.csv': 'old' });
    await mkdir(join(folder, 'sub'));
    pretend('win32');
    failures.push(...Array.from({ length: 6 }, () => 'EBUSY'));
    const writing = writeFileAtomic(join(folder, 'labels.csv'), 'new');
    await expect(writing).rejects.toThrow(FileWriteError);
    await expect(writing).rejects.toThrow(/labels\.csv: another program is using the file; close it and try again/);
    expect([await readFile(join(folder, 'labels.csv'), 'utf8'), (await readdir(folder)).sort()]).toEqual([
      'old',
      ['labels.csv', 'sub'],
    ]);
  });
});
