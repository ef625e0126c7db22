import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAdam } from '../../../../src/training/fit/adam.ts';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { addRelu } from '../../../../src/training/backends/kernels/add-relu.ts';
import { batchNormTraining } from '../../../../src/training/backends/kernels/batch-norm.ts';
import { createRandom } from '../../../../src/training/random.ts';
import { simd } from '../../../../src/training/backends/simd/simd-kernels.ts';
import type { Backend } from '../../../../src/training/types.ts';
import { KERNEL_SETS } from './kernel-sets.ts';

// tfjs's own cpu backend is the reference: plain loops that we did not write.

type Values = Float32Array;
const random = createRandom(7, 0);

function normals(shape: readonly number[]): Values {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

/** The results of `compute` on a backend; everything it made is disposed of. */
async function on(backend: Backend, compute: () => tf.Tensor[]): Promise<{ shape: number[]; values: Values }[]> {
  await startBackend(backend);
  expect(simd() !== null).toBe(backend !== 'cpu');
  const before = tf.memory().numTensors;
  const results = tf.tidy(() =>
    compute().map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync<'float32'>().slice() })),
  );
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  return results;
}

async function expectSame(compute: () => tf.Tensor[], tolerance = 1e-5): Promise<void> {
  const reference = await on('cpu', compute);
  for (const backend of KERNEL_SETS) {
    const ours = await on(backend, compute);
    expect(ours.map((result) => result.shape)).toEqual(reference.map((result) => result.shape));
    reference.forEach(({ values }, r) => {
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      values.forEach((value, i) => {
        const difference = Math.abs(ours[r].values[i] - value) / scale;
        if (!(difference <= tolerance)) {
          throw new Error(`result ${r}, value ${i}: ${ours[r].values[i]} on ${backend}, ${value} on cpu`);
        }
      });
    });
  }
}

beforeAll(async () => {
  await startBackend('wasm');
});

it('fails where memory is short, rather than writing tensors over each other', async () => {
  await startBackend('wasm');
  // The heap holds at most 4 GiB; none of it is touched.
  const { wasm } = tf.backend() as unknown as {
    wasm: { _malloc: (bytes: number) => number; _free: (at: number) => void };
  };
  const places: number[] = [];
  expect(() => {
    for (let i = 0; i < 8; i++) places.push(wasm._malloc(2 ** 30));
  }).toThrow('Out of memory');
  expect(places.length).toBeLessThan(8);
  for (const place of places) wasm._free(place);
});

