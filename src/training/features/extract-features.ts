import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { defaultCacheFolder, fileFailure, InputError, sha256 } from '../../files/index.ts';
import {
  DECODER_VERSION,
  loadSharp,
  PictureError,
  pictureProblem,
  withPictureFile,
  type PictureList,
  type PictureProblem,
} from '../../pictures/index.ts';
import { bundledFile, linkAbort } from '../../processes/index.ts';
import { expectedBackend, verifiedAdapter } from '../backends/expected-backend.ts';
import { TrainingError } from '../errors.ts';
import type { Backend, BackendChoice } from '../types.ts';
import { openFeatureCache } from './feature-cache.ts';
import { fromHalfFloats } from '../../arrays/index.ts';
import type { OwnTrunk } from './own-trunk/find-own-trunk.ts';
import { seePictures, type PictureToMake } from './see-pictures.ts';
import { startTrunk } from './trunk-process.ts';
import { TRUNK_ARITHMETIC, TRUNK_FEATURES, TRUNK_SHA256 } from './trunk-facts.ts';
import type { TrunkFacts, View } from './trunk-protocol.ts';
import type { Features } from './types.ts';

export interface ExtractOptions {
  /**
   * Side of the square that every picture is resized to, in pixels; 32 to 512. Absent, for a network of the user's: the one
   * that it takes, else 224.
   */
  readonly side?: number;
  /** A network of the user's, in place of our trunk. */
  readonly own?: OwnTrunk;
  /** Crop each picture to its content before resizing. */
  readonly trim: boolean;
  /** The features of each picture mirrored left to right, too. */
  readonly mirrored: boolean;
  readonly backend: BackendChoice;
  /** Processes at once; default: the number of cores. */
  readonly jobs?: number;
  /** Folder of the cache; default: the user's. `null` turns the cache off. */
  readonly cacheFolder?: string | null;
  readonly workerFile?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ExtractedFeatures {
  /** One row per usable picture. */
  readonly features: Features & { readonly data: Float32Array };
  /** Those of the mirrored pictures, where they were asked for. */
  readonly mirrored?: Features & { readonly data: Float32Array };
  /** For each row, the index of its example in the list; ascending. Unusable ones are absent. */
  readonly exampleIndices: Int32Array;
  /** For each row, the SHA-256 of its picture's bytes, hexadecimal. */
  readonly contentHashes: readonly string[];
  /** Pictures that could not be used, by path and row. */
  readonly problems: readonly PictureProblem[];
  /** Side of the square that was looked at. */
  readonly side: number;
  /** How many different pictures had to be computed; the rest came from the cache. */
  readonly computed: number;
  /** What computed them, now or before. */
  readonly backend: Backend;
}

const [SMALLEST, LARGEST] = [32, 512];
/** What most networks were trained at. */
const USUAL_SIDE = 224;

/**
 * Features of pictures by the pretrained trunk, in processes of their own on all cores: 1,952 numbers per picture, rounded
 * to 16-bit floats, so that they are the same whether they were just computed or come from the cache. Each content is
 * decoded and computed once. What was computed until a cancel is kept in the cache.
 *
 * @throws InputError when the options make no sense, the root is gone or the decoder is not installed; TrainingError,
 *   BackendError, WorkerCrashError as `startTrunk`; the signal's reason as soon as it is aborted
 */
export async function extractFeatures(list: PictureList, options: ExtractOptions): Promise<ExtractedFeatures> {
  const { trim, mirrored, own, signal } = options;
  const workerFile = options.workerFile ?? bundledFile('trunk-worker.mjs');
  if (!existsSync(workerFile)) {
    throw new TrainingError(`The feature worker is missing (${workerFile}). Reinstall label-audit.`);
  }
  const facts = own === undefined ? undefined : await factsOf(own, workerFile, options);
  const width = facts?.features ?? TRUNK_FEATURES;
  const side = options.side ?? facts?.side ?? USUAL_SIDE;
  if (!Number.isInteger(side) || side < SMALLEST || side > LARGEST) {
    throw new InputError(
      `${list.root}: the trunk's picture size ${side} is no whole number from ${SMALLEST} to ${LARGEST}.`,
    );
  }
  signal?.throwIfAborted();
  const root = await realpath(list.root).catch((error: unknown) => {
    throw new InputError(`${list.root}: ${fileFailure(error)}`, { cause: error });
  });
  const { versions } = await loadSharp();
  const views: readonly View[] = mirrored ? ['plain', 'mirrored'] : ['plain'];
  const { hashes, problems } = await hashPictures(list, root, signal);

  // Each content has one slot; examples with the same content share it.
  const slots = new Map<string, number>();
  const paths: string[] = [];
  hashes.forEach((hash, i) => {
    if (hash === undefined || slots.has(hash)) return;
    slots.set(hash, paths.length);
    paths.push(list.examples[i].path);
  });
  const data = new Map(views.map((view) => [view, new Float32Array(paths.length * width)]));
  const present = new Map(views.map((view) => [view, new Uint8Array(paths.length)]));
  const keep = (hash: string, view: View, halves: Uint16Array): void => {
    const slot = slots.get(hash);
    const target = data.get(view);
    if (slot === undefined || target === undefined) return;
    fromHalfFloats(halves, target, slot * width);
    present.get(view)![slot] = 1;
  };
  const folder = options.cacheFolder === undefined ? defaultCacheFolder() : options.cacheFolder;
  const network = own === undefined ? TRUNK_SHA256 : [own.sha256, own.scaling, own.output ?? null];
  const expected = expectedBackend(options.backend);
  const computes = expected === 'webgpu' ? [expected, verifiedAdapter() ?? null] : expected;
  const how = JSON.stringify([network, TRUNK_ARITHMETIC, computes, side, trim, DECODER_VERSION, versions.sharp]);
  const cache =
    folder === null
      ? undefined
      : await openFeatureCache(join(folder, 'features'), {
          ...{ root, how, width, wants: (hash) => slots.has(hash), onFound: keep },
        });

  const missing: PictureToMake[] = [];
  for (const [hash, slot] of slots) {
    const wanted = views.filter((view) => present.get(view)![slot] === 0);
    if (wanted.length > 0) missing.push({ hash, path: paths[slot], views: wanted });
  }
  let done = paths.length - missing.length;
  options.onProgress?.(done, paths.length);
  const failed = new Map<string, PictureError>();
  let backend: Backend | undefined;
  try {
    backend = await seePictures(missing, {
      ...{ root, side, trim, own, workerFile },
      ...{ backend: options.backend, jobs: options.jobs, signal },
      onSeen: async ({ hash, views: asked }, seen) => {
        options.onProgress?.(++done, paths.length);
        if ('problem' in seen) failed.set(hash, new PictureError(seen.problem, seen.reason));
        else if (seen.hash !== hash) {
          failed.set(hash, new PictureError('unreadable-image', 'was changed while it was read; run the audit again'));
        } else {
          for (const [v, view] of asked.entries()) {
            keep(hash, view, seen.features[v]);
            await cache?.add(hash, view, seen.features[v]);
          }
        }
      },
    });
  } finally {
    await cache?.close();
  }
  hashes.forEach((hash, i) => {
    const error = hash === undefined ? undefined : failed.get(hash);
    if (error !== undefined) problems[i] = pictureProblem(list.examples[i], error);
  });
  const exampleIndices = Int32Array.from(
    hashes.flatMap((hash, i) => (hash === undefined || failed.has(hash) ? [] : [i])),
  );
  const rows = Int32Array.from(exampleIndices, (i) => slots.get(hashes[i]!)!);
  return {
    features: gather(data.get('plain')!, rows, width),
    ...(mirrored ? { mirrored: gather(data.get('mirrored')!, rows, width) } : {}),
    side,
    exampleIndices,
    contentHashes: Array.from(exampleIndices, (i) => hashes[i]!),
    problems: problems.filter((problem) => problem !== undefined),
    computed: missing.length,
    backend: backend ?? expected,
  };
}

/** One row for each slot that is asked for; the array itself where that is each in turn. */
function gather(data: Float32Array, rows: Int32Array, k: number): Features & { readonly data: Float32Array } {
  const shape = { n: rows.length, k };
  if (rows.length * k === data.length && rows.every((slot, i) => slot === i)) return { data, ...shape };
  const gathered = new Float32Array(rows.length * k);
  rows.forEach((slot, i) => {
    gathered.set(data.subarray(slot * k, (slot + 1) * k), i * k);
  });
  return { data: gathered, ...shape };
}

/** What a user's network gives and takes: it is loaded once to see. */
async function factsOf(
  own: OwnTrunk,
  workerFile: string,
  { backend, signal }: Pick<ExtractOptions, 'backend' | 'signal'>,
): Promise<TrunkFacts> {
  const stop = linkAbort(signal);
  const start = {
    type: 'start',
    root: '',
    side: 0,
    trim: false,
    own,
    backend,
    threads: availableParallelism(),
  } as const;
  const process = startTrunk(workerFile, start, 1, stop.signal);
  try {
    return await process.facts();
  } finally {
    await process.end();
    stop.unlink();
  }
}

interface Hashed {
  /** SHA-256 of each example's file; undefined where it can't be read. */
  readonly hashes: (string | undefined)[];
  readonly problems: (PictureProblem | undefined)[];
}

async function hashPictures({ examples }: PictureList, root: string, signal?: AbortSignal): Promise<Hashed> {
  const hashes = new Array<string | undefined>(examples.length).fill(undefined);
  const problems = new Array<PictureProblem | undefined>(examples.length).fill(undefined);
  const read = async (i: number): Promise<void> => {
    try {
      hashes[i] = await withPictureFile(root, examples[i].path, (bytes) => Promise.resolve(sha256(bytes)));
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      problems[i] = pictureProblem(examples[i], error);
    }
  };
  // One more than there are cores: it reads while they hash.
  await pMap(examples.keys(), read, { concurrency: availableParallelism() + 1, signal });
  return { hashes, problems };
}
