import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractFeatures, type ExtractOptions } from '../../../../src/training/features/extract-features.ts';
import { TRUNK_FEATURES } from '../../../../src/training/features/trunk-facts.ts';

const COUNT = 20;
const options: ExtractOptions = { side: 32, trim: false, mirrored: false, backend: 'wasm', jobs: 1, cacheFolder: null };
let root: string;
let cacheFolder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pictures-'));
  cacheFolder = join(root, 'cache');
  await mkdir(join(root, 'images'));
  for (let i = 0; i < COUNT; i++) {
    const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, at) => (at * (i + 3) + (at >> 5) * 31) % 256);
    const raw = { width: 40, height: 40, channels: 3 } as const;
    await sharp(pixels, { raw })
      .png()
      .toFile(join(root, 'images', `${i}.png`));
  }
  await writeFile(join(root, 'images', 'text.png'), 'no picture');
  await sharp(
    await sharp(join(root, 'images', '3.png'))
      .flop()
      .toBuffer(),
  ).toFile(join(root, 'images', 'flopped.png'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const list = (...names: string[]): Parameters<typeof extractFeatures>[0] => ({
  root,
  examples: names.map((name, i) => ({ path: `images/${name}`, place: { kind: 'csv', row: i + 1 } })),
});
const all = Array.from({ length: COUNT }, (_, i) => `${i}.png`);
const row = (data: Float32Array, i: number): Float32Array => data.slice(i * TRUNK_FEATURES, (i + 1) * TRUNK_FEATURES);
const apart = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe('extractFeatures', () => {
  it('gives each usable picture a row, and names the others by path and row', async () => {
    const progress: number[] = [];
    const names = ['0.png', 'gone.png', '1.png', 'text.png', '0.png'];
    const result = await extractFeatures(list(...names), { ...options, onProgress: (done) => progress.push(done) });
    expect(Array.from(result.exampleIndices)).toEqual([0, 2, 4]);
    expect(result.features).toMatchObject({ n: 3, k: TRUNK_FEATURES });
    expect(result.problems.map(({ kind, row: at }) => [kind, at])).toEqual([
      ['missing-image', 2],
      ['not-an-image', 4],
    ]);
    expect(result.problems[1].message).toContain('images/text.png (row 4)');
    expect(row(result.features.data, 2)).toEqual(row(result.features.data, 0));
    expect(apart(row(result.features.data, 1), row(result.features.data, 0))).toBeGreaterThan(0.1);
    expect(result.backend).toBe('wasm');
    expect(progress.at(-1)).toBe(3);
  });

  it('gives the same from two processes, and from the cache', async () => {
    const one = await extractFeatures(list(...all), options);
    const two = await extractFeatures(list(...all), { ...options, jobs: 2, cacheFolder });
    const cached = await extractFeatures(list(...all.toReversed()), { ...options, cacheFolder });
    expect(two.features.data).toEqual(one.features.data);
    expect(two.computed).toBe(COUNT);
    expect(cached.computed).toBe(0);
    expect(cached.backend).toBe('wasm');
    for (let i = 0; i < COUNT; i++) {
      expect(row(cached.features.data, i)).toEqual(row(one.features.data, COUNT - 1 - i));
    }
    const other = await extractFeatures(list('0.png'), { ...options, side: 48, cacheFolder });
    expect(other.computed).toBe(1);
  });

  it('sees a mirrored picture as the picture of what is mirrored, and computes no view twice', async () => {
    const both = await extractFeatures(list('3.png', 'flopped.png'), { ...options, cacheFolder, mirrored: true });
    expect(apart(row(both.mirrored!.data, 0), row(both.features.data, 1))).toBeLessThan(0.02);
    expect(apart(row(both.mirrored!.data, 1), row(both.features.data, 0))).toBeLessThan(0.02);
    expect(apart(row(both.features.data, 0), row(both.features.data, 1))).toBeGreaterThan(0.05);
    expect(both.computed).toBe(2);
    expect((await extractFeatures(list('3.png'), { ...options, cacheFolder, mirrored: true })).computed).toBe(0);
  });

  it('stops at once when it is told to, and leaves no process', async () => {
    const stop = new AbortController();
    const work = extractFeatures(list(...all), { ...options, side: 224, signal: stop.signal });
    const began = performance.now();
    setTimeout(() => {
      stop.abort(new Error('enough'));
    }, 300);
    await expect(work).rejects.toThrow('enough');
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('refuses sizes that make no sense, a root that is gone, and a worker that is missing', async () => {
    await expect(extractFeatures(list('0.png'), { ...options, side: 20 })).rejects.toThrow('20');
    await expect(extractFeatures({ ...list('0.png'), root: join(root, 'no') }, options)).rejects.toThrow(/no\b/);
    const workerFile = join(root, 'none.mjs');
    await expect(extractFeatures(list('0.png'), { ...options, workerFile })).rejects.toThrow('Reinstall');
  });

  it('says what became of a process that ends by itself', async () => {
    const workerFile = join(root, 'dies.mjs');
    await writeFile(workerFile, 'process.exit(3);');
    await expect(extractFeatures(list('0.png'), { ...options, workerFile })).rejects.toThrow('ended with code 3');
  });
});