describe('gradient kernels against the cpu backend', () => {
  const cases: [size: number, stride: number, pad: 'same' | 'valid'][] = [];
  for (const size of [1, 3, 7]) {
    for (const stride of [1, 2]) for (const pad of ['same', 'valid'] as const) cases.push([size, stride, pad]);
  }

  it.each(cases)('convolution with filter side %i, stride %i, padding %s', async (size, stride, pad) => {
    for (let round = 0; round < 5; round++) {
      const height = size + random.below(9);
      const width = size + random.below(9);
      const [inChannels, outChannels] = [1 + random.below(13), 1 + random.below(19)];
      const n = 1 + random.below(5);
      const x = normals([n, height, width, inChannels]);
      const w = normals([size, size, inChannels, outChannels]);
      const info = tf.backend_util.computeConv2DInfo(
        [n, height, width, inChannels],
        [size, size, inChannels, outChannels],
        stride,
        1,
        pad,
      );
      const dy = normals(info.outShape);
      await expectSame(() => {
        const gradients = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
          tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad),
        );
        return gradients(
          [tf.tensor(x, [n, height, width, inChannels]), tf.tensor(w, [size, size, inChannels, outChannels])],
          tf.tensor(dy, info.outShape),
        );
      });
    }
  });

  it('convolution with explicit padding, as the stem of ResNet50', async () => {
    const x = normals([3, 32, 32, 3]);
    const w = normals([7, 7, 3, 64]);
    const dy = normals([3, 16, 16, 64]);
    const pad: [[0, 0], [number, number], [number, number], [0, 0]] = [
      [0, 0],
      [3, 3],
      [3, 3],
      [0, 0],
    ];
    await expectSame(() =>
      tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, pad))(
        [tf.tensor(x, [3, 32, 32, 3]), tf.tensor(w, [7, 7, 3, 64])],
        tf.tensor(dy, [3, 16, 16, 64]),
      ),
    );
  });

  it.each([
    [2, 2, 'valid' as const, undefined],
    [3, 2, 1, 'floor' as const],
    [3, 2, 'same' as const, undefined],
    [3, 1, 'same' as const, undefined],
  ])('max-pooling with side %i, stride %i, padding %s', async (size, stride, pad, rounding) => {
    for (const [height, width, c] of [
      [6, 8, 8],
      [9, 7, 5],
      [16, 16, 3],
    ]) {
      const x = normals([2, height, width, c]);
      const info = tf.backend_util.computePool2DInfo([2, height, width, c], size, stride, 1, pad, rounding);
      const dy = normals(info.outShape);
      await expectSame(() => [
        tf.grad((a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, size, stride, pad, rounding))(
          tf.tensor(x, [2, height, width, c]),
          tf.tensor(dy, info.outShape),
        ),
      ]);
    }
  });

  it('max-pooling gives a tie to one value only', async () => {
    const [{ values }] = await on('wasm', () => [
      tf.grad((a: tf.Tensor) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'))(
        tf.zeros([1, 2, 2, 5]),
        tf.ones([1, 1, 1, 5]),
      ),
    ]);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(5);
    expect([...values.slice(0, 5)]).toEqual([1, 1, 1, 1, 1]);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('matrix product, transposed %s and %s, alone and batched', async (transposeA, transposeB) => {
    for (const outer of [[], [3], [2, 2]]) {
      const [m, inner, n] = [1 + random.below(70), 1 + random.below(70), 1 + random.below(70)];
      const aShape = [...outer, ...(transposeA ? [inner, m] : [m, inner])];
      const bShape = [...outer, ...(transposeB ? [n, inner] : [inner, n])];
      const a = normals(aShape);
      const b = normals(bShape);
      await expectSame(() => [tf.matMul(tf.tensor(a, aShape), tf.tensor(b, bShape), transposeA, transposeB)]);
    }
  });

  it.each([1, 3, 8, 13])('batch normalisation with %i channels, against the gradient of its definition', async (c) => {
    for (const relu of [true, false]) {
      const shape: [number, number, number, number] = [7, 5, 4, c];
      const x = normals(shape).map((value) => value * 3 + 20);
      const gamma = normals([c]);
      const beta = normals([c]);
      const dy = normals(shape);
      const byDefinition = (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor): tf.Tensor => {
        const mean = tf.mean(a, [0, 1, 2]);
        const centred = tf.sub(a, mean);
        const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), [0, 1, 2]), 1e-5));
        const y = tf.add(tf.mul(tf.div(centred, deviation), g), b);
        return relu ? tf.relu(y) : y;
      };
      const moments: Values[][] = [];
      const fused = (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor): tf.Tensor =>
        batchNormTraining(a as tf.Tensor4D, g as tf.Tensor1D, b as tf.Tensor1D, {
          relu,
          epsilon: 1e-5,
          moments: {
            keep: (mean, variance) => moments.push([mean, variance]),
            keepOnDevice: () => expect.unreachable('these backends are read at once'),
          },
        });
      const inputs = (): tf.Tensor[] => [tf.tensor(x, shape), tf.tensor(gamma), tf.tensor(beta)];
      const all = (f: typeof fused) => (): tf.Tensor[] => [
        f(...(inputs() as [tf.Tensor, tf.Tensor, tf.Tensor])),
        ...tf.grads(f)(inputs(), tf.tensor(dy, shape)),
      ];
      const reference = await on('cpu', all(byDefinition));
      for (const backend of ['wasm', 'cpu'] as const) {
        const ours = await on(backend, all(fused));
        reference.forEach(({ values }, r) => {
          values.forEach((value, i) => {
            expect(Math.abs(ours[r].values[i] - value)).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
          });
        });
        const rows = 7 * 5 * 4;
        const mean = Array.from(
          { length: c },
          (_, j) => x.filter((_, i) => i % c === j).reduce((a, b) => a + b) / rows,
        );
        moments.at(-1)![0].forEach((value, j) => {
          expect(value).toBeCloseTo(mean[j], 4);
        });
      }
    }
  });

  it('the end of a residual block', async () => {
    const [a, b, dy] = [normals([2, 3, 3, 5]), normals([2, 3, 3, 5]), normals([2, 3, 3, 5])];
    const four = (values: Values): tf.Tensor => tf.tensor(values, [2, 3, 3, 5]);
    const plain = await on('cpu', () =>
      tf.grads((l: tf.Tensor, r: tf.Tensor) => tf.relu(tf.add(l, r)))([four(a), four(b)], four(dy)),
    );
    const ours = await on('wasm', () =>
      tf.grads((l: tf.Tensor, r: tf.Tensor) => addRelu(l as tf.Tensor4D, r as tf.Tensor4D))(
        [four(a), four(b)],
        four(dy),
      ),
    );
    // Adding 0 turns −0 into 0.
    const values = (results: typeof ours): number[][] => results.map((result) => [...result.values].map((v) => v + 0));
    expect(values(ours)).toEqual(values(plain));
  });

  it("Adam's steps are those of tfjs's optimizer", async () => {
    const start = normals([37]);
    const gradients = Array.from({ length: 5 }, () => normals([37]));
    const steps = async (backend: 'wasm' | 'cpu', own: boolean): Promise<Values> => {
      await startBackend(backend);
      const weights = tf.variable(tf.tensor(start));
      const adam = createAdam([weights]);
      const reference = tf.train.adam(0.01, 0.9, 0.999, 1e-7);
      for (const gradient of gradients) {
        const tensor = tf.tensor(gradient);
        if (own) adam.step({ [weights.name]: tensor }, 0.01);
        else reference.applyGradients([{ name: weights.name, tensor }]);
      }
      return weights.dataSync<'float32'>().slice();
    };
    const reference = await steps('cpu', false);
    for (const backend of ['wasm', 'cpu'] as const) {
      (await steps(backend, true)).forEach((value, i) => {
        expect(value).toBeCloseTo(reference[i], 5);
      });
    }
  });
});

