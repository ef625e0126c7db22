import { reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { convNorm, dense, dropout } from './layers.ts';
import type { Model } from './model.ts';

const FILTERS = [8, 16, 32, 64, 96];
const DROPOUT = 0.2;
/** The first half of the epochs sees pictures of two thirds the side (Howard's progressive resizing, 2018). */
const EARLY_EPOCHS = 1 / 2;
const EARLY_SIDE = 2 / 3;
/** A shorter training has no time for it: measured at 6 epochs. */
const EARLY_FROM = 8;

const filtersOf = (imageSize: number): readonly number[] => (imageSize >= 40 ? FILTERS : FILTERS.slice(0, -1));

/** Side of a picture after `poolings` poolings. */
function sideAfter(poolings: number, imageSize: number): number {
  let side = imageSize;
  for (let i = 0; i < poolings; i++) side = Math.max(1, Math.floor(side / 2));
  return side;
}

/**
 * The default: a small convolutional network that trains in seconds and, with augmentation and test-time views, finds
 * label errors better than far larger ones do from scratch. Blocks of convolution 3×3, batch normalisation, ReLU and
 * 2×2 max-pooling, four of them, or five where pictures have 40 pixels a side or more; then dropout and a dense layer.
 * What the presets do was chosen by `npm run bench:quality`: see test/bench/README.md, and what did not help there.
 */
export const smallCnn: Model = {
  name: 'small-cnn',
  defaults: {
    ...{ epochs: 10, batchSize: 64, learningRate: 1.5e-2, imageSize: 48, testTimeViews: 16 },
    ...{ members: 1, trimmedMembers: 0, rounds: 1 },
  },
  presets: {
    fast: { epochs: 6, batchSize: 32, learningRate: 1e-2, imageSize: 40, testTimeViews: 8 },
    thorough: { epochs: 16, members: 2, trimmedMembers: 1, rounds: 2 },
  },
  schedule: 'one-cycle',
  augment: { rotation: 10, scale: 0.15, shift: 0.12, shear: 5 },
  preprocess(batch, _channels, { mean, deviation }) {
    const factor = 1 / deviation;
    for (let i = 0; i < batch.length; i++) batch[i] = (batch[i] - mean) * factor;
  },
  early({ epochs, imageSize }) {
    const smaller = Math.round(EARLY_SIDE * imageSize);
    const poolings = filtersOf(imageSize).length;
    // The dense layer has weights for one size of what the poolings leave.
    const fits = sideAfter(poolings, smaller) === sideAfter(poolings, imageSize);
    return { epochs: fits && epochs >= EARLY_FROM ? Math.floor(EARLY_EPOCHS * epochs) : 0, imageSize: smaller };
  },
  create({ imageSize, channels, k }, random) {
    const filters = filtersOf(imageSize);
    const blocks = filters.map((outChannels, i) =>
      convNorm({
        inChannels: i === 0 ? channels : filters[i - 1],
        outChannels,
        size: 3,
        relu: true,
        pool: true,
        epsilon: 1e-5,
        momentum: 0.9,
        random,
      }),
    );
    const side = sideAfter(blocks.length, imageSize);
    const head = dense(side * side * filters[filters.length - 1], k, random);
    const layers = [...blocks, head];
    return {
      variables: layers.flatMap((layer) => layer.variables),
      parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
      forward(x, training) {
        let y: Tensor4D = x;
        for (const block of blocks) y = block.forward(y, training);
        const flat: Tensor2D = reshape(y, [y.shape[0], side * side * y.shape[3]]);
        return head.forward(training ? dropout(flat, DROPOUT, random) : flat);
      },
      dispose() {
        for (const layer of layers) layer.dispose();
      },
    };
  },
};
