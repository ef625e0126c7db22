import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pruneThumbnails, thumbnailFile } from '../../../src/pictures/thumbnail-file.ts';
import { png } from '../dataset/sample-pictures.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3600 * 1000);

describe('the cache of thumbnails', () => {
  it('lets go of what was not used for long, or longest where all is too much', async () => {
    const cacheFolder = await temporaryFolder({
      'aa/old.webp': 'x'.repeat(100),
      'aa/older.webp': 'x'.repeat(100),
      'bb/recent.webp': 'x'.repeat(100),
      'bb/kept.txt': 'not ours',
    });
    await utimes(join(cacheFolder, 'aa/older.webp'), daysAgo(100), daysAgo(100));
    await utimes(join(cacheFolder, 'aa/old.webp'), daysAgo(50), daysAgo(50));
    await pruneThumbnails(cacheFolder);
    expect((await readdir(cacheFolder, { recursive: true })).sort()).toEqual([
      'aa',
      'aa/old.webp',
      'bb',
      'bb/kept.txt',
      'bb/recent.webp',
    ]);
    await pruneThumbnails(cacheFolder, 150);
    expect(await readdir(join(cacheFolder, 'aa'))).toEqual([]);
    expect(await readdir(join(cacheFolder, 'bb'))).toEqual(['kept.txt', 'recent.webp']);
  });

  it('is pruned when the first thumbnail is made, and a use counts', async () => {
    const cacheFolder = await temporaryFolder({ 'aa/older.webp': 'x' });
    await utimes(join(cacheFolder, 'aa/older.webp'), daysAgo(100), daysAgo(100));
    const root = await temporaryFolder({ 'a.png': png });
    const file = await thumbnailFile(root, 'a.png', { size: 32, cacheFolder });
    await expect.poll(() => readdir(join(cacheFolder, 'aa'))).toEqual([]);
    await utimes(file, daysAgo(80), daysAgo(80));
    expect(await thumbnailFile(root, 'a.png', { size: 32, cacheFolder })).toBe(file);
    expect(Date.now() - (await stat(file)).mtimeMs).toBeLessThan(60_000);
  });

  it('makes a new one where the picture has changed', async () => {
    const cacheFolder = await temporaryFolder();
    const root = await temporaryFolder({ 'a.png': png });
    const file = await thumbnailFile(root, 'a.png', { size: 32, cacheFolder });
    await writeFile(join(root, 'a.png'), png.subarray(0, 60));
    await expect(thumbnailFile(root, 'a.png', { size: 32, cacheFolder })).rejects.toThrow(/can't be decoded/);
    await writeFile(join(root, 'a.png'), png);
    await utimes(join(root, 'a.png'), daysAgo(1), daysAgo(1));
    expect(await thumbnailFile(root, 'a.png', { size: 32, cacheFolder })).not.toBe(file);
  });
});
