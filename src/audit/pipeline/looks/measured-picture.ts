import { createHash } from 'node:crypto';
import { seePicture, type PictureHashes, type PictureLooks } from '../../../core/index.ts';
import type { MeasuredPixels } from '../../../pictures/index.ts';

/** All that the checks know of one picture. */
export interface MeasuredPicture {
  readonly looks: PictureLooks;
  readonly hashes: PictureHashes;
  /** Its own size, in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Names the decoded pixels and their shape, whatever file holds them: 32 hexadecimal digits. */
  readonly pixels: string;
}

/** Measures a decoded picture. */
export function measurePicture({ pixels, full }: MeasuredPixels): MeasuredPicture {
  const { looks, hashes, digest } = seePicture(pixels, full);
  const { width, height } = full;
  const hash = createHash('sha256').update(`${width} ${height}\0`).update(digest);
  return { looks, hashes, width, height, pixels: hash.digest('hex').slice(0, 32) };
}
