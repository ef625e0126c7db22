import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { kernelCall, type KernelCall } from '../../../../src/training/backends/kernels/kernel-call.ts';
import { createRandom } from '../../../../src/training/random.ts';
import type { Backend } from '../../../../src/training/types.ts';
import { FUSES } from './kernel-sets.ts';

const random = createRandom(7, 1);
const NAMES = [tf.FusedConv2D, tf.Conv2D, tf.BatchMatMul] as const;
const theirs = new Map<string, KernelCall>();

beforeAll(async () => {
  // tfjs's own kernels, before ours take their places.
  setWasmPaths(`${resolve('dist')}/`);
  await tf.setBackend('wasm');
  await tf.ready();
  for (const name of NAMES) {
    const { kernelFunc } = tf.getKernel(name, 'wasm');
    theirs.set(
      name,
      (inputs, attrs) => kernelFunc({ inputs, attrs: attrs as never, backend: tf.backend() }) as tf.TensorInfo,
    );
  }
  await startBackend('wasm');
});

function drawn(shape: number[]): tf.Tensor {
  const values = Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () =>
    random.normal(),
  );
  return tf.tensor(values, shape);
}

type Values = Float32Array;
const valuesOf = async ({ dataId }: tf.TensorInfo): Promise<Values> => (await tf.backend().read(dataId)) as Values;

async function ours(backend: Backend, name: string, inputs: Record<string, tf.Tensor>, attrs: object): Promise<Values> {
  await startBackend(backend);
  return await valuesOf(kernelCall('wasm', name, tf.backend())(inputs, attrs as Record<string, unknown>));
}

/** Largest difference, of the largest value. */
function difference(some: Values, others: Values): number {
  expect(some.length).toBe(others.length);
  let [most, scale] = [0, 1];
  some.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - others[i]));
    scale = Math.max(scale, Math.abs(value));
  });
  return most / scale;
}

const SHAPES: [side: number, ci: number, co: number, size: number, stride: number, pad: 'same' | 'valid'][] = [
  [9, 16, 8, 1, 1, 'same'],
  [7, 21, 13, 1, 1, 'same'],
  [8, 16, 24, 1, 2, 'same'],
  [10, 3, 9, 3, 2, 'same'],
  [10, 2, 16, 3, 1, 'valid'],
  [5, 7, 5, 5, 1, 'same'],
  [3, 11, 8, 3, 1, 'same'],
  [2, 33, 17, 5, 1, 'same'],
  [12, 1, 8, 3, 1, 'same'],
  [1, 64, 1, 1, 1, 'same'],
];

describe("convolutions of ours beside tfjs's own", () => {
  for (const [side, ci, co, size, stride, pad] of SHAPES) {
    for (const activation of ['linear', 'relu', 'relu6'] as const) {
      it(`give the same bits, and fused nearly so: ${side}×${side}×${ci}, ${size}×${size}/${stride} ${pad} → ${co}, ${activation}`, async () => {
        for (const bias of [drawn([co]), undefined]) {
          const inputs = { x: drawn([3, side, side, ci]), filter: drawn([size, size, ci, co]), ...(bias && { bias }) };
          const attrs = { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1], activation };
          const expected = await valuesOf(theirs.get(tf.FusedConv2D)!(inputs, attrs));
          expect(difference(await ours('wasm', tf.FusedConv2D, inputs, attrs), expected)).toBe(0);
          if (FUSES)
            expect(difference(await ours('wasm-fma', tf.FusedConv2D, inputs, attrs), expected)).toBeLessThan(3e-6);
        }
      });
    }
  }

  it('give the same bits for products of matrices, of several at once too', async () => {
    for (const shapes of [
      [
        [13, 37],
        [37, 11],
      ],
      [
        [1, 5, 64],
        [1, 64, 10],
      ],
      [
        [3, 4, 9],
        [3, 9, 8],
      ],
    ]) {
      const [a, b] = shapes.map((shape) => drawn(shape.length === 2 ? [1, ...shape] : shape));
      const attrs = { transposeA: false, transposeB: false };
      const expected = await valuesOf(theirs.get(tf.BatchMatMul)!({ a, b }, attrs));
      expect(difference(await ours('wasm', tf.BatchMatMul, { a, b }, attrs), expected)).toBe(0);
      if (FUSES)
        expect(difference(await ours('wasm-fma', tf.BatchMatMul, { a, b }, attrs), expected)).toBeLessThan(3e-6);
    }
  });

  it('tell a number that is none from 0', async () => {
    const inputs = { x: tf.fill([1, 2, 2, 16], NaN), filter: drawn([1, 1, 16, 8]) };
    const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
    expect((await ours('wasm', tf.Conv2D, inputs, attrs)).every(Number.isNaN)).toBe(true);
  });

  it('are fused where the processor fuses, and refused by name elsewhere', async () => {
    const started = startBackend('wasm-fma');
    if (FUSES) expect(await started).toBe('wasm-fma');
    else await expect(started).rejects.toThrow('needs a processor with fused multiply-add');
    expect(await startBackend('auto')).not.toBe(FUSES ? 'wasm' : 'wasm-fma');
  });

  it.runIf(FUSES)('round once where they are fused, and go back to rounding twice', async () => {
    const x = 1 + 2 ** -12;
    // x·x + x·x' with x' such that the rounded products cancel: what is left are the roundings.
    const inputs = {
      x: tf.tensor(
        Float32Array.from({ length: 16 }, (_, i) => (i === 0 ? 1 : i === 1 ? x : 0)),
        [1, 1, 1, 16],
      ),
      filter: tf.tensor(
        Float32Array.from({ length: 16 }, (_, i) => (i === 0 ? -(1 + 2 ** -11) : i === 1 ? x : 0)),
        [1, 1, 16, 1],
      ),
    };
    const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
    expect([...(await ours('wasm-fma', tf.Conv2D, inputs, attrs))]).toEqual([2 ** -24]);
    expect([...(await ours('wasm', tf.Conv2D, inputs, attrs))]).toEqual([0]);
  });
});
