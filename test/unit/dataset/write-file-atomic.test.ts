import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileWriteError, hashFile, sha256, writeFileAtomic } from '../../../src/dataset/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('writeFileAtomic', () => {
  it('writes a new file and replaces an old one, leaving nothing beside it', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'labels.csv');
    await writeFileAtomic(file, 'first');
    await writeFileAtomic(file, [Buffer.from('sec'), Buffer.from('ond')]);
    expect(await readFile(file, 'utf8')).toBe('second');
    expect(await readdir(folder)).toEqual(['labels.csv']);
  });

  it('keeps the mode of the file and works with the longest of names', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'x'.repeat(255));
    await writeFile(file, 'old');
    await chmod(file, 0o640);
    await writeFileAtomic(file, 'new');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('replaces a symbolic link instead of writing through it', async () => {
    const folder = await temporaryFolder({ 'precious.txt': 'precious' });
    await symlink(join(folder, 'precious.txt'), join(folder, 'report.json'));
    await writeFileAtomic(join(folder, 'report.json'), 'report');
    expect(await readFile(join(folder, 'precious.txt'), 'utf8')).toBe('precious');
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe('report');
  });

  it('on failure names file and reason, and leaves the old state', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow(/taken: this is a folder/);
    await expect(writeFileAtomic(join(folder, 'none', 'a'), 'x')).rejects.toThrow(FileWriteError);
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('sha256', () => {
  it('gives the published digest of "abc", from memory and from a file', async () => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const folder = await temporaryFolder({ abc: 'abc' });
    expect(sha256('abc')).toBe(digest);
    expect(await hashFile(join(folder, 'abc'))).toBe(digest);
  });
});
