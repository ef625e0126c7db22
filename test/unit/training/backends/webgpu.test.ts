import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/training/backends/backend.ts';
import { loadTrunk } from '../../../../src/training/features/trunk-file.ts';
import { createAdam } from '../../../../src/training/fit/adam.ts';
import { picturesInMemory } from '../../../../src/training/fit/pixels-file.ts';
import { trainFold, type FoldData } from '../../../../src/training/fit/train-fold.ts';
import { labelSets, oneLabel, type Objective } from '../../../../src/training/fit/objective.ts';
import { trainStep } from '../../../../src/training/fit/train-step.ts';
import type { TrainedFold } from '../../../../src/training/fit/trained-fold.ts';
import type { Network } from '../../../../src/training/networks/model.ts';
import { modelNamed } from '../../../../src/training/networks/registry.ts';
import { resolveSettings } from '../../../../src/training/presets.ts';
import { createRandom } from '../../../../src/training/random.ts';
import { NETWORKS, type Backend } from '../../../../src/training/types.ts';
import { gpuForTests } from '../../../harness/gpu.ts';

// Every network on the graphics adapter against tfjs's cpu backend: plain loops that we did not write.

const gpu = gpuForTests();
if ('missing' in gpu) console.log(`Skipped: WebGPU against the plain backend (${gpu.missing}).`);

const [SIDE, PICTURES, STEPS, K] = [16, 4, 2, 5];

/** Largest difference, as a share of the largest value. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [most, scale] = [0, 1e-6];
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    most = Math.max(most, Number.isNaN(actual[i]) ? Infinity : Math.abs(expected[i] - actual[i]));
  }
  return most / scale;
}

interface Trained {
  readonly losses: readonly number[];
  /** Of each variable, in the first step. */
  readonly gradients: readonly Float32Array[];
  readonly logits: Float32Array;
}

/** Some steps of a network on noise, then what it judges by its moving averages. */
async function train(network: Network, channels: number, objective: Objective): Promise<Trained> {
  const random = createRandom(11, 0);
  const values = Float32Array.from({ length: PICTURES * SIDE * SIDE * channels }, () => random.normal());
  const batch = Int32Array.from({ length: PICTURES }, (_, i) => i);
  const x = (): tf.Tensor4D => tf.tensor4d(values, [PICTURES, SIDE, SIDE, channels]);
  const adam = createAdam(network.variables);
  const losses: number[] = [];
  const gradients: Float32Array[] = [];
  for (let step = 0; step < STEPS; step++) {
    const made = trainStep(network, x(), batch, objective);
    if (step === 0) {
      for (const { name } of network.variables) gradients.push((await made.gradients[name].data<'float32'>()).slice());
    }
    adam.step(made.gradients, 1e-4);
    losses.push((await made.result).loss);
  }
  adam.dispose();
  const input = x();
  const judged = tf.tidy(() => network.forward(input, false));
  const logits = (await judged.data<'float32'>()).slice();
  tf.dispose([input, judged]);
  return { losses, gradients, logits };
}

/** What comes of it on both backends; all that it makes is disposed of. */
async function onBoth<T>(compute: (backend: Backend) => Promise<T>): Promise<{ expected: T; actual: T }> {
  const on = async (backend: Backend): Promise<T> => {
    expect(await startBackend(backend)).toBe(backend);
    const before = tf.memory().numTensors;
    const result = await compute(backend);
    expect(tf.memory().numTensors, `tensors left behind on ${backend}`).toBe(before);
    return result;
  };
  return { expected: await on('cpu'), actual: await on('webgpu') };
}

