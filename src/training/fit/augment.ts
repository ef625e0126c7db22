import type { AugmentRanges } from '../networks/model.ts';
import type { Random } from '../random.ts';

const UNMOVED: AugmentRanges = { rotation: 0, scale: 0, shift: 0, shear: 0 };

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

/** Lets a map start from a smaller (or larger) output, whose pixels are the middles of as many equal parts. */
function rescale(map: Affine, ratioX: number, ratioY: number): void {
  const startX = (ratioX - 1) / 2;
  const startY = (ratioY - 1) / 2;
  for (const row of [0, 3]) {
    map[row + 2] += map[row] * startX + map[row + 1] * startY;
    map[row] *= ratioX;
    map[row + 1] *= ratioY;
  }
}

/** One picture through the map, bilinear; beyond the edge the edge's own pixels go on. */
function warp(pictures: Pictures, index: number, map: Affine, out: Float32Array, at: number, size: Size): void {
  const { images, height, width, channels } = pictures;
  const stride = width * channels;
  const base = index * height * stride;
  const [perX, perY, x00, downX, downY, y00] = map;
  const lastX = width - 1;
  const lastY = height - 1;
  let to = at;
  for (let y = 0; y < size.height; y++) {
    const rowX = perY * y;
    const rowY = downY * y;
    for (let x = 0; x < size.width; x++) {
      let sx = perX * x + rowX + x00;
      let sy = downX * x + rowY + y00;
      sx = sx < 0 ? 0 : sx > lastX ? lastX : sx;
      sy = sy < 0 ? 0 : sy > lastY ? lastY : sy;
      const x0 = sx | 0;
      const y0 = sy | 0;
      const fx = sx - x0;
      const fy = sy - y0;
      const right = x0 < lastX ? channels : 0;
      const below = y0 < lastY ? stride : 0;
      let from = base + y0 * stride + x0 * channels;
      for (let c = 0; c < channels; c++, from++) {
        const under = from + below;
        const upper = images[from] + fx * (images[from + right] - images[from]);
        const lower = images[under] + fx * (images[under + right] - images[under]);
        out[to++] = upper + fy * (lower - upper);
      }
    }
  }
}

/** Height and width in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * Writes a batch of pictures as float values in [0, 255].
 * @param pictures where they come from
 * @param indices which ones
 * @param ranges how far each is moved at random; null: not at all
 * @param random source of the moves
 * @param out batch × h × w × C floats, filled from its start
 * @param size h and w: the pictures' own, or others, to which they are resized (bilinear)
 */
export function fillBatch(
  pictures: Pictures,
  indices: Int32Array,
  ranges: AugmentRanges | null,
  random: Random,
  out: Float32Array,
  size: Size = pictures,
): void {
  const { height, width, channels, images } = pictures;
  const length = size.height * size.width * channels;
  const same = size.height === height && size.width === width;
  const map = new Float64Array(6);
  for (let i = 0; i < indices.length; i++) {
    if (ranges === null && same) {
      const from = indices[i] * length;
      for (let j = 0; j < length; j++) out[i * length + j] = images[from + j];
      continue;
    }
    drawAffine(ranges ?? UNMOVED, height, width, random, map);
    if (!same) rescale(map, width / size.width, height / size.height);
    warp(pictures, indices[i], map, out, i * length, size);
  }
}
