import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import { startBackend } from '../backends/backend.ts';
import { nativeIsThere, wasmBackend } from '../backends/expected-backend.ts';
import type { GpuRecord, GpuWorkload } from '../backends/gpu/gpu-location.ts';
import { requireSoundGpu, startGpu } from '../backends/gpu/start-gpu.ts';
import { loadTrunk } from '../features/trunk-file.ts';
import { createAdam } from '../fit/adam.ts';
import { oneLabel } from '../fit/objective.ts';
import { trainStep } from '../fit/train-step.ts';
import { modelNamed } from '../networks/registry.ts';
import { createRandom } from '../random.ts';
import { NETWORKS, type NetworkName } from '../types.ts';
import { timeWorkloads, type Probe } from './time-workloads.ts';
import { createTask, fetchAll, gradients, requireLearning, requireRight } from './training-check.ts';

/** Of gradients of a small network. */
const TOLERANCE = 1e-3;
/** Of our networks', which have millions of ReLUs: one at its kink, to either side by a rounding, counts for more. */
const NETWORK_TOLERANCE = 1e-2;
const CLASSES = 10;
/** Pictures that are enough to see whether gradients are right. */
const FEW = 4;
const TRUNK = { pictures: 8, side: 224 };

/**
 * Starts the graphics adapter from a folder in this process, and checks what we would have it do against the backends that
 * are always there: gradients of a network of everything that our models are made of, and whether it learns; gradients of
 * each of our networks; features of the pretrained one. Then it times them.
 * @throws InstallError with what is wrong; BackendError when it does not start
 */
export async function verifyGpu(folder: string): Promise<GpuRecord> {
  // Before anything is computed: a machine without an adapter is to hear of it at once.
  const adapter = await startGpu(folder);
  await startBackend('cpu');
  const expected = await gradients(createTask());
  await startBackend('wasm');
  const onWasm = await ourGradients();
  await startGpu(folder);
  const task = createTask();
  const gradientDifference = requireRight(expected, await gradients(task), TOLERANCE);
  const losses = await requireLearning(task);
  requireRight(onWasm, await ourGradients(), NETWORK_TOLERANCE);
  requireSoundGpu();
  const timings = await timeWorkloads(probe(folder), availableParallelism());
  // Whole batches take more memory than the few pictures before, and a step that failed would count as a fast one.
  requireSoundGpu();
  return { adapter, gradientDifference, ...losses, timings, date: new Date().toISOString() };
}

/** Gradients of each of our networks, and the pretrained one's features, on the running backend. */
async function ourGradients(): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const name of NETWORKS) {
    const training = createTraining(name, FEW);
    const { gradients: made, result } = training.step();
    await result;
    all.push(...(await fetchAll(training.network.variables, made)));
    training.dispose();
  }
  const trunk = await loadTrunk();
  all.push(await trunk.extract(noise(2 * 64 * 64 * 3), 2, 64));
  trunk.dispose();
  return all;
}

/** A training of one of our networks on noise, with its usual size of pictures. */
function createTraining(name: NetworkName, pictures: number) {
  const model = modelNamed(name);
  const { imageSize } = model.defaults;
  const random = createRandom(3, 0);
  const network = model.create({ imageSize, channels: 3, k: CLASSES }, random);
  const values = Float32Array.from({ length: pictures * imageSize * imageSize * 3 }, () => random.normal());
  const batch = Int32Array.from({ length: pictures }, (_, i) => i);
  const labels = batch.map((i) => i % CLASSES);
  const x = (): Tensor4D => tensor4d(values, [pictures, imageSize, imageSize, 3]);
  return {
    network,
    step: () => trainStep(network, x(), batch, oneLabel(labels, CLASSES)),
    dispose: () => {
      network.dispose();
    },
  };
}

function noise(length: number): Uint8Array {
  const random = createRandom(4, 0);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Runs a workload once, on the backend that was asked for. */
function probe(folder: string): Probe {
  return {
    backends: nativeIsThere() ? ['webgpu', 'wasm', 'native'] : ['webgpu', 'wasm'],
    async open(backend, workload) {
      if (backend === 'webgpu') await startGpu(folder);
      else await startBackend(backend === 'wasm' ? wasmBackend() : backend);
      return workload === 'features' ? await openTrunk() : openTraining(workload);
    },
  };
}

type Opened = Awaited<ReturnType<Probe['open']>>;

async function openTrunk(): Promise<Opened> {
  const { pictures, side } = TRUNK;
  const pixels = noise(pictures * side * side * 3);
  const trunk = await loadTrunk();
  return {
    run: async () => {
      await trunk.extract(pixels, pictures, side);
    },
    dispose: trunk.dispose,
  };
}

function openTraining(name: Exclude<GpuWorkload, 'features'>): Opened {
  const training = createTraining(name, modelNamed(name).defaults.batchSize);
  const adam = createAdam(training.network.variables);
  return {
    run: async () => {
      const { gradients: made, result } = training.step();
      adam.step(made, 1e-3);
      await result;
    },
    dispose: () => {
      adam.dispose();
      training.dispose();
    },
  };
}