describe.skipIf('missing' in gpu)('WebGPU against the cpu backend', { timeout: 300_000 }, () => {
  beforeAll(() => {
    if ('environment' in gpu) Object.assign(process.env, gpu.environment);
  });

  const objectives = {
    'one label': oneLabel(
      Int32Array.from({ length: PICTURES }, (_, i) => i),
      K,
    ),
    'several labels': labelSets(
      Uint8Array.from({ length: PICTURES * K }, (_, at) => Number(at % 3 === 0)),
      K,
    ),
  };
  const cases = NETWORKS.flatMap((name) =>
    Object.entries(objectives).map((objective) => [name, ...objective] as const),
  );

  it.each(cases)(
    '%s, %s: gradients, steps with Adam, and what the moving averages judge',
    async (name, _, objective) => {
      const model = modelNamed(name);
      const channels = model.channels ?? 3;
      const { expected, actual } = await onBoth(async () => {
        const network = model.create({ imageSize: SIDE, channels, k: K }, createRandom(4, 0));
        const trained = await train(network, channels, objective);
        network.dispose();
        return trained;
      });
      expected.gradients.forEach((values, i) => {
        expect(difference(actual.gradients[i], values), `gradient of variable ${i}`).toBeLessThan(1e-5);
      });
      expect(difference(actual.losses, expected.losses)).toBeLessThan(1e-4);
      expect(difference(actual.logits, expected.logits)).toBeLessThan(1e-3);
      expect(expected.losses[1]).toBeLessThan(expected.losses[0]);
    },
  );

  it('EfficientNet-Lite0: features', async () => {
    const random = createRandom(12, 0);
    const [n, side] = [2, 48];
    const pixels = Uint8Array.from({ length: n * side * side * 3 }, () => random.below(256));
    const { expected, actual } = await onBoth(async () => {
      const trunk = await loadTrunk();
      const features = await trunk.extract(pixels, n, side);
      trunk.dispose();
      return features;
    });
    expect(expected.some((value) => value > 0.1)).toBe(true);
    expect(difference(actual, expected)).toBeLessThan(1e-5);
  });

  it('a training of small-cnn from pictures to probabilities', async () => {
    const settings = {
      ...resolveSettings('small-cnn', { imageSize: SIDE, epochs: 2, batchSize: 8 }),
      testTimeViews: 1,
    };
    const random = createRandom(13, 0);
    const n = 24;
    const size = SIDE * SIDE * 3;
    const labels = Int32Array.from({ length: n }, (_, i) => i % 3);
    const images = Uint8Array.from({ length: n * size }, () => random.below(200));
    // Something to learn.
    labels.forEach((label, i) => images.fill(120 * label, i * size, i * size + size / 3));
    const data: FoldData = {
      ...{ pictures: picturesInMemory(images, size), n, height: SIDE, width: SIDE, channels: 3, labels, k: 3 },
    };
    const train = Int32Array.from({ length: 18 }, (_, i) => i);
    const test = Int32Array.from({ length: 6 }, (_, i) => 18 + i);
    const { expected, actual } = await onBoth((): Promise<TrainedFold> =>
      trainFold(data, { settings, seed: 0, fold: 0, round: 1, train, test }),
    );
    const numbers = ({ history }: TrainedFold): number[] => history.map(({ loss }) => loss);
    expect(numbers(actual)).toHaveLength(2);
    expect(difference(numbers(actual), numbers(expected))).toBeLessThan(1e-3);
    expect(actual.history.map(({ accuracy }) => accuracy)).toEqual(expected.history.map(({ accuracy }) => accuracy));
    expect(difference(actual.probabilities, expected.probabilities)).toBeLessThan(1e-2);
  });

  it('a training that diverges is noticed', async () => {
    await startBackend('webgpu');
    const settings = { ...resolveSettings('small-cnn', { imageSize: 8, epochs: 3, batchSize: 8 }), learningRate: 1e30 };
    const random = createRandom(14, 0);
    const images = Uint8Array.from({ length: 16 * 64 }, () => random.below(256));
    const order = Int32Array.from({ length: 16 }, (_, i) => i);
    const training = trainFold(
      {
        ...{ pictures: picturesInMemory(images, 64), n: 16, height: 8, width: 8, channels: 1, k: 2 },
        labels: order.map((i) => i % 2),
      },
      { settings, seed: 0, fold: 0, round: 1, train: order, test: order },
    );
    await expect(training).rejects.toThrow(/loss is no longer a number.*lower learning rate/);
  });
});
