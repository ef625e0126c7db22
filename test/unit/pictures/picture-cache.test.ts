import { copyFile, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImages } from '../../../src/pictures/decode-images.ts';
import { datasetOf, listed, options, picture, png, red } from '../dataset/sample-pictures.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

describe('the cache of decodeImages', () => {
  it('lets a second audit decode only what changed', async () => {
    const cacheFolder = await temporaryFolder();
    const colour = await red().png().toBuffer();
    const dataset = await datasetOf({ 'a.png': png, 'b.png': colour, 'c.png': png });
    const first = await decodeImages(dataset, { ...options, cacheFolder });
    expect(first.decoded).toBe(2);
    const second = await decodeImages(dataset, { ...options, cacheFolder });
    expect(second).toEqual({ ...first, decoded: 0 });
    expect((await decodeImages(dataset, { ...options, cacheFolder, channels: 1 })).decoded).toBe(0);
    expect((await decodeImages(dataset, { ...options, cacheFolder, trim: true })).decoded).toBe(2);
    expect((await decodeImages(dataset, { ...options, cacheFolder, imageSize: 9 })).decoded).toBe(2);
    await rename(join(dataset.root, 'a.png'), join(dataset.root, 'd.png'));
    await writeFile(join(dataset.root, 'b.png'), await picture().negate().png().toBuffer());
    const third = await decodeImages(listed(dataset.root, ['d.png', 'b.png']), { ...options, cacheFolder });
    expect(third).toMatchObject({ n: 2, channels: 1, decoded: 1 });
  });

  it('passes over damaged entries and writes them anew', async () => {
    const cacheFolder = await temporaryFolder();
    const dataset = await datasetOf({ 'a.png': png, 'b.png': await red().png().toBuffer() });
    const first = await decodeImages(dataset, { ...options, cacheFolder });
    const folder = join(cacheFolder, 'pictures');
    const pack = join(folder, (await readdir(folder))[0]);
    const whole = await readFile(pack);
    const damages: [number, () => Promise<void>][] = [
      [1, () => writeFile(pack, whole.with(whole.length - 1, whole[whole.length - 1] ^ 1))],
      [1, () => truncate(pack, whole.length - 5)],
      [2, () => writeFile(pack, 'no pack at all')],
      [2, () => writeFile(pack, '')],
      [2, () => rm(pack)],
    ];
    for (const [decoded, damage] of damages) {
      await damage();
      expect(await decodeImages(dataset, { ...options, cacheFolder })).toEqual({ ...first, decoded });
      expect((await decodeImages(dataset, { ...options, cacheFolder })).decoded).toBe(0);
    }
  });

  it('does not grow for ever', async () => {
    const cacheFolder = await temporaryFolder({ 'pictures/old.pack': 'x', 'pictures/recent.pack': 'x' });
    const long = new Date(Date.now() - 100 * 24 * 3600 * 1000);
    await utimes(join(cacheFolder, 'pictures', 'old.pack'), long, long);
    const root = await temporaryFolder();
    const sizes: number[] = [];
    for (let i = 0; i < 5; i++) {
      const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: { r: i, g: i, b: i } } })
        .png()
        .toBuffer();
      await writeFile(join(root, 'a.png'), bytes);
      await decodeImages(listed(root, ['a.png']), { ...options, cacheFolder });
      const packs = (await readdir(join(cacheFolder, 'pictures'))).filter((name) => name !== 'recent.pack');
      expect(packs.length).toBe(1);
      sizes.push((await stat(join(cacheFolder, 'pictures', packs[0]))).size);
    }
    expect(sizes[4]).toBe(sizes[1]);
  });

  it('is no reason to fail when it can not be written', async () => {
    const cacheFolder = join(await temporaryFolder({ file: '' }), 'file', 'cache');
    expect((await decodeImages(await datasetOf({ x: png }), { ...options, cacheFolder })).n).toBe(1);
  });

  it('finds a copy of a picture under another name', async () => {
    const cacheFolder = await temporaryFolder();
    const dataset = await datasetOf({ 'a.png': png });
    await decodeImages(dataset, { ...options, cacheFolder });
    await copyFile(join(dataset.root, 'a.png'), join(dataset.root, 'b.png'));
    expect(await decodeImages(listed(dataset.root, ['b.png']), { ...options, cacheFolder })).toMatchObject({
      decoded: 0,
    });
  });
});
