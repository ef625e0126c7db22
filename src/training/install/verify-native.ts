import {
  backend,
  maxPool,
  mean,
  reshape,
  square,
  sub,
  tensor,
  tidy,
  variableGrads,
  type Scalar,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { createAdam } from '../fit/adam.ts';
import { startBackend } from '../backends/backend.ts';
import { addRelu } from '../backends/kernels/add-relu.ts';
import { convNorm, dense } from '../networks/layers.ts';
import { createRandom } from '../random.ts';
import { NativeInstallError } from './errors.ts';
import { startNative } from '../backends/native/start-native.ts';

export interface NativeVerification {
  /** Version of libtensorflow. */
  readonly tensorflow: string;
  /** Largest difference of a gradient from the plain backend's, as a share of that gradient's largest value. */
  readonly gradientDifference: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

const STEPS = 20;
const TOLERANCE = 1e-3;

/**
 * Loads native TensorFlow from a folder into this process, and trains a small network of everything that our models are
 * made of: gradients have to agree with tfjs's plain backend, and the loss has to fall.
 * @throws NativeInstallError with what is wrong; BackendError when it does not load
 */
export async function verifyNative(folder: string): Promise<NativeVerification> {
  await startBackend('cpu');
  const expected = gradients(createTask());
  await startNative({ folder });
  const task = createTask();
  const actual = gradients(task);
  const gradientDifference = Math.max(...expected.map((values, i) => relativeDifference(values, actual[i])));
  if (!(gradientDifference <= TOLERANCE)) {
    throw new NativeInstallError(`Its gradients are wrong: they are off by ${gradientDifference.toExponential(1)}.`);
  }
  const adam = createAdam(task.variables);
  const losses: number[] = [];
  for (let i = 0; i < STEPS; i++) {
    const { value, grads } = variableGrads(task.loss, [...task.variables]);
    adam.step(grads, 1e-2);
    losses.push(value.dataSync()[0]);
    value.dispose();
  }
  adam.dispose();
  const [firstLoss, lastLoss] = [losses[0], losses[STEPS - 1]];
  if (!(lastLoss < firstLoss / 2)) {
    throw new NativeInstallError(`It does not learn: the loss went from ${firstLoss} to ${lastLoss}.`);
  }
  const { binding } = backend() as unknown as { binding: { TF_Version: string } };
  return { tensorflow: binding.TF_Version, gradientDifference, firstLoss, lastLoss };
}

type Task = ReturnType<typeof createTask>;

/** A network with each kind of layer, and a task for it; the same at each call. */
function createTask() {
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

function gradients({ variables, loss }: Task): Float32Array[] {
  const { value, grads } = variableGrads(loss, [...variables]);
  value.dispose();
  return variables.map(({ name }) => {
    const values = grads[name].dataSync<'float32'>().slice();
    grads[name].dispose();
    return values;
  });
}

function relativeDifference(expected: Float32Array, actual: Float32Array): number {
  let most = 0;
  let scale = 1e-6;
  expected.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    most = Math.max(most, Math.abs(value - actual[i]));
  });
  return most / scale;
}
