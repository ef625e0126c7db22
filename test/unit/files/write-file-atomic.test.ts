import { spawnSync } from 'node:child_process';
import { chmod, chown, link, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  FileChangedError,
  FileWriteError,
  writeFileAtomic,
  writeFilesAtomic,
} from '../../../src/files/write-file-atomic.ts';
import { hashFile, sha256 } from '../../../src/files/sha256.ts';
import { removeStaleTemporaries, temporaryFile } from '../../../src/files/temporary-files.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

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

describe('a write that must replace what was read', () => {
  it('is made where that still stands there, and refused where it does not', async () => {
    const folder = await temporaryFolder({ 'labels.csv': 'old' });
    const file = join(folder, 'labels.csv');
    await writeFileAtomic(file, 'new', { replaces: sha256('old') });
    expect(await readFile(file, 'utf8')).toBe('new');
    const late = writeFileAtomic(file, 'mine', { replaces: sha256('old') });
    await expect(late).rejects.toThrow(FileChangedError);
    await expect(late).rejects.toThrow(/labels\.csv: .* changed .* meanwhile/);
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['labels.csv']);
  });

  it('never takes the place of a file that is new', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'labels.csv');
    await writeFileAtomic(file, 'first', { replaces: null });
    await expect(writeFileAtomic(file, 'second', { replaces: null })).rejects.toThrow(FileChangedError);
    await symlink('nowhere', join(folder, 'link'));
    await expect(writeFileAtomic(join(folder, 'link'), 'second', { replaces: null })).rejects.toThrow(FileChangedError);
    expect(await readFile(file, 'utf8')).toBe('first');
    expect((await readdir(folder)).sort()).toEqual(['labels.csv', 'link']);
  });

  it('is refused where the file is gone, or a link by now', async () => {
    const folder = await temporaryFolder({ other: 'old' });
    const file = join(folder, 'labels.csv');
    await expect(writeFileAtomic(file, 'x', { replaces: sha256('old') })).rejects.toThrow(FileChangedError);
    await symlink('other', file);
    await expect(writeFileAtomic(file, 'x', { replaces: sha256('old') })).rejects.toThrow(FileChangedError);
    expect(await readFile(join(folder, 'other'), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['labels.csv', 'other']);
  });
});

describe('writeFilesAtomic', () => {
  it('replaces none of the files where one can’t be written, or has changed', async () => {
    const folder = await temporaryFolder({ a: 'a', b: 'b' });
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    await writeFilesAtomic([
      { file: a, bytes: 'A' },
      { file: b, bytes: 'B', replaces: sha256('b') },
    ]);
    expect([await readFile(a, 'utf8'), await readFile(b, 'utf8')]).toEqual(['A', 'B']);
    await expect(
      writeFilesAtomic([
        { file: a, bytes: 'x' },
        { file: b, bytes: 'x', replaces: sha256('b') },
      ]),
    ).rejects.toMatchObject({ file: b, replaced: [] });
    await expect(
      writeFilesAtomic([
        { file: a, bytes: 'x' },
        { file: join(folder, 'none', 'c'), bytes: 'x' },
      ]),
    ).rejects.toThrow(FileWriteError);
    expect([await readFile(a, 'utf8'), await readFile(b, 'utf8')]).toEqual(['A', 'B']);
    expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
  });

  // As root: others may not give files away.
  it.runIf(process.getuid?.() === 0)('leaves a file to its owner and group', async () => {
    const folder = await temporaryFolder({ 'labels.csv': 'old' });
    const file = join(folder, 'labels.csv');
    await chown(file, 1234, 4321);
    await chmod(file, 0o640);
    await writeFileAtomic(file, 'new');
    expect(await stat(file)).toMatchObject({ uid: 1234, gid: 4321, mode: 0o100640 });
  });
});

describe('removeStaleTemporaries', () => {
  it('takes away what processes that are gone have left, and nothing else', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const others = ['.label-audit-notes.txt', 'labels.tmp', '.label-audit-x.tmp'];
    const folder = await temporaryFolder(Object.fromEntries(others.map((name) => [name, ''])));
    const mine = temporaryFile(folder);
    const stale = mine.replace(`-${process.pid}-`, `-${gone}-`);
    const elsewhere = stale.replace(/-[0-9a-f]{8}-/, '-00000000-');
    const old = elsewhere.replace('00000000', '11111111');
    for (const file of [mine, stale, elsewhere, old]) await writeFile(file, '');
    await utimes(old, 1, 1);
    await link(mine, join(folder, 'linked'));
    await removeStaleTemporaries(folder);
    const left = [mine, elsewhere, join(folder, 'linked'), ...others.map((name) => join(folder, name))];
    expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(left.sort());
    await removeStaleTemporaries(join(folder, 'none'));
  });
});

describe('sha256', () => {
  it('gives the published digest of "abc", from memory and from a file', async () => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const folder = await temporaryFolder({ abc: 'abc' });
    expect(sha256('abc')).toBe(digest);
    expect(await hashFile(join(folder, 'abc'))).toBe(digest);
  });

  it('reads files of every size, many at once, and refuses what is no regular file', async () => {
    const sizes = [0, 1, 1000, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1, 600_000];
    const contents = sizes.map((size) => Buffer.alloc(size, `${size} `));
    const folder = await temporaryFolder({});
    await Promise.all(contents.map((content, i) => writeFile(join(folder, String(i)), content)));
    const files = Array.from({ length: 200 }, (_, i) => i % sizes.length);
    const hashes = await Promise.all(files.map((i) => hashFile(join(folder, String(i)))));
    expect(hashes).toEqual(files.map((i) => sha256(contents[i])));
    await expect(hashFile(folder)).rejects.toThrow();
    await expect(hashFile(join(folder, 'gone'))).rejects.toThrow('ENOENT');
    await expect(hashFile(join(folder, '1'), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    const folder = await temporaryFolder({});
    expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
    await expect(hashFile(join(folder, 'pipe'))).rejects.toThrow('no regular file');
  });
});
