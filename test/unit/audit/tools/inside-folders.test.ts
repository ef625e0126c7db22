import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInside } from '../../../../src/audit/tools/inside-folders.ts';

describe('pathInside', () => {
  let base: string;
  let folder: string;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'label-audit-inside-'));
    folder = join(base, 'workspace');
    await mkdir(join(folder, 'data'), { recursive: true });
    await mkdir(join(base, 'workspace-2'));
    await writeFile(join(base, 'secret.csv'), '');
    await symlink(base, join(folder, 'out'));
    await symlink(join(folder, 'data'), join(folder, 'in'));
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  it('takes paths inside, relative and absolute, through links that stay inside', async () => {
    expect(await pathInside([folder], 'data')).toBe(join(folder, 'data'));
    expect(await pathInside([folder], './data/../data')).toBe(join(folder, 'data'));
    expect(await pathInside([folder], join(folder, 'data'))).toBe(join(folder, 'data'));
    expect(await pathInside([folder], '.')).toBe(folder);
    expect(await pathInside([folder], 'in')).toBe(join(folder, 'in'));
    expect(await pathInside([join(base, 'workspace-2'), folder], 'data')).toBe(join(folder, 'data'));
  });

  it('refuses what leads out, as it is written or by a link', async () => {
    const outside = ['..', '../secret.csv', '/etc/passwd', join(base, 'workspace-2'), 'out', 'out/secret.csv'];
    for (const path of [...outside, 'file:///etc/passwd', 'https://x.y/z', 'data\0.csv', join(folder, '..')])
      await expect(pathInside([folder], path), path).rejects.toThrow(/outside of the folders that may be read/);
    await expect(pathInside([], 'data')).rejects.toThrow(/outside/);
  });

  it('says what is not there, in quotes and on one line', async () => {
    await expect(pathInside([folder], 'no\nsuch')).rejects.toThrow('There is no "no\\u{a}such" in the folders');
  });
});
