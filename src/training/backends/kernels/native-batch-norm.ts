import { customGrad, type Tensor, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { BatchNormOptions } from './batch-norm-options.ts';
import type { NativeOps } from './native-ops.ts';

/** Batch normalisation in training, and the ReLU behind it, by libtensorflow's own two kernels each. */
export function nativeBatchNorm(
  native: NativeOps,
  x: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  options: BatchNormOptions,
): Tensor4D {
  const rows = x.size / x.shape[3];
  // The moving averages are the layer's own: these two are not read in training.
  const attributes = { epsilon: options.epsilon, data_format: 'NHWC', is_training: true };
  const op = customGrad((...args) => {
    const [xIn, gammaIn, betaIn, save] = args as unknown as [Tensor4D, Tensor1D, Tensor1D, (saved: Tensor[]) => void];
    const [normalised, mean, variance, ...reserved] = native.run(
      'FusedBatchNormV3',
      attributes,
      [xIn, gammaIn, betaIn, betaIn, betaIn],
      6,
    );
    const biased = variance.dataSync<'float32'>().slice();
    // Its variance has Bessel's correction already; ours is put in by the layer.
    if (rows > 1) for (let j = 0; j < biased.length; j++) biased[j] *= (rows - 1) / rows;
    options.moments.keep(mean.dataSync<'float32'>().slice(), biased, rows);
    const y = options.relu ? native.run('Relu', {}, [normalised], 1)[0] : normalised;
    save([xIn, y, gammaIn, ...reserved]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [xSaved, ySaved, gammaSaved, ...kept] = saved;
        const g = options.relu ? native.run('ReluGrad', {}, [dy, ySaved], 1)[0] : dy;
        const outputs = native.run('FusedBatchNormGradV3', attributes, [g, xSaved, gammaSaved, ...kept], 5);
        if (g !== dy) g.dispose();
        for (const unused of outputs.slice(3)) unused.dispose();
        return outputs.slice(0, 3);
      },
    };
  });
  return op(x, gamma, beta) as Tensor4D;
}
