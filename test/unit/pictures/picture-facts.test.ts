import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureFacts } from '../../../src/pictures/index.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-facts-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const blank = { create: { width: 40, height: 30, channels: 3, background: 'red' } } as const;

describe('pictureFacts', () => {
  it('tells size, date and camera as the picture is seen: turned by its EXIF data', async () => {
    const bytes = await sharp(blank)
      .withExif({
        IFD0: { Make: 'Example ', Model: 'One' },
        IFD2: { DateTimeOriginal: '2019:05:31 14:02:59' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await writeFile(join(root, 'turned.jpg'), bytes);
    const facts = await pictureFacts(root, 'turned.jpg');
    expect(facts).toMatchObject({ bytes: bytes.length, width: 30, height: 40 });
    const exif = await sharp(blank)
      .withExif({ IFD0: { Make: 'Example ', Model: 'One' }, IFD2: { DateTimeOriginal: '2019:05:31 14:02:59' } })
      .jpeg()
      .toBuffer();
    await writeFile(join(root, 'dated.jpg'), exif);
    expect(await pictureFacts(root, 'dated.jpg')).toEqual({
      ...{ bytes: exif.length, width: 40, height: 30, taken: '2019-05-31 14:02', camera: 'Example One' },
    });
  });

  it('tells what there is of others, and nothing of what lies outside', async () => {
    const png = await sharp(blank).png().toBuffer();
    await writeFile(join(root, 'plain.png'), png);
    expect(await pictureFacts(root, 'plain.png')).toEqual({ bytes: png.length, width: 40, height: 30 });
    await writeFile(join(root, 'text.png'), 'no picture');
    expect(await pictureFacts(root, 'text.png')).toEqual({ bytes: 10 });
    await symlink('/etc/hostname', join(root, 'out.png'));
    await expect(pictureFacts(root, 'out.png')).rejects.toThrow('outside the data set');
    await expect(pictureFacts(root, '../x.png')).rejects.toThrow('no path within');
    await expect(pictureFacts(root, 'gone.png')).rejects.toThrow('does not exist');
  });

  it('passes over damaged EXIF data', async () => {
    const good = await sharp(blank)
      .withExif({ IFD0: { Make: 'Example' } })
      .jpeg()
      .toBuffer();
    const at = good.indexOf('Exif');
    for (let i = 0; i < 60; i++) {
      const bad = Buffer.from(good);
      bad.fill(i * 7, at + 6 + i, at + 10 + i);
      await writeFile(join(root, 'bad.jpg'), bad);
      expect(await pictureFacts(root, 'bad.jpg')).toMatchObject({ bytes: bad.length });
    }
  });
});
