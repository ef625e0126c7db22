import { maxPool, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { convNorm, dense, dropout } from '../layers.ts';
import type { Model } from './model.ts';

const FILTERS = [8, 16, 32, 64];
const DROPOUT = 0.3;

/**
 * The default: a small convolutional network that trains in seconds and, with augmentation and test-time views, finds
 * label errors better than far larger ones do from scratch. Blocks of convolution 3×3, batch normalisation, ReLU and
 * 2×2 max-pooling until 2×2 pixels (up to 47 pixels a side) or 3×3 (48 and more, one block more) are left; then
 * dropout and a dense layer.
 */
export const smallCnn: Model = {
  name: 'small-cnn',
  defaults: { epochs: 20, batchSize: 64, learningRate: 1e-2, imageSize: 32, testTimeViews: 8 },
  schedule: 'one-cycle',
  augment: { rotation: 10, scale: 0.15, shift: 0.12, shear: 5 },
  preprocess(batch, _channels, { mean, deviation }) {
    const factor = 1 / deviation;
    for (let i = 0; i < batch.length; i++) batch[i] = (batch[i] - mean) * factor;
  },
  create({ imageSize, channels, k }, random) {
    const filters = imageSize >= 48 ? [...FILTERS, FILTERS[FILTERS.length - 1]] : FILTERS;
    const blocks = filters.map((outChannels, i) =>
      convNorm({
        inChannels: i === 0 ? channels : filters[i - 1],
        outChannels,
        size: 3,
        relu: true,
        epsilon: 1e-5,
        momentum: 0.9,
        random,
      }),
    );
    let side = imageSize;
    for (let i = 0; i < blocks.length; i++) side = Math.max(1, Math.floor(side / 2));
    const head = dense(side * side * filters[filters.length - 1], k, random);
    const layers = [...blocks, head];
    return {
      variables: layers.flatMap((layer) => layer.variables),
      parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
      forward(x, training) {
        let y: Tensor4D = x;
        for (const block of blocks) {
          y = block.forward(y, training);
          if (y.shape[1] > 1) y = maxPool(y, 2, 2, 'valid');
        }
        const flat: Tensor2D = reshape(y, [y.shape[0], side * side * y.shape[3]]);
        return head.forward(training ? dropout(flat, DROPOUT, random) : flat);
      },
    };
  },
};
