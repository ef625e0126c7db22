import {
  add,
  div,
  keep,
  mul,
  sqrt,
  sub,
  tensor1d,
  type Tensor,
  type Tensor1D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { gpuOps, type Elementwise, type GpuOps } from '../backends/kernels/gpu-ops.ts';

/** The moving averages of the moments that batch normalisation sees, and what they make of a normalisation when judging. */
export interface MovingMoments {
  /** Takes in a batch's mean and biased variance, of each channel, over so many rows. */
  keep(mean: Float32Array, variance: Float32Array, rows: number): void;
  /** The same where they are on a device from which nothing is read at once. */
  keepOnDevice(mean: Tensor, variance: Tensor, rows: number): void;
  /** Normalising by the averages, as x · scale + shift; the two belong to the running scope. */
  folded(gamma: Variable, beta: Variable): { readonly scale: Tensor1D; readonly shift: Tensor1D };
  dispose(): void;
}

/** old · share + new · weight */
const BLEND: Elementwise = {
  name: 'blend',
  tensors: ['before', 'seen'],
  numbers: ['share', 'weight'],
  expression: 'uniforms.share * before[i] + uniforms.weight * seen[i]',
};

/**
 * @param channels how many there are
 * @param momentum share of the old average that a batch leaves
 * @param epsilon added to the variance
 */
export function createMovingMoments(channels: number, momentum: number, epsilon: number): MovingMoments {
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  let onDevice: { mean: Tensor; variance: Tensor } | undefined;
  // How much of the averages is measured: they start at nothing, and are divided by this, as Adam does with its own.
  // Keras starts them at 0 and 1 instead, which still shows after hundreds of steps at a momentum of 0.99.
  let measured = 0;

  const dispose = (): void => {
    onDevice?.mean.dispose();
    onDevice?.variance.dispose();
    onDevice = undefined;
  };

  return {
    keep(newMean, newVariance, rows) {
      const unbiased = unbias(rows);
      measured = momentum * measured + (1 - momentum);
      for (let j = 0; j < channels; j++) {
        mean[j] = momentum * mean[j] + (1 - momentum) * newMean[j];
        variance[j] = momentum * variance[j] + (1 - momentum) * newVariance[j] * unbiased;
      }
    },
    keepOnDevice(newMean, newVariance, rows) {
      const ops = gpuOps()!;
      measured = momentum * measured + (1 - momentum);
      const before = onDevice ?? { mean: tensor1d(mean), variance: tensor1d(variance) };
      const next = {
        mean: blend(ops, before.mean, newMean, momentum, 1 - momentum),
        variance: blend(ops, before.variance, newVariance, momentum, (1 - momentum) * unbias(rows)),
      };
      before.mean.dispose();
      before.variance.dispose();
      onDevice = next;
    },
    folded(gamma, beta) {
      // Before the first batch, as Keras has it: mean 0, variance 1.
      if (gpuOps() !== null) {
        if (onDevice === undefined)
          return { scale: div(gamma, Math.sqrt(1 + epsilon)), shift: beta.clone() as Tensor1D };
        const scale: Tensor1D = div(gamma, sqrt(add(div(onDevice.variance, measured), epsilon)));
        return { scale, shift: sub(beta, mul(div(onDevice.mean, measured), scale)) };
      }
      const scales = gamma.dataSync<'float32'>().slice();
      const shifts = beta.dataSync<'float32'>().slice();
      for (let j = 0; j < channels; j++) {
        const of = measured === 0 ? 1 : variance[j] / measured;
        scales[j] /= Math.sqrt(of + epsilon);
        if (measured > 0) shifts[j] -= (mean[j] / measured) * scales[j];
      }
      return { scale: tensor1d(scales), shift: tensor1d(shifts) };
    },
    dispose,
  };
}

/** The batch's variance is biased. */
const unbias = (rows: number): number => (rows > 1 ? rows / (rows - 1) : 1);

function blend(ops: GpuOps, before: Tensor, seen: Tensor, share: number, weight: number): Tensor {
  return keep(ops.elementwise(BLEND, [before, seen], [share, weight]));
}
