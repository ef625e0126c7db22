import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { defaultCacheFolder, fileFailure, InputError, sha256 } from '../files/index.ts';
import { decodePicture } from './decode-picture.ts';
import { isOneColour } from './eight-bit.ts';
import { loadSharp } from './load-sharp.ts';
import { createPictureArray } from './picture-array.ts';
import { openPictureCache } from './picture-cache.ts';
import { PictureError, withPictureFile } from './picture-file.ts';
import type { DecodeOptions, ImageStore, PictureList, PictureProblem, TreatmentCounts } from './types.ts';

/** Largest side that pictures are resized to. */
const MAX_IMAGE_SIZE = 1024;

/**
 * Decodes a list of pictures, as many at once as there are cores, each content once. See `decodePicture` for
 * what is done to each. Pictures that can't be used are left out and listed under `problems` by path and row. Those
 * decoded by an earlier call with the same size and trim come from the cache, whatever `channels` asks for.
 * @throws InputError when the options make no sense, the root is gone or the decoder is not installed; the signal's
 * reason as soon as it is aborted, with what was decoded until then in the cache. The decoding of a picture can't be stopped:
 * it goes on, and its result is ignored.
 */
export async function decodeImages(list: PictureList, options: DecodeOptions): Promise<ImageStore> {
  const { imageSize, signal } = options;
  if (!Number.isInteger(imageSize) || imageSize < 1 || imageSize > MAX_IMAGE_SIZE) {
    throw new InputError(`${list.root}: image size ${imageSize} is not a whole number from 1 to ${MAX_IMAGE_SIZE}`);
  }
  signal?.throwIfAborted();
  const root = await realpath(list.root).catch((error: unknown) => {
    throw new InputError(`${list.root}: ${fileFailure(error)}`, { cause: error });
  });
  const { versions } = await loadSharp();
  const folder = options.cacheFolder === undefined ? defaultCacheFolder() : options.cacheFolder;
  const cache =
    folder === null ? undefined : openPictureCache(join(folder, 'pictures'), root, options, `sharp ${versions.sharp}`);

  const { examples } = list;
  const total = examples.length;
  const pictures = createPictureArray(total, options);
  const hashes = new Array<string>(total);
  const problems = new Array<PictureProblem | undefined>(total);
  /** For each content the first example that has it, and when that has its picture. */
  const firsts = new Map<string, { readonly example: number; readonly ready: Promise<void> }>();
  /** What was done to each example's picture to make it visible, and whether it is one colour all the same. */
  const [scaled, onBlack, plain] = [new Uint8Array(total), new Uint8Array(total), new Uint8Array(total)];
  let decoded = 0;
  let done = 0;

  const make = async (i: number, bytes: Uint8Array): Promise<void> => {
    const cached = cache?.get(hashes[i]);
    const picture = cached ?? (await decodePicture(bytes, options));
    pictures.set(i, picture);
    scaled[i] = Number(picture.treatment?.scaled ?? false);
    onBlack[i] = Number(picture.treatment?.onBlack ?? false);
    plain[i] = Number(isOneColour(picture.pixels, picture.channels));
    if (cached !== undefined) return;
    decoded++;
    cache?.add(hashes[i], picture);
  };
  const load = async (i: number, bytes: Uint8Array): Promise<void> => {
    hashes[i] = sha256(bytes);
    const first = firsts.get(hashes[i]);
    const ready = first?.ready ?? make(i, bytes);
    if (first === undefined) firsts.set(hashes[i], { example: i, ready });
    await ready;
    if (first === undefined) return;
    pictures.copy(first.example, i);
    for (const facts of [scaled, onBlack, plain]) facts[i] = facts[first.example];
  };
  const read = async (i: number): Promise<void> => {
    try {
      await withPictureFile(root, examples[i].path, (bytes) => load(i, bytes));
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      problems[i] = pictureProblem(examples[i], error);
    }
    if (signal?.aborted !== true) options.onProgress?.(++done, total);
  };

  try {
    // One more than there are cores: it reads and hashes while they decode.
    await pMap(examples.keys(), read, { concurrency: availableParallelism() + 1, signal });
  } finally {
    await cache?.close();
  }
  const store = pictures.finish();
  return {
    ...store,
    contentHashes: Array.from(store.exampleIndices, (i) => hashes[i]),
    problems: problems.filter((problem) => problem !== undefined),
    oneColour: examples.filter((_, i) => plain[i] === 1).map(oneColourProblem),
    treated: { scaled: sum(scaled), onBlack: sum(onBlack), oneColour: sum(plain) },
    decoded,
  };
}

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

/** Says once what was done to pictures that would else not be seen, and how many are not seen all the same. */
export function treatmentNotes({ scaled, onBlack, oneColour: plain }: TreatmentCounts): string[] {
  const many = (count: number, one: string, several: string): string =>
    `${count.toLocaleString('en-US')} ${count === 1 ? `picture ${one}` : `pictures ${several}`}`;
  return [
    ...(scaled > 0
      ? [
          `${many(scaled, 'has', 'have')} more than 8 bits and a narrow range of values: each is stretched from its own darkest to its own brightest value, but for the 0.1% at either end.`,
        ]
      : []),
    ...(onBlack > 0
      ? [`${many(onBlack, 'is', 'are')} of nearly white ink on nothing: put on black, not on white.`]
      : []),
    ...(plain > 0
      ? [`${many(plain, 'is', 'are')} one colour: no model can tell what ${plain === 1 ? 'it shows' : 'they show'}.`]
      : []),
  ];
}

function oneColourProblem(example: PictureList['examples'][number]): PictureProblem {
  const message = `${placeName(example)} is one colour: nothing in it tells a model what it shows; look at it, restore or remove it.`;
  return { kind: 'one-colour', path: example.path, ...rowOf(example), message };
}

/** A picture that can't be used, as the user is told of it. */
export function pictureProblem(example: PictureList['examples'][number], error: PictureError): PictureProblem {
  const message = `${placeName(example)} ${error.message}.`;
  return { kind: error.kind, path: example.path, ...rowOf(example), message };
}

/** The row that a picture stands in, and its labels file where there are several. */
function rowOf({ place: { row, file } }: PictureList['examples'][number]): Pick<PictureProblem, 'row' | 'file'> {
  return { ...(row === undefined ? {} : { row }), ...(file === undefined ? {} : { file }) };
}

/** E.g. `a.png (row 3)` or `a.png (row 3 of train.csv)`. */
function placeName({ path, place: { row, file } }: PictureList['examples'][number]): string {
  if (row === undefined) return path;
  return file === undefined ? `${path} (row ${row})` : `${path} (row ${row} of ${file})`;
}
