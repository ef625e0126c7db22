import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs } from './kernel-call.ts';

interface PoolGradAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** MaxPoolGrad by SIMD, where tfjs's WASM kernel goes value by value. Ties go to the window's first value. */
export function maxPoolGrad(simd: Simd): (args: KernelArgs) => TensorInfo {
  return ({ inputs, attrs }) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolGradAttrs;
    const x = inputs.input!;
    const dy = inputs.dy!;
    const info = backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const dx = simd.output(x.shape);
    simd.kernels.maxPoolGrad(
      simd.pointer(x),
      simd.pointer(dy),
      info.batchSize,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      info.outHeight,
      info.outWidth,
      info.filterHeight,
      info.filterWidth,
      info.strideHeight,
      info.strideWidth,
      info.padInfo.top,
      info.padInfo.left,
      simd.pointer(dx),
    );
    return dx;
  };
}
