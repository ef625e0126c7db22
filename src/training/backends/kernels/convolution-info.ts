import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';

/** How tfjs describes a convolution, of all channels or depthwise, with an activation or without. */
interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  /** Of fused kernels alone. */
  readonly activation?: string;
}

export interface Convolution {
  readonly info: backend_util.Conv2DInfo;
  /** Within which the activation keeps its results; undefined: another activation. */
  readonly bounds?: readonly [least: number, most: number];
  readonly isLinear: boolean;
  /** Neither dilated nor with its dimensions in the other order. */
  readonly isPlain: boolean;
}

/** Bounds that are an activation. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  linear: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
};

type Shape4 = [number, number, number, number];

/** What a kernel of ours has to know of a convolution. */
export function convolutionOf(
  x: TensorInfo,
  filter: TensorInfo,
  attrs: Readonly<Record<string, unknown>>,
  depthwise: boolean,
): Convolution {
  const {
    strides,
    pad,
    dataFormat,
    dilations,
    dimRoundingMode,
    activation = 'linear',
  } = attrs as unknown as ConvolutionAttrs;
  const shapes = [x.shape, filter.shape] as [Shape4, Shape4];
  const info = backend_util.computeConv2DInfo(...shapes, strides, dilations, pad, dimRoundingMode, depthwise);
  return {
    info,
    bounds: Object.hasOwn(BOUNDS, activation) ? BOUNDS[activation] : undefined,
    isLinear: activation === 'linear',
    isPlain: info.dilationHeight === 1 && info.dilationWidth === 1 && dataFormat === 'NHWC',
  };
}
