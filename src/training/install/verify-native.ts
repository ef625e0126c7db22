import { backend } from '@tensorflow/tfjs-core';
import { startBackend } from '../backends/backend.ts';
import { startNative } from '../backends/native/start-native.ts';
import { createTask, gradients, requireLearning, requireRight } from './training-check.ts';

export interface NativeVerification {
  /** Version of libtensorflow. */
  readonly tensorflow: string;
  /** Largest difference of a gradient from the plain backend's, as a share of that gradient's largest value. */
  readonly gradientDifference: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

const TOLERANCE = 1e-3;

/**
 * Loads native TensorFlow from a folder into this process, and trains a small network of everything that our models are
 * made of: gradients have to agree with tfjs's plain backend, and the loss has to fall.
 * @throws InstallError with what is wrong; BackendError when it does not load
 */
export async function verifyNative(folder: string): Promise<NativeVerification> {
  await startBackend('cpu');
  const expected = await gradients(createTask());
  await startNative({ folder });
  const task = createTask();
  const gradientDifference = requireRight(expected, await gradients(task), TOLERANCE);
  const losses = await requireLearning(task);
  const { binding } = backend() as unknown as { binding: { TF_Version: string } };
  return { tensorflow: binding.TF_Version, gradientDifference, ...losses };
}
