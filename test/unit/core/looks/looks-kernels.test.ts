import { describe, expect, it } from 'vitest';
import { seePicture, type Raster, type SeenPicture } from '../../../../src/core/index.ts';
import { seededRandom } from '../../seeded-random.ts';

// What the kernels measure, held against the definitions, written down as plainly as can be.

type Fill = (x: number, y: number, channel: number) => number;

function drawn(width: number, height: number, fill: Fill): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    data[at] = fill(pixel % width, Math.floor(pixel / width), at % 3);
  }
  return { width, height, channels: 3, data };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.min(sorted.length - 1, Math.floor(at) + 1)] - low) * (at - Math.floor(at));
}

function brightnesses({ width, height, data }: Raster): number[] {
  return Array.from({ length: width * height }, (_, i) => {
    const [r, g, b] = data.subarray(3 * i);
    return Math.sqrt((241 * r * r + 691 * g * g + 68 * b * b) / (1000 * 255 * 255));
  });
}

function entropyOf({ data }: Raster): number {
  const counts = new Map<number, number>();
  data.forEach((value, at) => counts.set(256 * (at % 3) + value, (counts.get(256 * (at % 3) + value) ?? 0) + 1));
  return [...counts.values()].reduce((sum, n) => sum - (n / data.length) * Math.log2(n / data.length), 0);
}

const random = seededRandom(3);
const noise: Fill = () => Math.floor(256 * random());
const FILLS: Readonly<Record<string, Fill>> = {
  noise,
  'nearly dark noise': (x, y, channel) => Math.floor(noise(x, y, channel) / 40),
  'white with a thing': (x, y, channel) => (x < 9 && y < 7 ? noise(x, y, channel) : 255),
  'two colours': (x, _, channel) => (x % 3 === 0 ? 250 - channel : 3 + channel),
  'one colour': (_, __, channel) => 90 + channel,
  // One pixel in four is looked at for a first guess, and it is the same one in each four: all others are bright.
  'a pattern that misleads': (x, _, channel) => (x % 4 === 0 ? 10 + channel : 200 + channel),
  gradient: (x, y, channel) => (x + 2 * y + channel) % 256,
};
const SIZES = [
  [1, 1],
  [3, 1],
  [5, 3],
  [16, 16],
  [17, 33],
  [128, 128],
  [300, 219],
] as const;

describe('kernels of the looks', () => {
  for (const [name, fill] of Object.entries(FILLS)) {
    it.each(SIZES)(`measure ${name}, %i×%i`, (width, height) => {
      const picture = drawn(width, height, fill);
      const { looks } = seePicture(picture);
      expect(looks.dark).toBeCloseTo(percentile(brightnesses(picture), 0.99), 12);
      expect(looks.light).toBeCloseTo(1 - percentile(brightnesses(picture), 0.05), 12);
      expect(looks.lowInformation).toBeCloseTo(Math.min(1, 0.1 * entropyOf(picture)), 12);
    });
  }

  it('measure the same of grey as of the same grey in three channels', () => {
    const grey = Uint8Array.from({ length: 70 * 41 }, () => Math.floor(256 * random()));
    const colour = drawn(70, 41, (x, y) => grey[y * 70 + x]);
    expect(seePicture({ width: 70, height: 41, channels: 1, data: grey })).toEqual(seePicture(colour));
  });
});

describe('steepest step', () => {
  /** The definition: of blocks of 16 pixels with enough contrast; see `sharpestSteps`. */
  function stepsOf({ width, data }: Raster, left: number, top: number): { contrast: number; step: number } {
    const grey = (x: number, y: number): number => {
      const [r, g, b] = data.subarray(3 * ((top + y) * width + left + x));
      return (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    };
    let [least, most, step] = [255, 0, 0];
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16; x++) {
        least = Math.min(least, grey(x, y));
        most = Math.max(most, grey(x, y));
        if (x > 0) step = Math.max(step, Math.abs(grey(x, y) - grey(x - 1, y)));
        if (y > 0) step = Math.max(step, Math.abs(grey(x, y) - grey(x, y - 1)));
      }
    }
    return { contrast: most - least, step };
  }

  it.each([1, 2, 3, 4, 5])('is that of the definition, draw %i', (seed) => {
    const draw = seededRandom(seed);
    const slopes = Array.from({ length: 6 }, () => 6 * draw());
    const picture = drawn(64, 48, (x, y, channel) =>
      Math.min(255, slopes[channel] * x + slopes[3 + channel] * y + 20 * draw()),
    );
    const blocks: { contrast: number; step: number }[] = [];
    for (let top = 0; top < 48; top += 16) {
      for (let left = 0; left < 64; left += 16) blocks.push(stepsOf(picture, left, top));
    }
    const shares = [40, 20, 10]
      .map((least) => blocks.filter(({ contrast }) => contrast >= least).map(({ contrast, step }) => step / contrast))
      .find(({ length }) => length >= 4);
    const sorted = (shares ?? []).sort((a, b) => a - b);
    expect(sorted.length).toBeGreaterThan(0);
    expect(seePicture(picture).looks.sharpness).toBe(sorted[Math.floor(0.9 * (sorted.length - 1))]);
  });
});

describe('digest', () => {
  const named = ({ digest }: SeenPicture): string => Buffer.from(digest).toString('hex');
  const picture = drawn(31, 23, noise);
  const changed = (change: (data: Uint8Array) => void): Raster => {
    const data = picture.data.slice();
    change(data);
    return { ...picture, data };
  };

  it('is another one wherever one bit is another one', () => {
    const all = new Set([named(seePicture(picture))]);
    for (let at = 0; at < picture.data.length; at++) {
      all.add(named(seePicture(changed((data) => (data[at] ^= 1 << (at % 8))))));
    }
    expect(all.size).toBe(picture.data.length + 1);
  });

  it('is another one where the same bytes stand in other places, and where the shape is another one', () => {
    const all = [
      picture,
      changed((data) => data.reverse()),
      changed((data) => {
        const stripe = data.slice(0, 64);
        data.copyWithin(0, 64, 128);
        data.set(stripe, 64);
      }),
      { ...picture, width: 23, height: 31 },
      drawn(16, 4, () => 0),
      drawn(16, 8, () => 0),
    ];
    expect(new Set(all.map((one) => named(seePicture(one)))).size).toBe(all.length);
  });

  it('does not depend on what was measured before', () => {
    const before = named(seePicture(picture));
    seePicture(drawn(400, 300, noise));
    seePicture(drawn(3, 3, noise));
    expect(named(seePicture(picture))).toBe(before);
  });
});
