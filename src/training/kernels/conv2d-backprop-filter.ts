import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs } from './kernel-call.ts';

interface FilterGradAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
}

/**
 * Conv2DBackpropFilter, which tfjs's WASM backend lacks. A direct SIMD kernel: the prototype's way, XNNPACK's Conv2D
 * on transposed tensors, packs all of dy as if it were a filter for each call, and took more than twice as long.
 */
export function conv2dBackpropFilter(simd: Simd): (args: KernelArgs) => TensorInfo {
  return ({ inputs, attrs }) => {
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as FilterGradAttrs;
    const x = inputs.x!;
    const dy = inputs.dy!;
    const info = backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = simd.output(filterShape);
    simd.kernels.filterGrad(
      simd.pointer(x),
      simd.pointer(dy),
      info.batchSize,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      info.outHeight,
      info.outWidth,
      info.outChannels,
      info.filterHeight,
      info.filterWidth,
      info.strideHeight,
      info.strideWidth,
      info.padInfo.top,
      info.padInfo.left,
      simd.pointer(out),
    );
    return out;
  };
}
