import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs, KernelCall } from './kernel-call.ts';
import { transposed } from './transposed.ts';

interface FilterGradAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
}

/**
 * Conv2DBackpropFilter, which tfjs's WASM backend lacks. The filter's gradient
 * `dW[a, b, i, o] = Σ_{n, h, w} x[n, h·s + a − top, w·s + b − left, i] · dy[n, h, w, o]` is itself a convolution:
 * x with batch and channels exchanged is the picture, dy with the batch as its input channels is the filter, and the
 * stride becomes a dilation. So XNNPACK's Conv2D does the work. A 1×1 filter is a plain matrix product.
 */
export function conv2dBackpropFilter(
  simd: Simd,
  kernels: { conv2d: KernelCall; matMul: KernelCall; transpose: KernelCall; slice: KernelCall },
): (args: KernelArgs) => TensorInfo {
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
    const { batchSize: n, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth } = info;

    if (filterHeight === 1 && filterWidth === 1 && strideHeight === 1 && strideWidth === 1) {
      const rows = n * inHeight * inWidth;
      const xT = transposed(simd, x, { n: rows, p: 1, c: inChannels }, [inChannels, rows]);
      const out = kernels.matMul(
        { a: xT, b: { ...dy, shape: [rows, outChannels] } },
        { transposeA: false, transposeB: false },
      );
      simd.free(xT);
      return { ...out, shape: filterShape };
    }

    // How far the dilated filter reaches decides the padding below and to the right; where strides leave rows over
    // that no output uses, it would be negative, and those rows are cut off.
    const { top, left } = info.padInfo;
    const bottom = filterHeight + (outHeight - 1) * strideHeight - inHeight - top;
    const right = filterWidth + (outWidth - 1) * strideWidth - inWidth - left;
    const height = inHeight + Math.min(0, bottom);
    const width = inWidth + Math.min(0, right);
    const cut =
      height === inHeight && width === inWidth
        ? x
        : kernels.slice({ x }, { begin: [0, 0, 0, 0], size: [n, height, width, inChannels] });

    const xT = transposed(simd, cut, { n, p: height * width, c: inChannels }, [inChannels, height, width, n]);
    const dyT = kernels.transpose({ x: dy }, { perm: [1, 2, 0, 3] });
    const gradient = kernels.conv2d(
      { x: xT, filter: dyT },
      {
        strides: [1, 1],
        dilations: [strideHeight, strideWidth],
        pad: [
          [0, 0],
          [top, Math.max(0, bottom)],
          [left, Math.max(0, right)],
          [0, 0],
        ],
        dataFormat: 'NHWC',
      },
    );
    const out = kernels.transpose({ x: gradient }, { perm: [1, 2, 0, 3] });
    if (cut !== x) simd.free(cut);
    simd.free(xT);
    simd.free(dyT);
    simd.free(gradient);
    return out;
  };
}