describe('depthwise convolutions against the cpu backend', () => {
  const cases: [size: number, stride: number, pad: 'same' | 'valid', activation: 'linear' | 'relu' | 'relu6'][] = [];
  for (const size of [3, 5, 7]) {
    for (const stride of [1, 2]) {
      for (const pad of ['same', 'valid'] as const) {
        for (const activation of ['linear', 'relu', 'relu6'] as const) cases.push([size, stride, pad, activation]);
      }
    }
  }

  it.each(cases)('filter side %i, stride %i, padding %s, %s', async (size, stride, pad, activation) => {
    // Sixteen channels at once, four, and one; pictures narrower than a tile, and wider.
    for (const channels of [1, 7, 16, 39]) {
      const shape: [number, number, number, number] = [2, size + random.below(20), size + random.below(20), channels];
      const x = normals(shape).map((value) => 3 * value);
      const w = normals([size, size, channels, 1]);
      const bias = normals([channels]);
      await expectSame(() => [
        tf.fused.depthwiseConv2d({
          ...{ x: tf.tensor4d(x, shape), filter: tf.tensor4d(w, [size, size, channels, 1]), bias: tf.tensor1d(bias) },
          ...{ strides: stride, pad, activation },
        }),
      ]);
    }
  });

  it('leaves what it does not know to the backend', async () => {
    const [x, w, bias] = [normals([1, 12, 12, 16]), normals([5, 5, 16, 1]), normals([16])];
    await expectSame(() => {
      const [input, filter] = [tf.tensor4d(x, [1, 12, 12, 16]), tf.tensor4d(w, [5, 5, 16, 1])];
      return [
        tf.fused.depthwiseConv2d({ x: input, filter, strides: 1, pad: 'same', dilations: 2, bias: tf.tensor1d(bias) }),
        tf.fused.depthwiseConv2d({ x: input, filter, strides: 1, pad: 'same', activation: 'relu6' }),
        tf.fused.depthwiseConv2d({ x: input, filter, strides: 1, pad: 2, bias: tf.tensor1d(bias) }),
      ];
    });
  });
});
