import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs } from './kernel-call.ts';

interface FilterGradAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
}

/** Pixels of dy that the kernel goes through at a time: a panel of x and one of dy stay in the first-level cache. */
const PIXELS_AT_A_TIME = 256;

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
    const inPixels = info.inHeight * info.inWidth;
    const outPixels = info.outHeight * info.outWidth;
    const chunk = Math.min(info.batchSize, Math.max(1, Math.floor(PIXELS_AT_A_TIME / outPixels)));
    const out = simd.output(filterShape);
    const scratch = simd.output([chunk * (outPixels * info.outChannels + inPixels * 4)]);
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
      chunk,
      simd.pointer(scratch),
      simd.pointer(out),
    );
    simd.free(scratch);
    return out;
  };
}
