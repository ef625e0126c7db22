import type { PictureSource } from './pixels-file.ts';

/** Pictures that are read at once. */
const BLOCK = 128;

interface PicturesOfSize {
  readonly pictures: PictureSource;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Mean and standard deviation of the values of the training pictures; the deviation is never 0. */
export function pixelStatistics(data: PicturesOfSize, train: Int32Array): { mean: number; deviation: number } {
  const size = data.height * data.width * data.channels;
  const images = new Uint8Array(BLOCK * size);
  // In the file's order, which is the fastest; the sums are whole numbers, so that they are the same in any.
  const order = train.toSorted();
  let sum = 0;
  let squares = 0;
  for (let from = 0; from < order.length; from += BLOCK) {
    const block = order.subarray(from, from + BLOCK);
    data.pictures.read(block, images);
    for (let j = 0; j < block.length * size; j++) {
      const value = images[j];
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, train.length * size);
  const mean = sum / count;
  return { mean, deviation: Math.max(1, Math.sqrt(Math.max(0, squares / count - mean * mean))) };
}
