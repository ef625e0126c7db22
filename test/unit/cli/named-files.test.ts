import { spawnSync } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNamedFiles } from '../../../src/cli/named-files.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-named-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('files that the user named', () => {
  it('are written, all of them or none', async () => {
    await writeFile(at('a.md'), 'old');
    const both = [
      { file: at('a.md'), text: 'new' },
      { file: at('gone/b.md'), text: 'new' },
    ];
    await expect(writeNamedFiles(both)).rejects.toThrow(/gone/);
    expect(await readFile(at('a.md'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.md']);
    await writeNamedFiles([both[0], { file: at('b.md'), text: 'too' }]);
    expect([await readFile(at('a.md'), 'utf8'), await readFile(at('b.md'), 'utf8')]).toEqual(['new', 'too']);
  });

  it.skipIf(process.platform === 'win32')('may be links, which stay', async () => {
    await writeFile(at('a.md'), 'old');
    await symlink('a.md', at('link.md'));
    await writeNamedFiles([{ file: at('link.md'), text: 'new' }]);
    expect(await readFile(at('a.md'), 'utf8')).toBe('new');
    expect((await lstat(at('link.md'))).isSymbolicLink()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('may be pipes, which are written to', async () => {
    expect(spawnSync('mkfifo', [at('pipe')]).status).toBe(0);
    const [read] = await Promise.all([
      readFile(at('pipe'), 'utf8'),
      writeNamedFiles([{ file: at('pipe'), text: 'new' }]),
    ]);
    expect(read).toBe('new');
    expect((await lstat(at('pipe'))).isFIFO()).toBe(true);
  });
});
