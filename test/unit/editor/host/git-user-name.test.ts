import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitUserName } from '../../../../src/editor/host/git-user-name.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-git-'));
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(folder, 'global'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('the name under which git commits', () => {
  it("is the repository's own, else the user's, else none", async () => {
    const data = join(folder, 'my data');
    await mkdir(data);
    expect(await gitUserName(data)).toBeUndefined();
    await writeFile(join(folder, 'global'), '[user]\n\tname = Ada Lovelace\n');
    expect(await gitUserName(data)).toBe('Ada Lovelace');
    execFileSync('git', ['-C', data, 'init', '-q']);
    execFileSync('git', ['-C', data, 'config', 'user.name', 'Bo, the Reviewer']);
    expect(await gitUserName(data)).toBe('Bo, the Reviewer');
  });

  it('is none where it is no line, and where there is no folder or no git', async () => {
    await writeFile(join(folder, 'global'), '[user]\n\tname = "two\\nlines"\n');
    expect(await gitUserName(folder)).toBeUndefined();
    await writeFile(join(folder, 'global'), '[user]\n\tname = Ada\n');
    expect(await gitUserName(join(folder, 'none'))).toBeUndefined();
    vi.stubEnv('PATH', folder);
    expect(await gitUserName(folder)).toBeUndefined();
  });
});
