import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defaultCacheFolder } from './cache-folder.ts';
import { DatasetError } from './dataset-error.ts';
import { decodePicture, loadSharp, luma, type DecodedPicture } from './decode-picture.ts';
import { fileFailure } from './file-failure.ts';
import { openPictureCache } from './picture-cache.ts';
import { PictureError, readPictureFile } from './picture-file.ts';
import { sha256 } from './sha256.ts';
import type { Dataset, DatasetProblem, DecodeOptions, Example, ImageStore } from './types.ts';

/** Largest side that pictures are resized to. */
const MAX_IMAGE_SIZE = 1024;

/**
 * Decodes the pictures of a data set, as many at once as there are cores, each content once. See `decodePicture` for
 * what is done to each. Pictures that can't be used are left out and listed under `problems` by path and row. Those
 * decoded by an earlier call with the same size and trim come from the cache, whatever `channels` asks for.
 * @throws DatasetError when the options make no sense, the root is gone or the decoder is not installed; the signal's
 * reason when it is aborted, between two pictures, with what was decoded until then in the cache.
 */
export async function decodeImages(dataset: Dataset, options: DecodeOptions): Promise<ImageStore> {
  const { imageSize, signal } = options;
  if (!Number.isInteger(imageSize) || imageSize < 1 || imageSize > MAX_IMAGE_SIZE) {
    throw new DatasetError(dataset.root, `image size ${imageSize} is not a whole number from 1 to ${MAX_IMAGE_SIZE}`);
  }
  signal?.throwIfAborted();
  const root = await realpath(dataset.root).catch((error: unknown) => {
    throw new DatasetError(dataset.root, fileFailure(error), { cause: error });
  });
  const { versions } = await loadSharp();
  const folder = options.cacheFolder === undefined ? defaultCacheFolder() : options.cacheFolder;
  const cache =
    folder === null
      ? undefined
      : await openPictureCache(join(folder, 'pictures'), root, options, `sharp ${versions.sharp}`);

  const { examples } = dataset;
  const total = examples.length;
  const pictures = new Array<DecodedPicture | undefined>(total);
  const hashes = new Array<string>(total);
  const problems = new Array<DatasetProblem | undefined>(total);
  const underWay = new Map<string, Promise<DecodedPicture>>();
  let decoded = 0;
  let next = 0;
  let done = 0;

  const decode = async (contentHash: string, bytes: Uint8Array): Promise<DecodedPicture> => {
    const picture = await decodePicture(bytes, options);
    decoded++;
    cache?.add(contentHash, picture);
    return picture;
  };
  const load = async (i: number): Promise<void> => {
    const bytes = await readPictureFile(root, examples[i].path);
    const contentHash = sha256(bytes);
    hashes[i] = contentHash;
    pictures[i] = cache?.get(contentHash);
    if (pictures[i] !== undefined) return;
    let decoding = underWay.get(contentHash);
    if (decoding === undefined) {
      decoding = decode(contentHash, bytes);
      underWay.set(contentHash, decoding);
    }
    pictures[i] = await decoding;
  };
  const work = async (): Promise<void> => {
    while (next < total) {
      signal?.throwIfAborted();
      const i = next++;
      try {
        await load(i);
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        problems[i] = toProblem(examples[i], error);
      }
      options.onProgress?.(++done, total);
    }
  };

  const workers = Array.from({ length: Math.max(2, availableParallelism()) }, () => work());
  try {
    await Promise.all(workers);
  } finally {
    next = total;
    await Promise.allSettled(workers);
    await cache?.save();
  }
  signal?.throwIfAborted();
  return {
    ...assemble(pictures, hashes, options),
    problems: problems.filter((problem) => problem !== undefined),
    decoded,
  };
}

function toProblem(example: Example, error: PictureError): DatasetProblem {
  const { path, place } = example;
  const row = place.kind === 'csv' ? { row: place.row } : {};
  const at = place.kind === 'csv' ? ` (row ${place.row})` : '';
  return { kind: error.kind, path, ...row, message: `${path}${at} ${error.message}.` };
}

/** Puts the usable pictures into one array, grey or in colour as the options ask. */
function assemble(
  pictures: readonly (DecodedPicture | undefined)[],
  hashes: readonly string[],
  { imageSize, channels: wanted }: DecodeOptions,
): Pick<ImageStore, 'data' | 'n' | 'height' | 'width' | 'channels' | 'exampleIndices' | 'contentHashes'> {
  let n = 0;
  let grey = true;
  for (const picture of pictures) {
    if (picture === undefined) continue;
    n++;
    grey &&= picture.channels === 1;
  }
  const channels = wanted === 'auto' ? (grey ? 1 : 3) : wanted;
  const size = imageSize * imageSize * channels;
  const data = new Uint8Array(n * size);
  const exampleIndices = new Int32Array(n);
  const contentHashes = new Array<string>(n);
  let at = 0;
  pictures.forEach((picture, i) => {
    if (picture === undefined) return;
    exampleIndices[at] = i;
    contentHashes[at] = hashes[i];
    copyPixels(picture, data.subarray(at * size, (at + 1) * size), channels);
    at++;
  });
  return { data, n, height: imageSize, width: imageSize, channels, exampleIndices, contentHashes };
}

function copyPixels({ channels: have, pixels }: DecodedPicture, target: Uint8Array, channels: 1 | 3): void {
  if (have === channels) target.set(pixels);
  else if (have === 1) for (let i = 0; i < pixels.length; i++) target.fill(pixels[i], i * 3, i * 3 + 3);
  else for (let i = 0, p = 0; i < target.length; i++, p += 3) target[i] = luma(pixels[p], pixels[p + 1], pixels[p + 2]);
}
