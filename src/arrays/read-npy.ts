import { open, stat, type FileHandle } from 'node:fs/promises';
import { errorCode, fileFailure } from '../files/index.ts';
import { toArray, type Allocate, type NpyArray } from './npy-elements.ts';
import { MAX_HEADER, NPY_DTYPES, NpyError, parseNpyHeader, type NpyHeader } from './npy-header.ts';

export const plainMemory: Allocate = (bytes) => new ArrayBuffer(bytes);

/** A `.npy` file's header, and the file's state when it was read. */
export interface NpyInfo extends NpyHeader {
  readonly file: string;
  /** Size in bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Reads the header of a `.npy` file, and checks that the file's size agrees with it.
 * @throws NpyError naming the file and the reason.
 */
export function readNpyInfo(file: string): Promise<NpyInfo> {
  return withFile(file, (handle) => infoOf(handle, file));
}

/**
 * Reads a `.npy` file. Memory is taken only once the file's size agrees with its header.
 * @param allocate where to put the elements, e.g. shared memory; what is stored in Fortran order is copied from there.
 * @throws NpyError naming the file and the reason.
 */
export function readNpy(file: string, allocate: Allocate = plainMemory): Promise<NpyArray> {
  return withFile(file, async (handle) => {
    const info = await infoOf(handle, file);
    const stored = info.size - info.dataOffset;
    // 16-bit floats move on to where they are asked for once they are widened.
    const bytes = new Uint8Array(info.dtype === 'float16' ? new ArrayBuffer(stored) : allocate(stored, info.count));
    await fill(handle, bytes, info.dataOffset, file);
    return toArray(info, bytes, allocate);
  });
}

/**
 * Reads the bytes of a `.npy` file.
 * @param name what to call it in errors.
 * @throws NpyError naming it and the reason.
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const header = parseNpyHeader(bytes, name);
  checkSize(header, bytes.length, name);
  // Copied by the constructor: `slice` of a Buffer would only be a view.
  return toArray(header, new Uint8Array(bytes.subarray(header.dataOffset)), plainMemory);
}

/** Uses a regular file, and closes it. Errors of any kind become an NpyError. */
export async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    // Opening a pipe would wait until another process writes into it.
    if (!(await stat(file)).isFile()) throw new NpyError(file, 'this is not a regular file');
    const handle = await open(file, 'r');
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof NpyError) throw error;
    const verb = errorCode(error) === 'ENOENT' ? 'not found' : `can't be read: ${fileFailure(error)}`;
    throw new NpyError(file, verb, { cause: error });
  }
}

/** The header of an open file. @param texts whether texts will do */
export async function infoOf(handle: FileHandle, file: string, texts = false): Promise<NpyInfo> {
  const found = await handle.stat();
  if (!found.isFile()) throw new NpyError(file, 'this is not a regular file');
  const start = new Uint8Array(Math.min(found.size, MAX_HEADER + 12));
  await fill(handle, start, 0, file);
  const header = parseNpyHeader(start, file, texts);
  checkSize(header, found.size, file);
  return { ...header, file, size: found.size, mtimeMs: found.mtimeMs };
}

/** Fills `target` with what stands at `position`. */
export async function fill(handle: FileHandle, target: Uint8Array, position: number, file: string): Promise<void> {
  let done = 0;
  while (done < target.length) {
    // One read call takes at most 2 GiB on some systems.
    const length = Math.min(target.length - done, 1 << 30);
    const { bytesRead } = await handle.read(target, done, length, position + done);
    if (bytesRead === 0) throw new NpyError(file, 'the file became shorter while it was read; try again');
    done += bytesRead;
  }
}

function checkSize(header: NpyHeader, fileSize: number, file: string): void {
  const expected = header.count * NPY_DTYPES[header.dtype].size;
  const present = fileSize - header.dataOffset;
  if (present === expected) return;
  const claim = `shape (${header.shape.join(', ')}) of ${header.dtype} needs ${expected} bytes of data, but ${present} follow`;
  const what = present < expected ? 'the file is cut off' : 'there are bytes after the data';
  throw new NpyError(file, `${what}: ${claim} the header; write it again with numpy.save`);
}
