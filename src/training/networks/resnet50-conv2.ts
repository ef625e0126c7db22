import { maxPool, mean, type Tensor4D } from '@tensorflow/tfjs-core';
import { addRelu } from '../backends/kernels/add-relu.ts';
import { convNorm, dense, type Layer } from './layers.ts';
import type { Random } from '../random.ts';
import type { Model } from './model.ts';

/** Keras' ResNet50: epsilon and momentum of its batch normalisation. */
const NORM = { epsilon: 1.001e-5, momentum: 0.99, bias: true } as const;
/** Mean of ImageNet's pixels, blue, green, red: what caffe-style preprocessing subtracts. */
const CAFFE_MEANS = [103.939, 116.779, 123.68];

function conv(inChannels: number, outChannels: number, size: number, relu: boolean, random: Random): Layer {
  return convNorm({ ...NORM, inChannels, outChannels, size, relu, random });
}

/** One bottleneck block of conv2: 1×1, 3×3, 1×1, with a 1×1 convolution on the side of the first. */
function bottleneck(inChannels: number, random: Random): Layer {
  const shortcut = inChannels === 256 ? null : conv(inChannels, 256, 1, false, random);
  const path = [conv(inChannels, 64, 1, true, random), conv(64, 64, 3, true, random), conv(64, 256, 1, false, random)];
  const layers = shortcut === null ? path : [shortcut, ...path];
  return {
    variables: layers.flatMap((layer) => layer.variables),
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    forward(x, training) {
      let y = x;
      for (const layer of path) y = layer.forward(y, training);
      return addRelu(shortcut === null ? x : shortcut.forward(x, training), y);
    },
    dispose() {
      for (const layer of layers) layer.dispose();
    },
  };
}

/**
 * The network of the article and of the 2021 Data-Centric AI competition: Keras' ResNet50 cut after conv2_block3_out,
 * untrained, with global average pooling and a dense layer; 232,330 parameters for 10 classes. The article trains 100
 * epochs at batch 8 and a learning rate of 1e-4; the shorter default was chosen by `npm run bench:quality`.
 */
export const resnet50Conv2: Model = {
  name: 'resnet50-conv2',
  defaults: {
    ...{ epochs: 10, batchSize: 32, learningRate: 1e-3, imageSize: 32, testTimeViews: 0 },
    ...{ members: 1, trimmedMembers: 0, rounds: 1 },
  },
  presets: { fast: { epochs: 4 }, thorough: { epochs: 20 } },
  schedule: 'one-cycle',
  augment: null,
  channels: 3,
  preprocess(batch) {
    for (let i = 0; i < batch.length; i += 3) {
      const red = batch[i];
      batch[i] = batch[i + 2] - CAFFE_MEANS[0];
      batch[i + 1] -= CAFFE_MEANS[1];
      batch[i + 2] = red - CAFFE_MEANS[2];
    }
  },
  create({ k }, random) {
    const stem = convNorm({
      ...NORM,
      inChannels: 3,
      outChannels: 64,
      size: 7,
      stride: 2,
      pad: [
        [0, 0],
        [3, 3],
        [3, 3],
        [0, 0],
      ],
      relu: true,
      random,
    });
    const blocks = [bottleneck(64, random), bottleneck(256, random), bottleneck(256, random)];
    const head = dense(256, k, random);
    const layers = [stem, ...blocks, head];
    return {
      variables: layers.flatMap((layer) => layer.variables),
      parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
      forward(x, training) {
        const y: Tensor4D = stem.forward(x, training);
        // Keras pads with zeros; after a ReLU they win no more than the nothing that tfjs pads with.
        let z: Tensor4D = maxPool(y, 3, 2, 1, 'floor');
        for (const block of blocks) z = block.forward(z, training);
        return head.forward(mean(z, [1, 2]));
      },
      dispose() {
        for (const layer of layers) layer.dispose();
      },
    };
  },
};
