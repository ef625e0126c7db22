import { tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import { fillBatch, type Size } from './augment.ts';
import type { AugmentRanges } from '../networks/model.ts';
import type { Model } from '../networks/model.ts';
import type { PictureSource } from './pixels-file.ts';
import type { Random } from '../random.ts';

/** Makes an input tensor of some pictures: moves them, widens grey ones, brings values to what the model expects. */
export type MakeBatch = (indices: Int32Array, ranges: AugmentRanges | null, size: Size) => Tensor;

/**
 * Makes the batches of one training from its pictures, which are read batch by batch.
 * @param channels that the model wants
 * @param statistics of the training pictures' values
 * @param random source of the moves
 */
export function createBatchMaker(
  data: Size & { readonly channels: number; readonly pictures: PictureSource },
  model: Model,
  channels: number,
  statistics: { mean: number; deviation: number },
  random: Random,
): MakeBatch {
  const { height, width } = data;
  const source = { height, width, channels: data.channels };
  let images = new Uint8Array(0);
  let raw = new Float32Array(0);
  return (indices, ranges, size) => {
    const n = indices.length;
    const bytes = n * height * width * data.channels;
    if (images.length < bytes) images = new Uint8Array(bytes);
    const values = n * size.height * size.width * data.channels;
    if (raw.length < values) raw = new Float32Array(values);
    const filled = raw.subarray(0, values);
    data.pictures.read(indices, images);
    fillBatch({ ...source, images }, positions(n), ranges, random, filled, size);
    const batch = channels === data.channels ? filled : widen(filled, channels);
    model.preprocess(batch, channels, statistics);
    return tensor4d(batch, [n, size.height, size.width, channels]);
  };
}

/** 0, 1, … n − 1. */
function positions(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Repeats a single channel. */
function widen(grey: Float32Array, channels: number): Float32Array {
  const wide = new Float32Array(grey.length * channels);
  for (let i = 0; i < grey.length; i++) wide.fill(grey[i], i * channels, (i + 1) * channels);
  return wide;
}
