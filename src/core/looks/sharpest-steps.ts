import type { PlacedRaster } from './looks-kernels.ts';

/** Side of the blocks that steps are looked for in, in pixels. */
const BLOCK = 16;
/** No more blocks than about so many are looked at, evenly spread. */
const MOST_BLOCKS = 400;
/** Contrast that a block must have, in grey levels: the first of these that enough blocks reach. */
const CONTRASTS = [40, 20, 10];
/** Enough: so many blocks, and this share of them. */
const LEAST_BLOCKS = 4;
const LEAST_SHARE = 0.02;
/** One block in ten is sharper than what is told: a blurred background makes no picture blurry, nor does a spot make it sharp. */
const SHARPEST = 0.9;

/**
 * How sharp a picture is where it is sharpest: the steepest step between two neighbouring pixels, as a share of the contrast
 * around it. It does not depend on how much of the picture is plain, nor on its size.
 *
 * @returns in [0, 1]: of photographs 0.5 to 0.9, about 0.25 for what is blurred by a Gaussian of two pixels; 1 where a picture
 *   has no contrast anywhere to be sharp or blurred in
 */
export function sharpestSteps({ raster: { width, height, channels }, free, kernels }: PlacedRaster): number {
  const { steepest } = kernels(BLOCK);
  const columns = Math.max(1, Math.floor(width / BLOCK));
  const rows = Math.max(1, Math.floor(height / BLOCK));
  const every = Math.max(1, Math.floor((columns * rows) / MOST_BLOCKS));
  const shares = CONTRASTS.map((): number[] => []);
  let looked = 0;
  for (let block = 0; block < columns * rows; block += every, looked++) {
    const left = (block % columns) * BLOCK;
    const top = Math.floor(block / columns) * BLOCK;
    const found = steepest(
      (top * width + left) * channels,
      width * channels,
      channels,
      Math.min(BLOCK, width - left),
      Math.min(BLOCK, height - top),
      free,
    );
    const contrast = found >> 8;
    const step = found & 255;
    CONTRASTS.forEach((least, i) => {
      if (contrast >= least) shares[i].push(step / contrast);
    });
  }
  const enough = Math.min(looked, Math.max(LEAST_BLOCKS, LEAST_SHARE * looked));
  const found = shares.find(({ length }) => length >= enough);
  if (found === undefined) return 1;
  found.sort((a, b) => a - b);
  return found[Math.floor(SHARPEST * (found.length - 1))];
}
