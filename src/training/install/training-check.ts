import {
  maxPool,
  mean,
  reshape,
  square,
  sub,
  tensor,
  tidy,
  variableGrads,
  type NamedTensorMap,
  type Scalar,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { addRelu } from '../backends/kernels/add-relu.ts';
import { createAdam } from '../fit/adam.ts';
import { convNorm, dense } from '../networks/layers.ts';
import { createRandom } from '../random.ts';
import { InstallError } from './errors.ts';

const STEPS = 20;

export type Task = ReturnType<typeof createTask>;

/** A network with each kind of layer, and a task for it; the same at each call. */
export function createTask() {
  const random = createRandom(5, 0);
  const norm = { relu: true, epsilon: 1e-5, momentum: 0.9, random };
  const stem = convNorm({
    ...norm,
    ...{ inChannels: 3, outChannels: 8, size: 7, stride: 2 },
    pad: [
      [0, 0],
      [3, 3],
      [3, 3],
      [0, 0],
    ],
  });
  const inner = convNorm({ ...norm, inChannels: 8, outChannels: 8, size: 3 });
  const side = convNorm({ ...norm, inChannels: 8, outChannels: 8, size: 1, relu: false });
  const head = dense(8 * 2 * 2, 4, random);
  const n = 8;
  const normals = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());
  const pixels = normals(n * 16 * 16 * 3);
  const targets = normals(n * 4);
  return {
    variables: [stem, inner, side, head].flatMap((layer) => layer.variables),
    loss: (): Scalar =>
      tidy(() => {
        const x: Tensor4D = tensor(pixels, [n, 16, 16, 3]);
        const y: Tensor4D = maxPool(stem.forward(x, true), 3, 2, 1, 'floor');
        const z: Tensor4D = maxPool(addRelu(side.forward(y, true), inner.forward(y, true)), 2, 2, 'valid');
        const out = head.forward(reshape(z, [n, 8 * 2 * 2]));
        return mean(square(sub(out, tensor(targets, [n, 4]))));
      }),
  };
}

/** Gradients of the task's loss on the running backend, one array a variable. */
export async function gradients({ variables, loss }: Task): Promise<Float32Array[]> {
  const { value, grads } = variableGrads(loss, [...variables]);
  value.dispose();
  return await fetchAll(variables, grads);
}

/** The values of gradients, which are disposed of. */
export async function fetchAll(variables: readonly Variable[], grads: NamedTensorMap): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const { name } of variables) {
    all.push((await grads[name].data<'float32'>()).slice());
    grads[name].dispose();
  }
  return all;
}

/**
 * The largest difference of gradients from those that are right, as a share of a gradient's largest value.
 * @throws InstallError where it is above `tolerance`
 */
export function requireRight(
  expected: readonly Float32Array[],
  actual: readonly Float32Array[],
  tolerance: number,
): number {
  const most = Math.max(...expected.map((values, i) => relativeDifference(values, actual[i])));
  if (!(most <= tolerance)) {
    throw new InstallError(`Its gradients are wrong: they are off by ${most.toExponential(1)}.`);
  }
  return most;
}

/**
 * Trains the task on the running backend.
 * @throws InstallError where the loss does not fall
 */
export async function requireLearning(task: Task): Promise<{ readonly firstLoss: number; readonly lastLoss: number }> {
  const adam = createAdam(task.variables);
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    const { value, grads } = variableGrads(task.loss, [...task.variables]);
    adam.step(grads, 1e-2);
    losses.push((await value.data())[0]);
    value.dispose();
  }
  adam.dispose();
  const [firstLoss, lastLoss] = [losses[0], losses[STEPS - 1]];
  if (!(lastLoss < firstLoss / 2)) {
    throw new InstallError(`It does not learn: the loss went from ${firstLoss} to ${lastLoss}.`);
  }
  return { firstLoss, lastLoss };
}

function relativeDifference(expected: Float32Array, actual: Float32Array): number {
  let most = 0;
  let scale = 1e-6;
  expected.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    most = Math.max(most, Number.isNaN(actual[i]) ? Infinity : Math.abs(value - actual[i]));
  });
  return most / scale;
}
