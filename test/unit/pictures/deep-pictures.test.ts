import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImages, treatmentNotes } from '../../../src/pictures/decode-images.ts';
import { decodePicture } from '../../../src/pictures/decode-picture.ts';
import { thumbnailFile } from '../../../src/pictures/thumbnail-file.ts';
import { datasetOf, options } from '../dataset/sample-pictures.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';
import { dicom, greyTiff } from './picture-files.ts';

const SIDE = 8;
/** 0…1 from the first pixel to the last. */
const ramp = Float32Array.from({ length: SIDE * SIDE }, (_, i) => i / (SIDE * SIDE - 1));
const decode = (bytes: Uint8Array, trim = false) => decodePicture(bytes, { imageSize: SIDE, trim });
const deepPng = (values: ArrayLike<number>): Promise<Buffer> =>
  sharp(Uint16Array.from(values), { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
/** The ramp in 8 bits, within a rounding. */
function expectRamp(pixels: Uint8Array): void {
  const worst = Math.max(...Array.from(pixels, (value, i) => Math.abs(value - ramp[i] * 255)));
  expect(worst).toBeLessThanOrEqual(2);
}

describe('pictures of more than 8 bits', () => {
  it.each([
    ['a 16-bit PNG of 12 bits', () => deepPng(ramp.map((value) => 40 + value * 3000))],
    ['a 16-bit PNG of a narrow range high up', () => deepPng(ramp.map((value) => 40_000 + value * 2000))],
    [
      'a 16-bit TIFF',
      () =>
        greyTiff(
          SIDE,
          Uint16Array.from(ramp, (value) => 1000 + value * 630),
          'uint',
        ),
    ],
    [
      'a 32-bit TIFF',
      () =>
        greyTiff(
          SIDE,
          Uint32Array.from(ramp, (value) => 1000 + value * 200_000),
          'uint',
        ),
    ],
    [
      'floating point below 0',
      () =>
        greyTiff(
          SIDE,
          ramp.map((value) => value * 2 - 1),
          'float',
        ),
    ],
    [
      'floating point in a narrow part of 0…1',
      () =>
        greyTiff(
          SIDE,
          ramp.map((value) => 0.5 + value / 50),
          'float',
        ),
    ],
    [
      'floating point above 65535',
      () =>
        greyTiff(
          SIDE,
          ramp.map((value) => value * 1e6),
          'float',
        ),
    ],
  ])('%s is stretched to the range that it has', async (_, make) => {
    const { pixels, treatment } = await decode(await make());
    expectRamp(pixels);
    expect(treatment).toEqual({ scaled: true, onBlack: false });
  });

  it('floating point in 0…1 and in 0…255 keeps its brightness', async () => {
    for (const most of [1, 255]) {
      const { pixels, treatment } = await decode(
        greyTiff(
          SIDE,
          ramp.map((value) => (value * most) / 2),
          'float',
        ),
      );
      expect(Math.abs(pixels[63] - 127)).toBeLessThanOrEqual(1);
      expect(treatment).toBeUndefined();
    }
  });

  it('of the whole range stay what the decoder makes of them', async () => {
    const bytes = await deepPng(ramp.map((value) => 2000 + value * 60_000));
    const plain = await sharp(bytes).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
    const { pixels, treatment } = await decode(bytes);
    expect(pixels).toEqual(Uint8Array.from({ length: 64 }, (_, i) => plain[i * 3]));
    expect(treatment).toBeUndefined();
  });

  it('may hold what is no number', async () => {
    const values = ramp.slice();
    values[0] = NaN;
    values[20] = Infinity;
    values[40] = -Infinity;
    const { pixels } = await decode(greyTiff(SIDE, values, 'float'));
    expect(pixels[0]).toBe(0);
    expect(Math.abs(pixels[63] - 255)).toBeLessThan(3);
    const { pixels: none } = await decode(greyTiff(SIDE, values.fill(NaN), 'float'));
    expect([...new Set(none)]).toEqual([0]);
  });

  it('are no brighter for one hot pixel among a thousand', async () => {
    const values = Uint16Array.from({ length: 64 * 64 }, (_, i) => 100 + (i % 64) * 10);
    values[77] = 4095;
    const bytes = await sharp(values, { raw: { width: 64, height: 64, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const { pixels } = await decodePicture(bytes, { imageSize: 64, trim: false });
    expect(pixels[63]).toBe(255);
    expect(pixels[0]).toBe(0);
  });
});

describe('pictures with alpha', () => {
  /** Ink of a colour in the left half, nothing in the right one. */
  const ink = (r: number, g: number, b: number, format: 'png' | 'webp' = 'png'): Promise<Buffer> =>
    sharp(
      Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, i) =>
        i % 4 === 3 ? ((i >> 2) % SIDE < 4 ? 255 : 0) : [r, g, b][i % 4],
      ),
      { raw: { width: SIDE, height: SIDE, channels: 4 } },
    )
      .toFormat(format, { lossless: true })
      .toBuffer();
  const sides = ({ pixels, channels }: { pixels: Uint8Array; channels: number }): number[][] =>
    [0, 7].map((x) => [...pixels.subarray(x * channels, (x + 1) * channels)]);

  it('stand on white, and on black where the ink is white', async () => {
    expect(sides(await decode(await ink(0, 0, 0)))).toEqual([[0], [255]]);
    expect(sides(await decode(await ink(200, 0, 0)))).toEqual([
      [200, 0, 0],
      [255, 255, 255],
    ]);
    expect(sides(await decode(await ink(255, 255, 0)))[1]).toEqual([255, 255, 255]);
    for (const format of ['png', 'webp'] as const) {
      const white = await decode(await ink(255, 255, 255, format));
      expect(sides(white)).toEqual([[255], [0]]);
      expect(white.treatment).toEqual({ scaled: false, onBlack: true });
    }
  });

  it('are trimmed by their ink', async () => {
    const { pixels } = await decode(await ink(255, 255, 255), true);
    expect(pixels.filter((value) => value > 200).length).toBeGreaterThan(32);
  });

  it('of 16 bits, with transparent colours and of palettes are no exception', async () => {
    const deep = Uint16Array.from({ length: 64 * 4 }, (_, i) => (i % 4 === 3 && (i >> 2) % SIDE >= 4 ? 0 : 65535));
    const bytes = await sharp(deep, { raw: { width: SIDE, height: SIDE, channels: 4 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    expect(sides(await decode(bytes))).toEqual([[255], [0]]);
    const palette = await sharp(await ink(255, 255, 255))
      .png({ palette: true })
      .toBuffer();
    expect((await sharp(palette).metadata()).isPalette).toBe(true);
    expect(sides(await decode(palette))).toEqual([[255], [0]]);
    const gif = await sharp(await ink(255, 255, 255))
      .gif()
      .toBuffer();
    expect(sides(await decode(gif))).toEqual([[255], [0]]);
  });
});

describe('netpbm pictures', () => {
  it.each([
    ['P1', 'P1\n# bits\n2 2\n1 0\n01', [0, 255, 255, 0]],
    ['P2', 'P2 2 2 # max\n 10\n0 10 5 10', [0, 255, 128, 255]],
    ['P4', Buffer.concat([Buffer.from('P4\n2 2\n'), Buffer.of(0x80, 0x40)]), [0, 255, 255, 0]],
    ['P5', Buffer.concat([Buffer.from('P5 2 2 255\n'), Buffer.of(9, 10, 11, 255)]), [9, 10, 11, 255]],
    [
      'P5 of 12 bits',
      Buffer.concat([Buffer.from('P5 2 2 4095\n'), Buffer.of(0, 0, 15, 255, 8, 0, 15, 255)]),
      [0, 255, 128, 255],
    ],
  ])('%s', async (_, text, wanted) => {
    const { pixels, channels } = await decodePicture(Buffer.from(text), { imageSize: 2, trim: false });
    expect(channels).toBe(1);
    expect([...pixels]).toEqual(wanted);
  });

  it('P3 and P6 have colours', async () => {
    for (const bytes of [
      Buffer.from('P3 1 1 255 200 10 0'),
      Buffer.concat([Buffer.from('P6 1 1 255 '), Buffer.of(200, 10, 0)]),
    ]) {
      const { pixels, channels } = await decodePicture(bytes, { imageSize: 1, trim: false });
      expect([channels, ...pixels]).toEqual([3, 200, 10, 0]);
    }
  });

  it.each([
    ['P5 9 9 255 short', /truncated/],
    ['P5 99999 99999 255 x', /too large/],
    ['P2 2 2 255 1 2 x 4 5 6 7 8', /is no number/],
    ['P5 0 2 255 x', /impossible size 0×2/],
    ['P5 2 2 99999 xxxx', /impossible largest value/],
  ])('%s is refused', async (text, why) => {
    await expect(decode(Buffer.from(text))).rejects.toThrow(why);
  });
});

describe('DICOM pictures', () => {
  const of16 = (values: ArrayLike<number>): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);

  it('are windowed by their own window, after rescaling', async () => {
    // 1000…1255 is −24…231 after rescaling; the window is 0…255 about.
    const pixels = of16(ramp.map((value) => 1000 + value * 1000));
    const file = dicom(SIDE, SIDE, pixels, {
      rescale: ['1', '-1000'],
      window: ['500.5', '1001'],
      bits: 16,
      stored: 12,
    });
    const { pixels: found, treatment } = await decode(file);
    expectRamp(found);
    expect(treatment).toBeUndefined();
    const narrow = dicom(SIDE, SIDE, pixels, { rescale: ['1', '-1000'], window: ['250.5\\40', '501\\400'] });
    const { pixels: half } = await decode(narrow);
    expect([half[0], half[31] > 240, half[33], half[63]]).toEqual([0, true, 255, 255]);
  });

  it('are stretched without a window, inverted where they are MONOCHROME1, and may be signed', async () => {
    const signed = of16(ramp.map((value) => value * 2000 - 1000));
    const { pixels, treatment } = await decode(dicom(SIDE, SIDE, signed, { signed: true }));
    expectRamp(pixels);
    expect(treatment?.scaled).toBe(true);
    const { pixels: inverted } = await decode(dicom(SIDE, SIDE, signed, { signed: true, kind: 'MONOCHROME1' }));
    expectRamp(inverted.map((value) => 255 - value));
    const { pixels: implicit } = await decode(dicom(SIDE, SIDE, signed, { signed: true, syntax: '1.2.840.10008.1.2' }));
    expect(implicit).toEqual(pixels);
  });

  it('may be of 8 bits and of colours', async () => {
    const grey = Uint8Array.from(ramp, (value) => value * 255);
    expectRamp((await decode(dicom(SIDE, SIDE, grey, { bits: 8 }))).pixels);
    const rgb = Uint8Array.of(200, 10, 0, 200, 10, 0);
    const planes = Uint8Array.of(200, 200, 10, 10, 0, 0);
    for (const [bytes, planar] of [
      [rgb, false],
      [planes, true],
    ] as const) {
      const file = dicom(2, 1, bytes, { bits: 8, samples: 3, kind: 'RGB', planar });
      expect([...(await decodePicture(file, { imageSize: 1, trim: false })).pixels]).toEqual([200, 10, 0]);
    }
  });

  it.each([
    ['compressed', { syntax: '1.2.840.10008.1.2.4.90' }, /pixels are compressed .*4\.90.*gdcmconv --raw/],
    ['of a palette', { kind: 'PALETTE COLOR' }, /PALETTE COLOR/],
    ['of odd bits', { bits: 12 }, /12 bits/],
  ])('that are %s are named with what to do', async (_, given, why) => {
    await expect(decode(dicom(SIDE, SIDE, of16(ramp), given))).rejects.toThrow(why);
  });

  it('that are cut are refused', async () => {
    const whole = dicom(SIDE, SIDE, of16(ramp));
    for (const at of [140, 160, 200, 300, whole.length - 1]) {
      await expect(decode(whole.subarray(0, at))).rejects.toThrow(/can't be decoded as DICOM/);
    }
  });
});

describe('decodeImages', () => {
  it('says what was done, and names pictures of one colour; the cache knows it too', async () => {
    const white = Uint8Array.from({ length: 64 * 4 }, (_, i) => (i % 4 === 3 && i < 128 ? 0 : 255));
    const files = {
      'deep.png': await deepPng(ramp.map((value) => value * 3000)),
      'white.png': await sharp(white, { raw: { width: SIDE, height: SIDE, channels: 4 } })
        .png()
        .toBuffer(),
      'blank.png': await sharp({ create: { width: 9, height: 9, channels: 3, background: '#777' } })
        .png()
        .toBuffer(),
    };
    const dataset = await datasetOf({ ...files, 'again.png': files['blank.png'] });
    const cacheFolder = await temporaryFolder();
    for (const decoded of [3, 0]) {
      const store = await decodeImages(dataset, { ...options, cacheFolder });
      expect(store.decoded).toBe(decoded);
      expect(store.problems).toEqual([]);
      expect(store.oneColour.map(({ kind, path, row }) => [kind, path, row])).toEqual([
        ['one-colour', 'blank.png', 3],
        ['one-colour', 'again.png', 4],
      ]);
      expect(treatmentNotes(store.treated)).toEqual([
        expect.stringMatching(/^1 picture has more than 8 bits and a narrow range/),
        expect.stringMatching(/^1 picture is of nearly white ink on nothing/),
        '2 pictures are one colour: no model can tell what they show.',
      ]);
    }
  });

  it.each([
    [
      'a.heic',
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
      /is a HEIC picture, which is not read; convert it to JPEG/,
    ],
    ['a.jxl', Buffer.from('ff0a00000000', 'hex'), /is a JPEG XL picture/],
    ['a.jp2', Buffer.from('0000000c6a5020200d0a870a', 'hex'), /is a JPEG 2000 picture/],
    [
      'a.png',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      /pointer of Git LFS.*git lfs pull/,
    ],
    ['b.png', Buffer.from('<!DOCTYPE html><html>404'), /is a web page/],
  ])('names %s with what to do', async (name, bytes, why) => {
    const { problems } = await decodeImages(await datasetOf({ [name]: bytes }), options);
    expect(problems[0].message).toMatch(why);
  });
});

describe('thumbnailFile', () => {
  it('shows such pictures as the model sees them', async () => {
    const root = await temporaryFolder({
      'deep.png': await deepPng(ramp.map((value) => value * 3000)),
      'scan.dcm': dicom(SIDE, SIDE, new Uint8Array(Uint16Array.from(ramp, (value) => value * 3000).buffer)),
    });
    for (const path of ['deep.png', 'scan.dcm']) {
      const file = await thumbnailFile(root, path, { size: 64, cacheFolder: await temporaryFolder() });
      const { data, info } = await sharp(await readFile(file))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([SIDE, SIDE]);
      expect(Math.max(...data) - Math.min(...data)).toBeGreaterThan(200);
    }
  });
});
