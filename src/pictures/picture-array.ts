import { luma, type DecodedPicture } from './decode-picture.ts';
import type { DecodeOptions, ImageStore } from './types.ts';

/**
 * The one array that all pictures of a data set are decoded into, so that they are in memory only once. It is grey until
 * the first picture with colours, where the options leave that open.
 */
export interface PictureArray {
  readonly set: (example: number, picture: DecodedPicture) => void;
  /** Gives an example the picture of another one, which has been set. */
  readonly copy: (from: number, to: number) => void;
  /** Closes the gaps of examples without a picture. Nothing may be set any more. */
  readonly finish: () => Pick<ImageStore, 'data' | 'n' | 'height' | 'width' | 'channels' | 'exampleIndices'>;
}

/** @param total number of examples */
export function createPictureArray(
  total: number,
  { imageSize, channels: wanted }: Pick<DecodeOptions, 'imageSize' | 'channels'>,
): PictureArray {
  const pixels = imageSize * imageSize;
  const present = new Uint8Array(total);
  let channels: 1 | 3 = wanted === 'auto' ? 1 : wanted;
  // The system gives memory only when it is first written to, so a place without a picture takes none.
  let data = new Uint8Array(total * pixels * channels);

  const slot = (example: number): Uint8Array =>
    data.subarray(example * pixels * channels, (example + 1) * pixels * channels);

  const widen = (): void => {
    const grey = data;
    channels = 3;
    data = new Uint8Array(total * pixels * 3);
    for (let example = 0; example < total; example++) {
      if (present[example] === 0) continue;
      copyPixels({ channels: 1, pixels: grey.subarray(example * pixels, (example + 1) * pixels) }, slot(example), 3);
    }
  };

  return {
    set: (example, picture) => {
      if (wanted === 'auto' && picture.channels > channels) widen();
      copyPixels(picture, slot(example), channels);
      present[example] = 1;
    },
    copy: (from, to) => {
      slot(to).set(slot(from));
      present[to] = 1;
    },
    finish: () => {
      const size = pixels * channels;
      const exampleIndices = new Int32Array(present.reduce((sum, there) => sum + there, 0));
      let n = 0;
      for (let example = 0; example < total; example++) {
        if (present[example] === 0) continue;
        if (n < example) data.copyWithin(n * size, example * size, (example + 1) * size);
        exampleIndices[n++] = example;
      }
      return { data: data.subarray(0, n * size), n, height: imageSize, width: imageSize, channels, exampleIndices };
    },
  };
}

function copyPixels({ channels: have, pixels }: DecodedPicture, target: Uint8Array, channels: 1 | 3): void {
  if (have === channels) target.set(pixels);
  else if (have === 1) for (let i = 0; i < pixels.length; i++) target.fill(pixels[i], i * 3, i * 3 + 3);
  else for (let i = 0, p = 0; i < target.length; i++, p += 3) target[i] = luma(pixels[p], pixels[p + 1], pixels[p + 2]);
}
