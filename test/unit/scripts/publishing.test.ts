import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLATFORMS } from '../../../scripts/package/platforms.mjs';

interface Manifest {
  readonly icon: string;
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly sponsor?: unknown;
}

const root = join(import.meta.dirname, '../../..');
const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');

describe('the Marketplace page', async () => {
  const manifest = JSON.parse(await read('package.json')) as Manifest;

  it('has an icon that is large enough, a banner, categories that there are, and at most 30 keywords', async () => {
    const icon = await readFile(join(root, manifest.icon));
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
    expect(manifest.galleryBanner.color).toMatch(/^#[\da-f]{6}$/);
    expect(manifest.galleryBanner.theme).toBe('dark');
    // https://code.visualstudio.com/api/references/extension-manifest
    const known = ['AI', 'Data Science', 'Linters', 'Machine Learning'];
    expect([...manifest.categories].sort()).toEqual(known);
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
    expect(manifest.sponsor).toBeUndefined();
  });

  it('says in words what each picture shows, and shows nothing that the Marketplace refuses', async () => {
    const readme = await read('README.md');
    const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)];
    expect(pictures.length).toBeGreaterThan(0);
    for (const [, text, source] of pictures) {
      expect(text.split(' ').length, source).toBeGreaterThan(5);
      expect(source).toMatch(/^media\/[\w-]+\.(png|gif|webp)$/);
    }
    expect(readme).not.toMatch(/<img|\.svg\)/);
  });
});

describe('docs/publishing.md', () => {
  it('names each target with its size', async () => {
    const rows = [...(await read('docs/publishing.md')).matchAll(/^\| ([a-z0-9]+-[a-z0-9]+) +\| +([\d.]+) MB \|$/gm)];
    expect(rows.map(([, target]) => target)).toEqual(PLATFORMS.map(({ target }) => target));
    for (const [, , size] of rows) expect(Number(size)).toBeLessThan(40);
  });
});
