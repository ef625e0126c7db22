import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/files/input-error.ts';
import { decodeImages } from '../../../src/pictures/decode-images.ts';
import { type ImageStore } from '../../../src/pictures/types.ts';
import { datasetOf, listed, options, picture, png, red } from '../dataset/sample-pictures.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

/** One picture of the store, as rows of its first channel. */
function rows(store: ImageStore, picture = 0): number[][] {
  const { width, height, channels, data } = store;
  const at = picture * width * height * channels;
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[at + (y * width + x) * channels]),
  );
}

/** A Windows bitmap put together by hand: 2×2, bottom row first. */
function bmp(bits: number, pixels: readonly number[], palette: readonly number[] = [], height = 2): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + palette.length + pixels.length, 2);
  header.writeUInt32LE(54 + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(2, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(palette.length / 4, 46);
  return Buffer.concat([header, Buffer.from(palette), Buffer.from(pixels)]);
}

describe('decodeImages', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('decodes %s', async (format) => {
    const bytes = await picture().toFormat(format, { quality: 100 }).toBuffer();
    const store = await decodeImages(await datasetOf({ x: bytes }), options);
    expect(store.problems).toEqual([]);
    expect(store).toMatchObject({ n: 1, height: 8, width: 8, channels: 1, decoded: 1 });
    expect(store.exampleIndices).toEqual(Int32Array.of(0));
    for (const row of rows(store)) {
      expect(Math.max(...row.slice(0, 3))).toBeLessThan(12);
      expect(Math.min(...row.slice(5))).toBeGreaterThan(243);
    }
  });

  it('decodes bitmaps of 1, 8, 16, 24 and 32 bits, either way up', async () => {
    const grey = [0, 0, 0, 0, 255, 255, 255, 0];
    const files = {
      1: bmp(1, [0b01000000, 0, 0, 0, 0b01000000, 0, 0, 0], grey),
      8: bmp(8, [0, 1, 0, 0, 0, 1, 0, 0], grey),
      16: bmp(16, [0, 0, 255, 127, 0, 0, 255, 127]),
      24: bmp(24, [0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0], [], -2),
      32: bmp(32, [0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255, 255, 255, 0]),
    };
    const store = await decodeImages(await datasetOf(files), { ...options, imageSize: 2 });
    expect(store.problems).toEqual([]);
    expect(store.data).toEqual(Uint8Array.from({ length: 20 }, (_, i) => (i % 2) * 255));
    const blueOnTop = bmp(24, [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0]);
    const colour = await decodeImages(await datasetOf({ x: blueOnTop }), { ...options, imageSize: 2 });
    expect([...colour.data.slice(0, 3), ...colour.data.slice(6, 9)]).toEqual([0, 0, 255, 255, 0, 0]);
  });

  it('applies the EXIF rotation and flattens transparency onto white', async () => {
    const rotated = await picture().withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const clear = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer();
    const store = await decodeImages(await datasetOf({ rotated, clear }), options);
    expect(rows(store)[0].every((value) => value < 12)).toBe(true);
    expect(rows(store)[7].every((value) => value > 243)).toBe(true);
    expect(
      rows(store, 1)
        .flat()
        .every((value) => value === 255),
    ).toBe(true);
  });

  it('decodes 16-bit, CMYK, palette and animated pictures, the first frame of those', async () => {
    const deep = Uint16Array.from({ length: 64 }, () => 40_000);
    const frames = Buffer.concat([Buffer.alloc(64 * 3, 0), Buffer.alloc(64 * 3, 255)]);
    const files = {
      deep: await sharp(deep, { raw: { width: 8, height: 8, channels: 1 } })
        .toColourspace('grey16')
        .png()
        .toBuffer(),
      cmyk: await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      palette: await picture().png({ palette: true, colours: 2 }).toBuffer(),
      animated: await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
        .gif()
        .toBuffer(),
    };
    expect((await sharp(files.deep).metadata()).depth).toBe('ushort');
    expect((await sharp(files.cmyk).metadata()).space).toBe('cmyk');
    expect((await sharp(files.animated).metadata()).pages).toBe(2);
    const store = await decodeImages(await datasetOf(files), options);
    expect(store.problems).toEqual([]);
    expect(Math.abs(rows(store, 0)[4][4] - 156)).toBeLessThan(3);
    expect(rows(store, 1)[4][0]).toBeLessThan(60);
    expect(rows(store, 1)[4][7]).toBeGreaterThan(240);
    expect(rows(store, 2)[4][0]).toBeLessThan(5);
    expect(
      rows(store, 3)
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
  });

  it('is grey when every picture is, and else what is asked for', async () => {
    const files = { grey: png, colour: await red().png().toBuffer() };
    const dataset = await datasetOf(files);
    expect((await decodeImages(await datasetOf({ x: png }), options)).channels).toBe(1);
    const auto = await decodeImages(dataset, options);
    expect([auto.channels, auto.data.length]).toEqual([3, 2 * 8 * 8 * 3]);
    expect([...auto.data.slice(-3)]).toEqual([255, 0, 0]);
    const grey = await decodeImages(dataset, { ...options, channels: 1 });
    expect([grey.channels, grey.data.at(-1)]).toEqual([1, 77]);
    const three = await decodeImages(await datasetOf({ x: png }), { ...options, channels: 3 });
    expect([three.channels, three.data.length]).toEqual([3, 8 * 8 * 3]);
  });

  it('trims to the content, and leaves a picture without content whole', async () => {
    const ink = await sharp({ create: { width: 10, height: 20, channels: 3, background: '#202020' } })
      .png()
      .toBuffer();
    const paper = sharp({ create: { width: 300, height: 200, channels: 3, background: '#e8e4dc' } });
    const scan = await paper
      .composite([{ input: ink, left: 200, top: 150 }])
      .png()
      .toBuffer();
    const blank = await sharp({ create: { width: 50, height: 9, channels: 3, background: '#777777' } })
      .png()
      .toBuffer();
    const dataset = await datasetOf({ scan, blank });
    const plain = await decodeImages(dataset, { ...options, imageSize: 16 });
    const trimmed = await decodeImages(dataset, { ...options, imageSize: 16, trim: true });
    const dark = (store: ImageStore): number =>
      rows(store)
        .flat()
        .filter((value) => value < 100).length;
    expect(dark(plain)).toBeLessThan(6);
    expect(dark(trimmed)).toBeGreaterThan(120);
    expect(rows(trimmed)[0].every((value) => value > 150)).toBe(true);
    expect(
      rows(trimmed, 1)
        .flat()
        .every((value) => value === 0x77),
    ).toBe(true);
  });

  it('lists what can not be used by path and row, and leaves it out', async () => {
    const noise = Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i * 7919) % 251));
    const jpeg = await sharp(noise, { raw: { width: 60, height: 50, channels: 3 } })
      .jpeg()
      .toBuffer();
    const svg =
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>';
    const huge = Buffer.from(png);
    huge.writeUInt32BE(50_000, 16);
    huge.writeUInt32BE(50_000, 20);
    const root = await temporaryFolder({
      'good.png': png,
      'wrong-extension.gif': jpeg,
      'truncated.jpg': jpeg.subarray(0, jpeg.length - 200),
      'truncated.png': png.subarray(0, png.length - 40),
      'truncated.bmp': bmp(24, [0, 0]),
      'empty.png': '',
      'text.png': 'no picture',
      'drawing.png': svg,
      'huge.png': huge,
    });
    await mkdir(join(root, 'folder.png'));
    execFileSync('mkfifo', [join(root, 'pipe.png')]);
    const outside = await temporaryFolder({ 'secret.png': png });
    await symlink(join(outside, 'secret.png'), join(root, 'out.png'));
    await symlink(join(root, 'good.png'), join(root, 'in.png'));
    await symlink('loop.png', join(root, 'loop.png'));
    const names = [...(await readdir(root)).sort(), 'missing.png', 'nul\0.png', `${'x'.repeat(300)}.png`];
    const store = await decodeImages(listed(root, names), options);
    expect(Array.from(store.exampleIndices, (i) => names[i])).toEqual(['good.png', 'in.png', 'wrong-extension.gif']);
    expect(Object.fromEntries(store.problems.map(({ path, kind }) => [path, kind]))).toEqual({
      'truncated.jpg': 'unreadable-image',
      'truncated.png': 'unreadable-image',
      'truncated.bmp': 'unreadable-image',
      'empty.png': 'empty-image',
      'text.png': 'not-an-image',
      'drawing.png': 'not-an-image',
      'huge.png': 'unreadable-image',
      'folder.png': 'not-an-image',
      'pipe.png': 'not-an-image',
      'out.png': 'outside-root',
      'loop.png': 'unreadable-image',
      'missing.png': 'missing-image',
      'nul\0.png': 'missing-image',
      [`${'x'.repeat(300)}.png`]: 'missing-image',
    });
    for (const { path, row, message } of store.problems) {
      expect(names[row! - 1]).toBe(path);
      expect(message.startsWith(`${path} (row ${row!}) `)).toBe(true);
    }
    expect(store.problems.find(({ path }) => path === 'huge.png')?.message).toContain('too many pixels');
    expect(store.problems.find(({ path }) => path === 'drawing.png')?.message).toContain('is an SVG drawing');
  });

  it('refuses a size that makes no sense, and a root that is gone', async () => {
    const dataset = await datasetOf({ x: png });
    await expect(decodeImages(dataset, { ...options, imageSize: 0 })).rejects.toThrow(/image size 0 is not/);
    await expect(decodeImages({ ...dataset, root: '/nowhere/at/all' }, options)).rejects.toThrow(InputError);
  });
});

