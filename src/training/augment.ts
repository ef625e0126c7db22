import type { Random } from './random.ts';

/** How far a picture is moved at random; each amount is the limit of a uniform draw to both sides. */
export interface AugmentRanges {
  /** Degrees. */
  readonly rotation: number;
  /** Share, about 1. */
  readonly scale: number;
  /** Share of the side. */
  readonly shift: number;
  /** Degrees. */
  readonly shear: number;
}

/** Pictures to draw batches from: N×H×W×C uint8. */
export interface Pictures {
  readonly images: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** An affine map from output to input pixels: x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5. */
type Affine = Float64Array;

/** Draws one random map. */
function drawAffine(ranges: AugmentRanges, height: number, width: number, random: Random, into: Affine): void {
  const angle = (random.between(-ranges.rotation, ranges.rotation) * Math.PI) / 180;
  const scaleX = 1 / (1 + random.between(-ranges.scale, ranges.scale));
  const scaleY = 1 / (1 + random.between(-ranges.scale, ranges.scale));
  const shear = Math.tan((random.between(-ranges.shear, ranges.shear) * Math.PI) / 180);
  const dx = random.between(-ranges.shift, ranges.shift) * width;
  const dy = random.between(-ranges.shift, ranges.shift) * height;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const a = cos * scaleX;
  const b = (-sin + cos * shear) * scaleX;
  const c = sin * scaleY;
  const d = (cos + sin * shear) * scaleY;
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  into[0] = a;
  into[1] = b;
  into[2] = centreX - a * (centreX + dx) - b * (centreY + dy);
  into[3] = c;
  into[4] = d;
  into[5] = centreY - c * (centreX + dx) - d * (centreY + dy);
}

const clamp = (value: number, high: number): number => (value < 0 ? 0 : value > high ? high : value);

/** One picture through the map, bilinear; beyond the edge the edge's own pixels go on. */
function warp(pictures: Pictures, index: number, map: Affine, out: Float32Array, at: number): void {
  const { images, height, width, channels } = pictures;
  const base = index * height * width * channels;
  let to = at;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sx = clamp(map[0] * x + map[1] * y + map[2], width - 1);
      const sy = clamp(map[3] * x + map[4] * y + map[5], height - 1);
      const x0 = sx | 0;
      const y0 = sy | 0;
      const fx = sx - x0;
      const fy = sy - y0;
      const right = x0 + 1 < width ? channels : 0;
      const below = y0 + 1 < height ? width * channels : 0;
      let from = base + (y0 * width + x0) * channels;
      for (let c = 0; c < channels; c++, from++) {
        const upper = images[from] + fx * (images[from + right] - images[from]);
        const lower = images[from + below] + fx * (images[from + below + right] - images[from + below]);
        out[to++] = upper + fy * (lower - upper);
      }
    }
  }
}

/**
 * Writes a batch of pictures as float values in [0, 255].
 * @param pictures where they come from
 * @param indices which ones
 * @param ranges how far each is moved at random; null: not at all
 * @param random source of the moves
 * @param out batch × H × W × C floats, filled from its start
 */
export function fillBatch(
  pictures: Pictures,
  indices: Int32Array,
  ranges: AugmentRanges | null,
  random: Random,
  out: Float32Array,
): void {
  const size = pictures.height * pictures.width * pictures.channels;
  const map = new Float64Array(6);
  for (let i = 0; i < indices.length; i++) {
    if (ranges === null) {
      const from = indices[i] * size;
      for (let j = 0; j < size; j++) out[i * size + j] = pictures.images[from + j];
    } else {
      drawAffine(ranges, pictures.height, pictures.width, random, map);
      warp(pictures, indices[i], map, out, i * size);
    }
  }
}
