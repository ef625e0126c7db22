import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPictureFile, picturesInMemory } from '../../../../src/training/fit/pixels-file.ts';
import { pixelStatistics } from '../../../../src/training/fit/pixel-statistics.ts';
import { createRandom } from '../../../../src/training/random.ts';

const N = 300;
const SIZE = 2 * 3 * 3;
let folder: string;
let file: string;
let images: Uint8Array;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'label-audit-picture-file-'));
  file = join(folder, 'images.bin');
  const random = createRandom(5, 0);
  images = Uint8Array.from({ length: N * SIZE }, () => random.below(256));
  writeFileSync(file, images);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a file of pictures', () => {
  it.each([[[7]], [[0, 1, 2, 3]], [[299, 0, 298, 299]], [[5, 6, 7, 3, 4, 100, 99, 98]], [[]]])(
    'gives pictures %j as memory does',
    (list) => {
      const indices = Int32Array.from(list);
      const expected = new Uint8Array((list.length + 1) * SIZE);
      picturesInMemory(images, SIZE).read(indices, expected);
      expect([...expected.subarray(0, SIZE)]).toEqual(
        list.length === 0 ? new Array(SIZE).fill(0) : [...images.subarray(list[0] * SIZE, (list[0] + 1) * SIZE)],
      );
      const pictures = openPictureFile(file, SIZE);
      const target = new Uint8Array((list.length + 1) * SIZE);
      pictures.read(indices, target);
      pictures.close();
      expect(target).toEqual(expected);
    },
  );

  it('that ends too early is named', () => {
    const pictures = openPictureFile(file, SIZE);
    expect(() => {
      pictures.read(Int32Array.of(N), new Uint8Array(SIZE));
    }).toThrow(/images\.bin ends too early/);
    pictures.close();
  });

  it('has the mean and deviation of the pictures that are learnt from, in whatever order', () => {
    const train = Int32Array.from({ length: N / 2 }, (_, i) => i * 2);
    const values = [...train].flatMap((i) => [...images.subarray(i * SIZE, (i + 1) * SIZE)]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const pictures = openPictureFile(file, SIZE);
    const data = { pictures, height: 2, width: 3, channels: 3 };
    const found = pixelStatistics(data, train);
    expect(found.mean).toBeCloseTo(mean, 9);
    expect(found.deviation).toBeCloseTo(deviation, 9);
    expect(pixelStatistics(data, train.toReversed())).toEqual(found);
    pictures.close();
  });
});
