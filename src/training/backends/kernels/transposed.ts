import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';

/** x, seen as [n × p × c], to a new tensor [c × p × n] of the given shape. */
export function transposed(
  simd: Simd,
  x: TensorInfo,
  dims: { n: number; p: number; c: number },
  shape: number[],
): TensorInfo {
  const out = simd.output(shape);
  simd.kernels.transposeOuter(simd.pointer(x), dims.n, dims.p, dims.c, simd.pointer(out));
  return out;
}
