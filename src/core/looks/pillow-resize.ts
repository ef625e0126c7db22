/** Pixels of 8 bits, row-major, the samples of one pixel side by side. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** width × height × channels. */
  readonly data: Uint8Array;
}

/** Weights are whole numbers of so many binary digits behind the point, as Pillow's are. */
const PRECISION = 22;

/** A filter that pixels are weighed by. */
interface Filter {
  /** Half its width, in pixels of the smaller of the two pictures. */
  readonly support: number;
  readonly at: (x: number) => number;
}

/** For each pixel of the result: the first pixel that it is made of, how many there are, and their weights. */
interface Weights {
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** `most` for each pixel of the result. */
  readonly values: Int32Array;
  readonly most: number;
}

/** Cubic filter of Keys with a = −0.5. */
function cubic(x: number): number {
  const at = Math.abs(x);
  if (at < 1) return (1.5 * at - 2.5) * at * at + 1;
  if (at < 2) return ((-0.5 * at + 2.5) * at - 4) * at + 2;
  return 0;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const FILTERS = {
  bicubic: { support: 2, at: cubic },
  lanczos: { support: 3, at: (x) => (-3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Readonly<Record<string, Filter>>;
export type FilterName = keyof typeof FILTERS;

function weightsOf(from: number, to: number, filter: Filter): Weights {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const support = filter.support * stretch;
  const most = Math.ceil(support) * 2 + 1;
  const firsts = new Int32Array(to);
  const counts = new Int32Array(to);
  const values = new Int32Array(to * most);
  const exact = new Float64Array(most);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(from, Math.trunc(centre + support + 0.5)) - first;
    let sum = 0;
    for (let x = 0; x < count; x++) sum += exact[x] = filter.at((x + first - centre + 0.5) * (1 / stretch));
    for (let x = 0; x < count; x++) {
      const weight = (sum === 0 ? exact[x] : exact[x] / sum) * (1 << PRECISION);
      values[i * most + x] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    firsts[i] = first;
    counts[i] = count;
  }
  return { firsts, counts, values, most };
}

const clip = (sum: number): number => {
  const value = sum >> PRECISION;
  return value < 0 ? 0 : value > 255 ? 255 : value;
};

/**
 * Resizes as Pillow's `Image.resize` does (bicubic by default, as wide as it shrinks; across, then down, rounded to 8 bits in
 * between), to the bit. Pillow 13 goes down first where that takes away more than twice as many rows as columns: so its
 * results say, on pictures of many shapes.
 *
 * @param width at least 1; `height` likewise
 */
export function pillowResize(picture: Raster, width: number, height: number, name: FilterName = 'bicubic'): Raster {
  const filter = FILTERS[name];
  if (picture.height - height > 2 * (picture.width - width)) {
    const down = height === picture.height ? picture : resizeDown(picture, height, filter);
    return width === picture.width ? down : resizeAcross(down, width, filter);
  }
  const across = width === picture.width ? picture : resizeAcross(picture, width, filter);
  return height === picture.height ? across : resizeDown(across, height, filter);
}

function resizeAcross({ width: from, height, channels, data }: Raster, width: number, filter: Filter): Raster {
  const { firsts, counts, values, most } = weightsOf(from, width, filter);
  const out = new Uint8Array(width * height * channels);
  const half = 1 << (PRECISION - 1);
  for (let y = 0, to = 0; y < height; y++) {
    const row = y * from * channels;
    for (let x = 0; x < width; x++) {
      const end = x * most + counts[x];
      let at = row + firsts[x] * channels;
      if (channels === 1) {
        let sum = half;
        for (let w = x * most; w < end; w++) sum = (sum + Math.imul(data[at++], values[w])) | 0;
        out[to++] = clip(sum);
        continue;
      }
      let red = half;
      let green = half;
      let blue = half;
      for (let w = x * most; w < end; w++, at += 3) {
        const weight = values[w];
        red = (red + Math.imul(data[at], weight)) | 0;
        green = (green + Math.imul(data[at + 1], weight)) | 0;
        blue = (blue + Math.imul(data[at + 2], weight)) | 0;
      }
      out[to++] = clip(red);
      out[to++] = clip(green);
      out[to++] = clip(blue);
    }
  }
  return { width, height, channels, data: out };
}

function resizeDown({ width, height: from, channels, data }: Raster, height: number, filter: Filter): Raster {
  const { firsts, counts, values, most } = weightsOf(from, height, filter);
  const samples = width * channels;
  const out = new Uint8Array(samples * height);
  const sums = new Int32Array(samples);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (PRECISION - 1));
    for (let i = 0; i < counts[y]; i++) {
      const weight = values[y * most + i];
      const row = (firsts[y] + i) * samples;
      for (let s = 0; s < samples; s++) sums[s] += Math.imul(data[row + s], weight);
    }
    for (let s = 0; s < samples; s++) out[y * samples + s] = clip(sums[s]);
  }
  return { width, height, channels, data: out };
}
