/** How pixels of 0 to 255 become what a network was trained on. */
export const SCALINGS = ['unit', 'signed', 'imagenet', 'none'] as const;
export type ScalingName = (typeof SCALINGS)[number];

/** Pixels divided by 255, less the mean, divided by the deviation: one number for each of red, green and blue. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

const all = (value: number): readonly number[] => [value, value, value];

/**
 * `unit`: from 0 to 1. `signed`: from −1 to 1. `imagenet`: less the mean of ImageNet's colours, divided by their standard
 * deviation, as torchvision and timm have them. `none`: from 0 to 255.
 */
export const SCALING: Readonly<Record<ScalingName, Scaling>> = {
  unit: { mean: all(0), deviation: all(1) },
  signed: { mean: all(0.5), deviation: all(0.5) },
  imagenet: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  none: { mean: all(0), deviation: all(1 / 255) },
};

/** In which order a network takes colours: last, or before rows and columns. */
export type Layout = 'nhwc' | 'nchw';

/**
 * Pictures as a network takes them.
 * @param pixels n × side × side × 3 uint8, RGB
 * @returns as many numbers, laid out as asked for
 */
export function trunkInput(
  pixels: Uint8Array,
  n: number,
  side: number,
  scaling: Scaling,
  layout: Layout,
): Float32Array {
  const factor = scaling.deviation.map((deviation) => 1 / (255 * deviation));
  const offset = scaling.mean.map((mean, c) => -mean / scaling.deviation[c]);
  const input = new Float32Array(pixels.length);
  const area = side * side;
  for (let picture = 0, at = 0; picture < n; picture++) {
    for (let place = 0; place < area; place++) {
      for (let c = 0; c < 3; c++, at++) {
        const target = layout === 'nhwc' ? at : (picture * 3 + c) * area + place;
        input[target] = pixels[at] * factor[c] + offset[c];
      }
    }
  }
  return input;
}

/**
 * The numbers of each picture in what a network gives: a vector as it is; of a map the mean over its pixels, of a list of
 * vectors (tokens) the mean over them.
 *
 * @param shape of the whole output, the pictures first
 * @returns undefined where it is none of these
 */
export function pooledOutput(
  values: ArrayLike<number>,
  shape: readonly number[],
  layout: Layout,
): { readonly data: Float32Array; readonly width: number } | undefined {
  const [n, ...rest] = shape;
  if (rest.length === 0 || rest.length > 3 || n < 1 || values.length !== shape.reduce((a, b) => a * b, 1))
    return undefined;
  if (rest.length === 1) return { data: Float32Array.from(values), width: rest[0] };
  const isFirst = rest.length === 3 && layout === 'nchw';
  const width = isFirst ? rest[0] : rest[rest.length - 1];
  const places = values.length / n / width;
  const data = new Float32Array(n * width);
  for (let picture = 0, at = 0; picture < n; picture++) {
    for (let i = 0; i < places * width; i++, at++) {
      data[picture * width + (isFirst ? Math.floor(i / places) : i % width)] += values[at] / places;
    }
  }
  return { data, width };
}
