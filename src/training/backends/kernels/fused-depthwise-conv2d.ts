import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import { convolutionOf } from './convolution-info.ts';
import type { KernelCall } from './kernel-call.ts';

/** Values of a filter from which on ours is faster. */
const WIDE = 25;

/**
 * FusedDepthwiseConv2D with one filter a channel. tfjs's own goes through all channels of a pixel before the next, so that of
 * 5×5 neither the pixels nor the filters stay in the first cache; ours takes half of its time. The rest (smaller
 * filters, dilations, other activations, no bias) is left to tfjs's own.
 */
export function fusedDepthwiseConv2d(simd: Simd, own: KernelCall): KernelCall {
  return (inputs, attrs) => {
    const { x, filter } = inputs;
    const bias = inputs.bias as TensorInfo | undefined;
    const { info, bounds, isPlain } = convolutionOf(x, filter, attrs, true);
    const isWide = info.filterHeight * info.filterWidth >= WIDE;
    const isSingle = info.outChannels === info.inChannels;
    if (bias === undefined || bounds === undefined || !isPlain || !isSingle || !isWide) return own(inputs, attrs);
    const out = simd.output(info.outShape);
    simd.kernels.depthwise(
      simd.pointer(x),
      info.batchSize,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      simd.pointer(filter),
      info.filterHeight,
      info.filterWidth,
      simd.pointer(bias),
      info.strideHeight,
      info.strideWidth,
      info.padInfo.top,
      info.padInfo.left,
      info.outHeight,
      info.outWidth,
      bounds[0],
      bounds[1],
      simd.pointer(out),
    );
    return out;
  };
}
