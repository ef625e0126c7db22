import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { modelNamed } from '../../../../src/training/networks/registry.ts';
import { createRandom } from '../../../../src/training/random.ts';
import { NETWORKS, type Backend } from '../../../../src/training/types.ts';
import { KERNEL_SETS } from '../backends/kernel-sets.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('models', () => {
  it('ResNet50 up to conv2_block3_out has 232,330 parameters with a 10-class head', () => {
    const network = modelNamed('resnet50-conv2').create({ imageSize: 32, channels: 3, k: 10 }, createRandom(0, 0));
    expect(network.parameters).toBe(232_330);
  });

  it.each(NETWORKS)('%s gives logits for every class, at several sizes, and forgets its tensors', (name) => {
    const model = modelNamed(name);
    for (const imageSize of [8, 16, 33, 48]) {
      const channels = model.channels ?? 1;
      const network = model.create({ imageSize, channels, k: 7 }, createRandom(0, 0));
      const before = tf.memory().numTensors;
      for (const training of [true, false]) {
        const shape = tf.tidy(
          () => network.forward(tf.randomNormal([3, imageSize, imageSize, channels]), training).shape,
        );
        expect(shape).toEqual([3, 7]);
      }
      expect(tf.memory().numTensors).toBe(before);
      for (const variable of network.variables) variable.dispose();
    }
  });

  it('small-cnn sees smaller pictures in half of its epochs where they are enough, with the same weights, wherever they fit', () => {
    const model = modelNamed('small-cnn');
    expect(model.early!(model.defaults)).toEqual({ epochs: 5, imageSize: 32 });
    expect(model.early!({ epochs: 6, imageSize: 48 }).epochs).toBe(0);
    let some = 0;
    for (let imageSize = 8; imageSize <= 160; imageSize += 8) {
      const early = model.early!({ epochs: 8, imageSize });
      if (early.epochs === 0) continue;
      some++;
      tf.tidy(() => {
        const network = model.create({ imageSize, channels: 1, k: 3 }, createRandom(0, 0));
        const x = tf.zeros<tf.Rank.R4>([2, early.imageSize, early.imageSize, 1]);
        expect(network.forward(x, true).shape).toEqual([2, 3]);
        for (const variable of network.variables) variable.dispose();
      });
    }
    expect(some).toBeGreaterThan(3);
  });

  it.each(NETWORKS)('%s computes on the cpu backend what it computes on wasm', async (name) => {
    const model = modelNamed(name);
    const channels = model.channels ?? 3;
    const input = Float32Array.from({ length: 2 * 16 * 16 * channels }, (_, i) => Math.sin(i));
    const logits = async (backend: Backend): Promise<number[]> => {
      await startBackend(backend);
      const network = model.create({ imageSize: 16, channels, k: 5 }, createRandom(4, 0));
      const x = tf.tensor4d(input, [2, 16, 16, channels]);
      // Training first, so that the moving averages differ from their start. Dropout draws from the network's own seed.
      return [true, false].flatMap((training) => [...network.forward(x, training).dataSync()]);
    };
    const reference = await logits('cpu');
    for (const backend of KERNEL_SETS) {
      (await logits(backend)).forEach((value, i) => {
        expect(value).toBeCloseTo(reference[i], 3);
      });
    }
  });
});
