import sharp, { type Sharp } from 'sharp';
import { seededRandom } from '../../../seeded-random.ts';

/** A drawn scene, another one for each seed: soft patches of colour, and rectangles before them. 240 × 180 pixels, PNG. */
export async function drawScene(seed: number): Promise<Buffer> {
  const random = seededRandom(seed);
  const byte = (): number => Math.floor(40 + random() * 170);
  const patches = Uint8Array.from({ length: 8 * 6 * 3 }, byte);
  const soft = await sharp(patches, { raw: { width: 8, height: 6, channels: 3 } })
    .resize(240, 180, { kernel: 'cubic', fit: 'fill' })
    .png()
    .toBuffer();
  const boxes = Array.from({ length: 6 }, () => {
    const [width, height] = [20 + Math.floor(random() * 60), 20 + Math.floor(random() * 60)];
    return {
      input: { create: { width, height, channels: 3 as const, background: { r: byte(), g: byte(), b: byte() } } },
      left: Math.floor(random() * (240 - width)),
      top: Math.floor(random() * (180 - height)),
    };
  });
  return sharp(soft).composite(boxes).png().toBuffer();
}

/** Six ways in which the same picture comes back. */
export const TWIN_KINDS: Readonly<Record<string, (picture: Sharp, size: { width: number; height: number }) => Sharp>> =
  {
    resized: (picture, { width }) => picture.resize(Math.round(width / 2)).png(),
    recompressed: (picture) => picture.jpeg({ quality: 40 }),
    cropped: (picture, { width, height }) =>
      picture
        .extract({
          left: Math.floor(width * 0.05),
          top: 0,
          width: width - Math.floor(width * 0.05),
          height: height - Math.floor(height * 0.05),
        })
        .png(),
    brighter: (picture) => picture.linear(1.2, 5).png(),
    mirrored: (picture) => picture.flop().png(),
    deep: (picture) => picture.toColourspace('rgb16').png(),
  };
