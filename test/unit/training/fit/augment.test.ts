import { describe, expect, it } from 'vitest';
import { fillBatch } from '../../../../src/training/fit/augment.ts';
import { learningRateAt } from '../../../../src/training/fit/learning-rate.ts';
import { createRandom } from '../../../../src/training/random.ts';

const still = { rotation: 0, scale: 0, shift: 0, shear: 0 };
const pictures = {
  images: Uint8Array.from({ length: 2 * 6 * 5 * 3 }, (_, i) => (i * 37) % 251),
  height: 6,
  width: 5,
  channels: 3,
};
const batchOf = (indices: number[], ranges: typeof still | null, source = pictures, seed = 1): Float32Array => {
  const out = new Float32Array(indices.length * source.height * source.width * source.channels);
  fillBatch(source, Int32Array.from(indices), ranges, createRandom(seed, 0), out);
  return out;
};

describe('fillBatch', () => {
  it('copies pictures unmoved, in the order asked for', () => {
    expect([...batchOf([1, 0], null)]).toEqual([...pictures.images.slice(90), ...pictures.images.slice(0, 90)]);
  });

  it('moves nothing where every range is zero', () => {
    const moved = batchOf([0, 1], still);
    pictures.images.forEach((value, i) => {
      expect(moved[i]).toBeCloseTo(value, 3);
    });
  });

  it('draws the same moves for the same seed, others for another', () => {
    const ranges = { rotation: 10, scale: 0.15, shift: 0.12, shear: 5 };
    expect(batchOf([0, 1], ranges)).toEqual(batchOf([0, 1], ranges));
    expect(batchOf([0, 1], ranges)).not.toEqual(batchOf([0, 1], ranges, pictures, 2));
  });

  it('goes on with the edge beyond it, so that white paper stays white', () => {
    const white = { images: new Uint8Array(32 * 32).fill(250), height: 32, width: 32, channels: 1 };
    const moved = batchOf([0], { rotation: 45, scale: 0.5, shift: 0.5, shear: 20 }, white);
    expect(Math.min(...moved)).toBeCloseTo(250, 2);
    expect(Math.max(...moved)).toBeCloseTo(250, 2);
  });

  it('shifts by no more than the range', () => {
    const dot = { images: new Uint8Array(21 * 21), height: 21, width: 21, channels: 1 };
    dot.images[10 * 21 + 10] = 255;
    for (let seed = 0; seed < 50; seed++) {
      const moved = batchOf([0], { ...still, shift: 0.2 }, dot, seed);
      const [x, y] = moved.reduce(
        ([sx, sy], v, i) => [sx + (v * (i % 21)) / 255, sy + (v * Math.floor(i / 21)) / 255],
        [0, 0],
      );
      expect(Math.abs(x - 10)).toBeLessThanOrEqual(4.2001);
      expect(Math.abs(y - 10)).toBeLessThanOrEqual(4.2001);
    }
  });
});

describe('fillBatch at another size', () => {
  // Brightness rises along both sides, so that a pixel tells where it was looked for.
  const side = 12;
  const slope = {
    images: Uint8Array.from({ length: side * side }, (_, i) => 10 * (i % side) + 5 * Math.floor(i / side)),
    height: side,
    width: side,
    channels: 1,
  };
  const resized = (ranges: typeof still | null, height: number, width: number): Float32Array => {
    const out = new Float32Array(height * width);
    fillBatch(slope, Int32Array.of(0), ranges, createRandom(1, 0), out, { height, width });
    return out;
  };

  it.each([null, still])('looks at the middles of equal parts, as resizing does elsewhere (%j)', (ranges) => {
    const out = resized(ranges, 6, 8);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 8; x++) {
        const [fromX, fromY] = [(x + 0.5) * 1.5 - 0.5, (y + 0.5) * 2 - 0.5];
        expect(out[y * 8 + x]).toBeCloseTo(10 * fromX + 5 * fromY, 3);
      }
    }
  });

  it('moves pictures as it moves them at their own size', () => {
    const ranges = { ...still, shift: 0.1 };
    const own = resized(ranges, side, side);
    const half = resized(ranges, side / 2, side / 2);
    // Inside, where no edge goes on, a pixel of the half is the mean of the four.
    const mean = (own[5 * side + 5] + own[5 * side + 4] + own[4 * side + 5] + own[4 * side + 4]) / 4;
    expect(half[2 * 6 + 2]).toBeCloseTo(mean, 3);
  });
});

describe('learningRateAt', () => {
  it('follows OneCycleLR(max_lr=1, total_steps=10), cosine', () => {
    // Worked out apart, in Python, from PyTorch's definition of the schedule.
    const torch = [
      0.04, 0.52, 1, 0.9504846320134737, 0.8117456539497631, 0.6112620219362893, 0.38874197806371075,
      0.18825834605023697, 0.049519367986526286, 4e-6,
    ];
    torch.forEach((rate, step) => {
      expect(learningRateAt('one-cycle', 1, step, 10)).toBeCloseTo(rate, 5);
    });
  });

  it('stays at the peak where constant', () => {
    expect(learningRateAt('constant', 0.5, 3, 10)).toBe(0.5);
  });
});
