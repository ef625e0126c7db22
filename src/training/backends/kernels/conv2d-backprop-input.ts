import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Simd } from '../simd/simd-kernels.ts';
import type { KernelArgs, KernelCall } from './kernel-call.ts';
import { transposed } from './transposed.ts';

interface InputGradAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  inputShape: [number, number, number, number];
}

/**
 * Conv2DBackpropInput by XNNPACK's Conv2D, where tfjs's WASM kernel is a plain loop: the input's gradient is the
 * convolution of dy (with zeros between its values where the stride skipped) with the filter turned by 180° and its
 * channels exchanged. A 1×1 filter is a plain matrix product.
 */
export function conv2dBackpropInput(
  simd: Simd,
  kernels: { conv2d: KernelCall; matMul: KernelCall; slice: KernelCall },
): (args: KernelArgs) => TensorInfo {
  return ({ inputs, attrs }) => {
    const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as InputGradAttrs;
    const dy = inputs.dy!;
    const filter = inputs.filter!;
    const info = backend_util.computeConv2DInfo(
      inputShape,
      filter.shape as [number, number, number, number],
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { batchSize: n, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth } = info;

    if (filterHeight === 1 && filterWidth === 1 && strideHeight === 1 && strideWidth === 1) {
      const wT = transposed(simd, filter, { n: inChannels, p: 1, c: outChannels }, [outChannels, inChannels]);
      const rows = n * inHeight * inWidth;
      const out = kernels.matMul(
        { a: { ...dy, shape: [rows, outChannels] }, b: wT },
        { transposeA: false, transposeB: false },
      );
      simd.free(wT);
      return { ...out, shape: inputShape };
    }

    const spread = strideHeight === 1 && strideWidth === 1 ? dy : spreadOut(simd, dy, strideHeight, strideWidth);
    const turned = turnFilter(simd, filter);
    const top = filterHeight - 1 - info.padInfo.top;
    const left = filterWidth - 1 - info.padInfo.left;
    const bottom = inHeight - ((outHeight - 1) * strideHeight + 1) - top + filterHeight - 1;
    const right = inWidth - ((outWidth - 1) * strideWidth + 1) - left + filterWidth - 1;
    // A padding wider than the filter needs (explicit paddings only) would be negative here: computed with none, then cut.
    const sides = [top, bottom, left, right].map((side) => Math.max(0, side));
    const full = kernels.conv2d(
      { x: spread, filter: turned },
      {
        strides: [1, 1],
        dilations: [1, 1],
        pad: [
          [0, 0],
          [sides[0], sides[1]],
          [sides[2], sides[3]],
          [0, 0],
        ],
        dataFormat: 'NHWC',
      },
    );
    if (spread !== dy) simd.free(spread);
    simd.free(turned);
    if (full.shape[1] === inHeight && full.shape[2] === inWidth) return full;
    const out = kernels.slice(
      { x: full },
      { begin: [0, Math.max(0, -top), Math.max(0, -left), 0], size: [n, inHeight, inWidth, inChannels] },
    );
    simd.free(full);
    return out;
  };
}

/** dy with `strideHeight − 1` empty rows and `strideWidth − 1` empty columns between its values. */
function spreadOut(simd: Simd, dy: TensorInfo, strideHeight: number, strideWidth: number): TensorInfo {
  const [n, height, width, c] = dy.shape;
  const wideHeight = (height - 1) * strideHeight + 1;
  const wideWidth = (width - 1) * strideWidth + 1;
  const out = simd.output([n, wideHeight, wideWidth, c]);
  const target = simd.view(out);
  const source = simd.view(dy);
  target.fill(0);
  let from = 0;
  for (let i = 0; i < n; i++) {
    for (let h = 0; h < height; h++) {
      for (let w = 0; w < width; w++) {
        const to = ((i * wideHeight + h * strideHeight) * wideWidth + w * strideWidth) * c;
        for (let j = 0; j < c; j++) target[to + j] = source[from++];
      }
    }
  }
  return out;
}

/** A filter [h × w × in × out] turned by 180°, with its channels exchanged: [h × w × out × in]. */
function turnFilter(simd: Simd, filter: TensorInfo): TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape;
  const out = simd.output([height, width, outChannels, inChannels]);
  const bytes = inChannels * outChannels * Float32Array.BYTES_PER_ELEMENT;
  const last = height * width - 1;
  for (let i = 0; i <= last; i++) {
    const from = simd.pointer(filter) + (last - i) * bytes;
    simd.kernels.transposeOuter(from, inChannels, 1, outChannels, simd.pointer(out) + i * bytes);
  }
  return out;
}
