import {
  add,
  fused,
  matMul,
  maxPool,
  mul,
  relu as reluOp,
  tensor1d,
  tidy,
  conv2d,
  variable,
  tensor,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { batchNormTraining } from '../backends/kernels/batch-norm.ts';
import { nativeOps } from '../backends/kernels/native-ops.ts';
import { nativeRelu } from '../backends/kernels/native-relu.ts';
import { createMovingMoments } from './moving-moments.ts';
import type { Random } from '../random.ts';

/** A stage of a network: its trainable variables, and how it computes. */
export interface Layer {
  readonly variables: readonly Variable[];
  /** Numbers that the layer holds, trained or not (Keras' count). */
  readonly parameters: number;
  forward(x: Tensor4D, training: boolean): Tensor4D;
  /** Frees all that it holds. */
  dispose(): void;
}

let names = 0;

function weights(shape: number[], fanIn: number, random: Random, gain: number): Variable {
  const deviation = gain / Math.sqrt(fanIn);
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  for (let i = 0; i < values.length; i++) values[i] = random.normal() * deviation;
  return named(tensor(values, shape));
}

function named(initial: Tensor): Variable {
  const result = variable(initial, true, `label-audit-${++names}`);
  initial.dispose();
  return result;
}

export interface ConvNormOptions {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: number;
  readonly stride?: number;
  readonly pad?: 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]];
  readonly relu: boolean;
  /** Whether a 2×2 max-pooling follows, where more than one row is left of the picture. */
  readonly pool?: boolean;
  /** Added to the batch's variance. */
  readonly epsilon: number;
  /** Share of the old moving average that a batch leaves. */
  readonly momentum: number;
  /** Whether the convolution has a bias as in Keras' ResNet50. Batch normalisation takes it out again exactly, so its
   * gradient is zero and it stays at its initial zero: it is counted, and not computed. */
  readonly bias?: boolean;
  readonly random: Random;
}

const halve = (x: Tensor4D): Tensor4D => (x.shape[1] > 1 ? maxPool(x, 2, 2, 'valid') : x);

/**
 * Convolution, batch normalisation, and (where asked) ReLU and max-pooling. In training the batch's own moments
 * normalise; otherwise the moving averages do, folded into the filter, so that one convolution is left of the two.
 */
export function convNorm(options: ConvNormOptions): Layer {
  const { inChannels, outChannels, size, stride = 1, pad = 'same', relu, epsilon, momentum } = options;
  const pooled = options.pool === true ? halve : (x: Tensor4D): Tensor4D => x;
  const fanIn = size * size * inChannels;
  const filter = weights([size, size, inChannels, outChannels], fanIn, options.random, Math.SQRT2);
  const gamma = named(tensor1d(new Float32Array(outChannels).fill(1)));
  const beta = named(tensor1d(new Float32Array(outChannels)));
  const moments = createMovingMoments(outChannels, momentum, epsilon);

  return {
    variables: [filter, gamma, beta],
    parameters: filter.size + (options.bias === true ? 5 : 4) * outChannels,
    forward(x, training) {
      const native = nativeOps();
      // The largest of a window is the same before and after a ReLU: behind the pooling, there is a quarter of the work.
      // Of WASM's kernels, the ReLU is part of others and costs nothing.
      const reluLast = native !== null && relu && options.pool === true;
      if (training) {
        const convolved = conv2d(x, filter as Tensor as Tensor4D, stride, pad);
        const [scale, shift] = [gamma as Tensor as Tensor1D, beta as Tensor as Tensor1D];
        const how = { relu: relu && !reluLast, epsilon, moments };
        const y = pooled(batchNormTraining(convolved, scale, shift, how));
        return reluLast ? nativeRelu(native, y) : y;
      }
      return tidy(() => {
        const { scale, shift } = moments.folded(gamma, beta);
        const kernel: Tensor4D = mul(filter, scale);
        if (reluLast) return reluOp(add(pooled(conv2d(x, kernel, stride, pad)), shift)) as Tensor4D;
        const activation = relu ? 'relu' : 'linear';
        return pooled(fused.conv2d({ x, filter: kernel, strides: stride, pad, bias: shift, activation }));
      });
    },
    dispose() {
      for (const trained of [filter, gamma, beta]) trained.dispose();
      moments.dispose();
    },
  };
}

/** A fully connected layer: x [n × in] to [n × out], Glorot-uniform weights. */
export function dense(
  inSize: number,
  outSize: number,
  random: Random,
): { variables: readonly Variable[]; parameters: number; forward(x: Tensor2D): Tensor2D; dispose(): void } {
  const limit = Math.sqrt(6 / (inSize + outSize));
  const values = new Float32Array(inSize * outSize);
  for (let i = 0; i < values.length; i++) values[i] = random.between(-limit, limit);
  const kernel = named(tensor(values, [inSize, outSize]));
  const bias = named(tensor1d(new Float32Array(outSize)));
  return {
    variables: [kernel, bias],
    parameters: kernel.size + bias.size,
    forward: (x) => add(matMul(x, kernel as Tensor as Tensor2D), bias),
    dispose: () => {
      kernel.dispose();
      bias.dispose();
    },
  };
}

/** Dropout: each value is kept with probability 1 − rate and scaled up by as much. Identity where rate is 0. */
export function dropout(x: Tensor2D, rate: number, random: Random): Tensor2D {
  if (rate === 0) return x;
  const mask = new Float32Array(x.size);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = random.uniform() < rate ? 0 : kept;
  return mul(x, tensor(mask, x.shape));
}
