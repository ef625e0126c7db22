import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { convNorm } from '../../../../src/training/networks/layers.ts';
import { createRandom } from '../../../../src/training/random.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('convNorm', () => {
  it('judges by the batches that it has seen, however few, not by how its averages start', () => {
    const layer = convNorm({
      inChannels: 3,
      outChannels: 5,
      size: 3,
      relu: false,
      epsilon: 1e-5,
      momentum: 0.99,
      random: createRandom(0, 0),
    });
    // Far from mean 0 and variance 1, as raw pixels are.
    const x = tf.add(tf.mul(tf.randomNormal([16, 8, 8, 3], 0, 1, 'float32', 1), 50), 100);
    const trained = layer.forward(x as tf.Tensor4D, true).dataSync();
    const judged = layer.forward(x as tf.Tensor4D, false).dataSync();
    trained.forEach((value, i) => {
      expect(Math.abs(judged[i] - value)).toBeLessThan(0.01);
    });
  });
});
