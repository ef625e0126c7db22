import { backend_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import { convolutionOf, type Convolution } from './convolution-info.ts';
import type { KernelCall } from './kernel-call.ts';

/** Numbers that an output is made of from which on ours is faster. */
const DEEP = 16;

/**
 * Conv2D and FusedConv2D: the same sums in the same order as XNNPACK's, to the bit where they are not fused, from packed
 * filters and with more of the registers used. Filters of few numbers, dilations, other activations and the other order of
 * dimensions are left to tfjs's own.
 */
export function convolution(simd: Simd, own: KernelCall): KernelCall {
  return (inputs, attrs) => {
    const { x, filter } = inputs;
    const bias = inputs.bias as TensorInfo | undefined;
    const { info, bounds, isLinear, isPlain } = convolutionOf(x, filter, attrs, false);
    const isDeep = info.filterHeight * info.filterWidth * info.inChannels >= DEEP;
    const isBias = bias === undefined || (bias.shape.length === 1 && bias.shape[0] === info.outChannels);
    if (bounds === undefined || !isDeep || !isPlain || !isBias || util.sizeFromShape(info.outShape) === 0) {
      return own(inputs, attrs);
    }
    return convolved(simd, { x, filter, bias }, { info, bounds: isLinear ? undefined : bounds });
  };
}

/**
 * A product of matrices, as BatchMatMul has it with nothing to transpose: a convolution of filters of one pixel. Of several
 * matrices at once tfjs's own.
 */
export function product(simd: Simd, own: KernelCall): KernelCall {
  return (inputs, attrs) => {
    const { a, b } = inputs;
    const sizes = [a, b].map(({ shape }) => util.sizeFromShape(shape.slice(0, -2)));
    const [rows, depth] = a.shape.slice(-2);
    const columns = b.shape[b.shape.length - 1];
    if (sizes[0] !== 1 || sizes[1] !== 1 || rows * depth * columns === 0) return own(inputs, attrs);
    const lead = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
    const info = backend_util.computeConv2DInfo([rows, 1, 1, depth], [1, 1, depth, columns], 1, 1, 'valid');
    return { ...convolved(simd, { x: a, filter: b }, { info }), shape: [...lead, rows, columns] };
  };
}

/** Our kernel's result; no `bounds`: as it is summed, also where that is no number. */
function convolved(
  simd: Simd,
  { x, filter, bias }: { readonly x: TensorInfo; readonly filter: TensorInfo; readonly bias?: TensorInfo },
  { info, bounds }: Pick<Convolution, 'info' | 'bounds'>,
): TensorInfo {
  const out = simd.output(info.outShape);
  const scratch = simd.output([scratchOf(info)]);
  simd.kernels.convolution(
    simd.pointer(x),
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    simd.pointer(filter),
    info.filterHeight,
    info.filterWidth,
    info.outChannels,
    bias === undefined ? 0 : simd.pointer(bias),
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
    info.outHeight,
    info.outWidth,
    bounds === undefined ? 0 : 1,
    bounds?.[0] ?? 0,
    bounds?.[1] ?? 0,
    simd.pointer(scratch),
    simd.pointer(out),
  );
  simd.free(scratch);
  return out;
}

/** Floats of scratch that the kernel wants (assembly/convolution.ts). */
function scratchOf({ filterHeight, filterWidth, inChannels, outChannels }: Convolution['info']): number {
  const wide = Math.ceil(outChannels / 8) * 8;
  return filterHeight * filterWidth * (inChannels * (wide + 4) + 4) + wide + inChannels + 36;
}
