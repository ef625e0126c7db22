import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { oddSizes, seePicture, type PictureLooks } from '../../../../src/core/index.ts';

const PHOTO = join(import.meta.dirname, '../../../fixtures/picture-checks/pictures/photo-copy.png');

async function looksOf(picture: Sharp): Promise<PictureLooks> {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return seePicture({ width: info.width, height: info.height, channels: 3, data }).looks;
}

describe('sharpness', () => {
  it('falls with a blur, and tells it from what is sharp', async () => {
    const found: number[] = [];
    for (const sigma of [0, 1, 2, 4, 8]) {
      const photo = sharp(PHOTO);
      found.push((await looksOf(sigma === 0 ? photo : photo.blur(sigma))).sharpness);
    }
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found[0]).toBeGreaterThan(0.4);
    expect(found[3]).toBeLessThan(0.25);
    expect(found[4]).toBeLessThan(0.2);
  });

  it('does not fall where a large picture is plain but for a small sharp thing', async () => {
    const thing = { create: { width: 90, height: 90, channels: 3 as const, background: '#222' } };
    const plain = sharp({ create: { width: 1800, height: 1200, channels: 3, background: '#ccd' } });
    const looks = await looksOf(
      sharp(
        await plain
          .composite([{ input: thing, left: 807, top: 555 }])
          .png()
          .toBuffer(),
      ),
    );
    expect(looks.sharpness).toBeGreaterThan(0.9);
    // What is plain has nothing to be sharp or blurred in.
    const nothing = sharp({ create: { width: 300, height: 200, channels: 3, background: '#ccd' } });
    expect((await looksOf(nothing)).sharpness).toBe(1);
  });
});

describe('odd sizes', () => {
  it('are really odd: 2 pixels among many of one size are not', () => {
    const sizes = Float64Array.from({ length: 100 }, (_, i) => (i < 90 ? 462 : i < 98 ? 460 : 900));
    const flagged = (ratio?: number): number => {
      const { scores, threshold } = oddSizes(sizes, 3, ratio);
      return scores.filter((score) => score < threshold).length;
    };
    expect(flagged()).toBe(10);
    expect(flagged(1.25)).toBe(2);
  });
});