describe('decodeImages under way', () => {
  it('reports each picture once, in order', async () => {
    const seen: number[][] = [];
    const onProgress = (done: number, total: number): void => void seen.push([done, total]);
    await decodeImages(await datasetOf({ a: png, b: 'x', c: png }), { ...options, onProgress });
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('stops between two pictures and keeps what was decoded', async () => {
    const root = await temporaryFolder();
    const names = Array.from({ length: 40 }, (_, i) => `${i}.png`);
    await Promise.all(
      names.map((name, i) =>
        sharp({ create: { width: 20, height: 20 + i, channels: 3, background: '#123456' } }).toFile(join(root, name)),
      ),
    );
    const cacheFolder = await temporaryFolder();
    const controller = new AbortController();
    const reason = new Error('the user has seen enough');
    const onProgress = (done: number): void => {
      if (done === 10) controller.abort(reason);
    };
    const run = decodeImages(listed(root, names), { ...options, cacheFolder, onProgress, signal: controller.signal });
    await expect(run).rejects.toBe(reason);
    const { decoded } = await decodeImages(listed(root, names), { ...options, cacheFolder });
    expect(decoded).toBeGreaterThan(0);
    expect(decoded).toBeLessThanOrEqual(30);
  });

  it('ends at once when it is cancelled, whatever picture is being decoded', async () => {
    const large = sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#123456' } });
    const dataset = await datasetOf({
      'large.png': await large.png({ progressive: true, compressionLevel: 1 }).toBuffer(),
    });
    const cacheFolder = await temporaryFolder();
    const controller = new AbortController();
    const reason = new Error('not that one');
    let ended = false;
    const whole = decodeImages(dataset, { ...options, cacheFolder: null }).then(() => (ended = true));
    const run = decodeImages(dataset, { ...options, cacheFolder, signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 50);
    await expect(run).rejects.toBe(reason);
    // The same picture, begun before, is not through yet: nobody has waited for it.
    expect(ended).toBe(false);
    await whole;
  });

  it('holds what it decoded before it was killed', async () => {
    const cacheFolder = await temporaryFolder();
    const dataset = await datasetOf({ 'a.png': png, 'b.png': await red().png().toBuffer() });
    await decodeImages(dataset, { ...options, cacheFolder });
    const [pack] = await readdir(join(cacheFolder, 'pictures'));
    // As a process leaves it that was killed while it appended.
    await appendFile(join(cacheFolder, 'pictures', pack), Buffer.alloc(100, 7));
    expect((await decodeImages(dataset, { ...options, cacheFolder })).decoded).toBe(0);
  });
});
