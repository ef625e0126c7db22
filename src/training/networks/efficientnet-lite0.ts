import { add, avgPool, concat, dispose, fused, reshape, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { TrainingError } from '../errors.ts';
import type { StoredTensor } from './safetensors.ts';

/** A pretrained network without its classifier: it turns pictures into features. */
export interface Trunk {
  /** Numbers per picture. */
  readonly features: number;
  /** The one side that its pictures may have, where there is only one. */
  readonly side?: number;
  /**
   * Features of pictures.
   * @param pixels n × side × side × 3 uint8, RGB
   * @returns n × `features`
   */
  readonly extract: (pixels: Uint8Array, n: number, side: number) => Promise<Float32Array>;
  readonly dispose: () => void;
}

interface Convolution {
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
}

/** Of each block: width of its depthwise filter, stride, channels that it gives. */
const BLOCKS: readonly (readonly [number, 1 | 2, number])[] = [
  [3, 1, 16],
  ...[[3, 2, 24] as const, [3, 1, 24] as const],
  ...[[5, 2, 40] as const, [5, 1, 40] as const],
  ...[[3, 2, 80] as const, [3, 1, 80] as const, [3, 1, 80] as const],
  ...[[5, 1, 112] as const, [5, 1, 112] as const, [5, 1, 112] as const],
  ...[[5, 2, 192] as const, [5, 1, 192] as const, [5, 1, 192] as const, [5, 1, 192] as const],
  [3, 1, 320],
];
/** The block whose expansion is a feature too: the finest that is near the end, at a sixteenth of the picture's side. */
const TAPPED = 11;
const TAPPED_CHANNELS = 672;
const HEAD_CHANNELS = 1280;

/**
 * EfficientNet-Lite0 (Tan and Le 2019; TensorFlow TPU models) on the running backend: of the last map (1,280 channels) and of
 * the expansion of block 11 (672 channels) the means over their pixels, side by side.
 * @param weights of models/efficientnet-lite0.safetensors
 * @throws TrainingError where a weight is missing or of another shape
 */
export function createEfficientNetLite0(weights: ReadonlyMap<string, StoredTensor>): Trunk {
  const load = (layer: string, shape: readonly number[]): Convolution => {
    const [filter, bias] = [`${layer}.filter`, `${layer}.bias`].map((name) => weights.get(name));
    if (filter === undefined || bias === undefined || filter.shape.join() !== shape.join()) {
      const found = filter === undefined ? 'is not there' : `is ${filter.shape.join('×')}`;
      throw new TrainingError(`The pretrained weights do not fit: ${layer} ${found}, not ${shape.join('×')}.`);
    }
    return {
      filter: tensor4d(filter.values, [...shape] as [number, number, number, number]),
      bias: tensor(bias.values),
    };
  };
  const stem = load('stem', [3, 3, 3, 32]);
  let channels = 32;
  const blocks = BLOCKS.map(([size, stride, out], b) => {
    const inner = b === 0 ? channels : channels * 6;
    const block = {
      stride,
      expand: b === 0 ? undefined : load(`block${b}.expand`, [1, 1, channels, inner]),
      depthwise: load(`block${b}.depthwise`, [size, size, inner, 1]),
      project: load(`block${b}.project`, [1, 1, inner, out]),
      residual: stride === 1 && channels === out,
    };
    channels = out;
    return block;
  });
  const head = load('head', [1, 1, channels, HEAD_CHANNELS]);

  // Each map goes as soon as the next is there: those of a batch are large.
  const forward = (input: Tensor4D): Tensor2D => {
    let x = convolve(input, stem, 2, 'relu6');
    input.dispose();
    let tapped: Tensor2D | undefined;
    for (const [b, { stride, expand, depthwise, project, residual }] of blocks.entries()) {
      const wide = expand === undefined ? x : convolve(x, expand, 1, 'relu6');
      if (b === TAPPED) tapped = pixelMeans(wide);
      const { filter, bias } = depthwise;
      const how = { strides: stride, pad: 'same', activation: 'relu6' } as const;
      const deep = fused.depthwiseConv2d({ x: wide, filter, bias, ...how });
      if (wide !== x) wide.dispose();
      const narrow = convolve(deep, project, 1, 'linear');
      deep.dispose();
      const next = residual ? add<Tensor4D>(narrow, x) : narrow;
      if (next !== narrow) narrow.dispose();
      x.dispose();
      x = next;
    }
    return concat([pixelMeans(convolve(x, head, 1, 'relu6')), tapped!], 1);
  };

  return {
    features: HEAD_CHANNELS + TAPPED_CHANNELS,
    async extract(pixels, n, side) {
      const scaled = new Float32Array(n * side * side * 3);
      for (let i = 0; i < scaled.length; i++) scaled[i] = (pixels[i] - 127) / 128;
      const result = tidy(() => forward(tensor4d(scaled, [n, side, side, 3])));
      try {
        return await result.data<'float32'>();
      } finally {
        result.dispose();
      }
    },
    dispose() {
      const all = [stem, head, ...blocks.flatMap(({ expand, depthwise, project }) => [expand, depthwise, project])];
      for (const layer of all) if (layer !== undefined) dispose([layer.filter, layer.bias]);
    },
  };
}

function convolve(
  x: Tensor4D,
  { filter, bias }: Convolution,
  strides: 1 | 2,
  activation: 'relu6' | 'linear',
): Tensor4D {
  return fused.conv2d({ x, filter, bias, strides, pad: 'same', activation });
}

/** Mean of each channel: n × channels. */
function pixelMeans(x: Tensor4D): Tensor2D {
  const [n, height, width, channels] = x.shape;
  return reshape(avgPool(x, [height, width], 1, 'valid'), [n, channels]);
}
