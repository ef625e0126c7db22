import {
  add,
  customGrad,
  div,
  engine,
  greater,
  mean,
  moments,
  mul,
  relu as reluOp,
  rsqrt,
  sub,
  sum,
  tidy,
  where,
  zerosLike,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { BatchNormOptions } from './batch-norm-options.ts';
import { gpuOps } from './gpu-ops.ts';
import { nativeBatchNorm } from './native-batch-norm.ts';
import { nativeOps } from './native-ops.ts';
import { simd, type Simd } from '../simd/simd-kernels.ts';

/**
 * Batch normalisation in training, with the ReLU behind it where asked: one operation with one gradient (Ioffe and
 * Szegedy 2015, section 3), where tfjs would chain a dozen with slow sums.
 * @param x [n × h × w × c]
 * @param gamma scale [c]
 * @param beta shift [c]
 * @returns the normalised batch, of x's shape
 */
export function batchNormTraining(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, options: BatchNormOptions): Tensor4D {
  const native = nativeOps();
  if (native !== null) return nativeBatchNorm(native, x, gamma, beta, options);
  const fast = simd();
  return fast === null ? composed(x, gamma, beta, options) : fused(fast, x, gamma, beta, options);
}

function fused(fast: Simd, x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, options: BatchNormOptions): Tensor4D {
  const c = x.shape[3];
  const rows = x.size / c;
  const { kernels, pointer } = fast;
  const relu = options.relu ? 1 : 0;
  const tensorOf = (info: ReturnType<Simd['output']>): Tensor => engine().makeTensorFromTensorInfo(info);

  const op = customGrad((...args) => {
    const [xIn, gammaIn, betaIn, save] = args as unknown as [Tensor4D, Tensor1D, Tensor1D, (saved: Tensor[]) => void];
    // Rows: mean, variance (later 1 / standard deviation), scale, shift, scratch.
    const columns = fast.output([5, c]);
    const row = (i: number): number => pointer(columns) + i * c * Float32Array.BYTES_PER_ELEMENT;
    kernels.columnMoments(pointer(xIn), rows, c, row(0), row(1), row(4));
    const out = fast.output(xIn.shape);
    const values = fast.view(columns);
    const gammas = fast.view(gammaIn);
    const betas = fast.view(betaIn);
    options.moments.keep(values.slice(0, c), values.slice(c, 2 * c), rows);
    for (let j = 0; j < c; j++) {
      const inverseStd = 1 / Math.sqrt(values[c + j] + options.epsilon);
      values[c + j] = inverseStd;
      values[2 * c + j] = gammas[j] * inverseStd;
      values[3 * c + j] = betas[j] - values[j] * gammas[j] * inverseStd;
    }
    kernels.scaleShift(pointer(xIn), rows, c, row(2), row(3), relu, pointer(out));
    const y = tensorOf(out);
    save([xIn, y, gammaIn, tensorOf(columns)]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => fusedGrad(fast, dy, saved, { rows, c, relu }, tensorOf),
    };
  });
  return op(x, gamma, beta) as Tensor4D;
}

function fusedGrad(
  fast: Simd,
  dy: Tensor,
  saved: Tensor[],
  { rows, c, relu }: { rows: number; c: number; relu: number },
  tensorOf: (info: ReturnType<Simd['output']>) => Tensor,
): Tensor[] {
  const { kernels, pointer } = fast;
  const [x, y, gamma, columns] = saved;
  const width = c * Float32Array.BYTES_PER_ELEMENT;
  const dBeta = fast.output([c]);
  const dGamma = fast.output([c]);
  const scratch = fast.output([3, c]);
  const dx = fast.output(x.shape);
  kernels.normGradSums(
    pointer(x),
    pointer(dy),
    pointer(y),
    rows,
    c,
    pointer(columns),
    pointer(columns) + width,
    relu,
    pointer(dBeta),
    pointer(dGamma),
    pointer(scratch),
  );
  const constants = fast.view(scratch);
  const means = fast.view(columns);
  const gammas = fast.view(gamma);
  const sums = fast.view(dBeta);
  const sumsX = fast.view(dGamma);
  // dx = γ/σ · (g − mean(g) − x̂ · mean(g·x̂)) with x̂ = (x − μ)/σ, sorted into a·g − b − d·x.
  for (let j = 0; j < c; j++) {
    const inverseStd = means[c + j];
    const a = gammas[j] * inverseStd;
    const d = (a * inverseStd * sumsX[j]) / rows;
    constants[j] = a;
    constants[c + j] = (a * sums[j]) / rows - d * means[j];
    constants[2 * c + j] = d;
  }
  const constant = pointer(scratch);
  kernels.normGradInput(
    pointer(x),
    pointer(dy),
    pointer(y),
    rows,
    c,
    constant,
    constant + width,
    constant + 2 * width,
    relu,
    pointer(dx),
  );
  fast.free(scratch);
  return [tensorOf(dx), tensorOf(dGamma), tensorOf(dBeta)];
}

/** The same from tfjs's own operations, for the backends that have them all. */
function composed(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, options: BatchNormOptions): Tensor4D {
  const axes = [0, 1, 2];
  const rows = x.size / x.shape[3];
  const op = customGrad((...args) => {
    const [xIn, gammaIn, betaIn, save] = args as unknown as [Tensor4D, Tensor1D, Tensor1D, (saved: Tensor[]) => void];
    const { mean: mu, variance } = moments(xIn, axes);
    if (gpuOps() !== null) options.moments.keepOnDevice(mu, variance, rows);
    else options.moments.keep(mu.dataSync<'float32'>().slice(), variance.dataSync<'float32'>().slice(), rows);
    const inverseStd = rsqrt(add(variance, options.epsilon));
    const normalised = mul(sub(xIn, mu), inverseStd);
    const shifted = add(mul(normalised, gammaIn), betaIn);
    const y = options.relu ? reluOp(shifted) : shifted;
    save([normalised, y, gammaIn, inverseStd]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tidy(() => {
          const [xHat, out, scale, inverse] = saved;
          const g = options.relu ? where(greater(out, 0), dy, zerosLike(dy)) : dy;
          const dGamma = sum(mul(g, xHat), axes);
          const dBeta = sum(g, axes);
          const centred = sub(sub(g, mean(g, axes)), mul(xHat, div(dGamma, rows)));
          return [mul(centred, mul(scale, inverse)), dGamma, dBeta];
        }),
    };
  });
  return op(x, gamma, beta) as Tensor4D;
}
