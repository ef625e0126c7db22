import { freemem } from 'node:os';
import { MOST_CLASSES, type ClassIndices, type PredProbs } from '../core/index.ts';
import { readNpyLabels, readNpyNames } from './npy-labels.ts';
import { readNpy, readNpyInfo, type NpyInfo } from './read-npy.ts';
import { isFloat } from './npy-rows.ts';
import { InputError } from '../files/index.ts';

/** Where probabilities are: in memory, or in a file that is read in pieces, as often as it takes. */
export type ArraySource =
  { readonly kind: 'memory'; readonly predProbs: PredProbs } | { readonly kind: 'file'; readonly info: NpyInfo };

/** Labels and probabilities, wherever those are. */
export interface ArrayInputs {
  readonly labels: ClassIndices;
  readonly source: ArraySource;
  /** Where labels are names: the different ones, in the order in which they first occur; a label is a place among them. */
  readonly words?: readonly string[];
}

export interface ArrayFiles {
  readonly labels: string;
  readonly predProbs: string;
}

/** A larger file is never read whole: a single read call takes no more, nor do typed arrays on every machine. */
const MOST = 2 ** 31;
/** The share of the free memory that probabilities may take. */
const SHARE = 0.5;

/** How many bytes of probabilities are held in memory by default. */
export const defaultMemory = (): number => Math.min(MOST, SHARE * freemem());

/** With fewer probabilities than this, threads save nothing: measured on 2 cores, where 100,000,000 took as long. */
const WORTH_THREADS = 200_000_000;

/** Whether `count` probabilities should be in shared memory, for threads to work on. */
export const isWorthThreads = (count: number): boolean => count >= WORTH_THREADS;

/** Memory that threads can work on together. */
export const sharedMemory = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/**
 * Opens labels and probabilities; the latter are read only where they fit.
 *
 * @param memory bytes of probabilities to hold in memory at most
 * @throws NpyError where a file is no `.npy`; InputError where its shape is another, or it can't be read in pieces
 */
export async function openArrays(files: ArrayFiles, memory = defaultMemory()): Promise<ArrayInputs> {
  const [labels, source] = await Promise.all([readLabels(files.labels), openPredProbs(files.predProbs, memory)]);
  return { ...labels, source };
}

async function readLabels(file: string): Promise<Pick<ArrayInputs, 'labels' | 'words'>> {
  const names = await readNpyNames(file, sharedMemory);
  if (names !== undefined) return { labels: names.codes, words: names.words };
  return { labels: await readNpyLabels(file, sharedMemory) };
}

async function openPredProbs(file: string, memory: number): Promise<ArraySource> {
  const info = await readNpyInfo(file);
  // 16-bit floats are widened in memory.
  const bytes = (info.size - info.dataOffset) * (info.dtype === 'float16' ? 2 : 1);
  if (bytes <= Math.min(memory, MOST)) return { kind: 'memory', predProbs: await readPredProbs(file) };
  requireTwoDimensions(file, info.shape);
  const canBeInPieces = isFloat(info.dtype);
  if (canBeInPieces && !info.fortranOrder) return { kind: 'file', info };
  const what = canBeInPieces ? 'stored column by column (Fortran order)' : `of type ${info.dtype}`;
  throw new InputError(
    `${file} is ${what} and, with ${Math.ceil(bytes / 2 ** 20)} MB, too large to be read whole: allow more with --memory, or write it row by row, as numpy.save(file, numpy.ascontiguousarray(array, dtype="float32")) does.`,
  );
}

/**
 * Reads probabilities: a two-dimensional `.npy`, one row per example, one column per class.
 *
 * @throws NpyError where the file is none; InputError where its shape is another
 */
export async function readPredProbs(file: string): Promise<PredProbs> {
  // Memory that is not shared is copied twice as fast to where it is worked on.
  const allocate = (bytes: number, count: number): ArrayBufferLike =>
    isWorthThreads(count) ? sharedMemory(bytes) : new ArrayBuffer(bytes);
  const { data, shape } = await readNpy(file, allocate);
  requireTwoDimensions(file, shape);
  const floats = data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data, Number);
  return { data: floats, n: shape[0], k: shape[1] };
}

function requireTwoDimensions(file: string, shape: readonly number[]): void {
  if (shape.length === 2 && shape[1] <= MOST_CLASSES) return;
  if (shape.length === 2) {
    throw new InputError(
      `${file} has ${shape[1]} columns, but at most ${MOST_CLASSES} classes can be judged together.`,
    );
  }
  throw new InputError(
    `${file}: probabilities need two dimensions (examples, classes), but the shape is (${shape.join(', ')}).`,
  );
}

/** Number of rows and columns. */
export function sizeOf(source: ArraySource): { readonly n: number; readonly k: number } {
  if (source.kind === 'memory') return source.predProbs;
  const [n, k] = source.info.shape;
  return { n, k };
}
