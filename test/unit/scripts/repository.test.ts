import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PLATFORMS } from '../../../scripts/package/platforms.mjs';
import { describe, expect, it } from 'vitest';
import { readRepository, repositoryProblems } from '../../../scripts/release/repository.mjs';

const ROOT = join(import.meta.dirname, '../../..');

/** Files of a folder of the repository, relative to its root. */
async function filesOf(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const tracked = [...(await filesOf('.', false)), ...(await filesOf('.github', true)), ...(await filesOf('docs', true))];
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

describe('the address of the repository', () => {
  it('is that of package.json wherever it stands', async () => {
    expect(await repositoryProblems(ROOT)).toEqual([]);
  });

  it('is named by no page that `npm run release -- --repository` does not write', async () => {
    const { name } = await readRepository(ROOT);
    const pages = tracked.filter((file) => /\.(md|yml|nls\.json)$/.test(file) || file.endsWith('CODEOWNERS'));
    expect(pages.length).toBeGreaterThan(10);
    const naming: string[] = [];
    for (const page of pages) {
      const text = await read(page);
      if (new RegExp(`github\\.com/[\\w-]+/${name}\\b|\\b[\\w-]+/${name}(?=[,\\s])`).test(text)) naming.push(page);
    }
    // docs/distributed.md names images and folders that are called so, not the repository.
    const written = [
      '.github/ISSUE_TEMPLATE/config.yml',
      'SUPPORT.md',
      'docs/continuous-integration.md',
      'docs/library.md',
    ];
    expect(naming.filter((page) => page !== 'docs/distributed.md').sort()).toEqual(written);
  });
});

describe('the workflows', () => {
  it('run scripts that there are, with the packager of the harness', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
    const workflows = tracked.filter((file) => file.startsWith('.github/workflows/'));
    expect(workflows.length).toBe(3);
    const text = (await Promise.all(workflows.map(read))).join('\n');
    const used = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script);
    expect(used.length).toBeGreaterThan(2);
    for (const script of used) expect(Object.keys(scripts)).toContain(script);
    const vsce = /const VSCE = '([\d.]+)'/.exec(await read('test/harness/install.mjs'))?.[1];
    expect([...text.matchAll(/@vscode\/vsce@([\d.]+)/g)].map(([, version]) => version)).toEqual([vsce]);
    // Each VSIX that is made is tried on a machine of its platform.
    const tried = [...text.matchAll(/\{ platform: ([\w-]+),/g)].map(([, platform]) => platform);
    expect(tried.sort()).toEqual(PLATFORMS.map(({ target }) => target).sort());
    expect([...text.matchAll(/uses: \.\/(\S+)/g)].every(([, file]) => tracked.includes(file))).toBe(true);
  });
});
