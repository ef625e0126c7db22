import { loadSharp } from './load-sharp.ts';
import { withPicture, type Pixels } from './open-picture.ts';

/** The pixels of one picture, upright, 1 or 3 bytes each, and the size that it has itself. */
export interface MeasuredPixels {
  readonly pixels: Pick<Pixels, 'width' | 'height' | 'channels' | 'data'>;
  /** In pixels, upright; larger than that of `pixels` where the picture was shrunk. */
  readonly full: { readonly width: number; readonly height: number };
}

/** Pictures with a longer side are shrunk to it: JPEG files then decode in a fraction of the time. */
const MEASURED_SIDE = 2048;

const LARGEST = { width: MEASURED_SIDE, height: MEASURED_SIDE, fit: 'inside', withoutEnlargement: true } as const;

/**
 * Decodes a picture at its own size, up to a longer side of 2,048 pixels.
 * @throws what `withPicture` throws
 */
export async function measuredPixels(bytes: Uint8Array): Promise<MeasuredPixels> {
  const { width, height, channels, data } = await withPicture(bytes, ({ resized }) => resized(LARGEST));
  const pixels = { width, height, channels, data };
  // Only what may have been shrunk is looked at once more.
  if (Math.max(width, height) < MEASURED_SIDE) return { pixels, full: { width, height } };
  return { pixels, full: (await sizeOf(bytes)) ?? { width, height } };
}

/** Width and height by the file's header; undefined for formats that sharp does not read, and what is damaged. */
async function sizeOf(bytes: Uint8Array): Promise<MeasuredPixels['full'] | undefined> {
  const sharp = await loadSharp();
  const found = await sharp(bytes, { failOn: 'none', animated: false, limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  return found && { width: found.autoOrient.width, height: found.autoOrient.height };
}
