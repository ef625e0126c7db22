import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileFailure } from '../files/index.ts';
import { HOST_IS_BIG_ENDIAN, swap } from './npy-elements.ts';
import { NPY_DTYPES, NpyError, type NpyDtype } from './npy-header.ts';
import { fromHalfFloats } from './half-floats.ts';
import type { NpyInfo } from './read-npy.ts';

/** A two-dimensional `.npy` of floating-point numbers, open to be read some rows at a time. */
export interface NpyRows {
  /**
   * Reads consecutive rows. Blocks the thread.
   * @param start the first row
   * @param count how many; no more than there are from there on
   * @returns `count` rows, row-major; valid until the next call
   * @throws NpyError when the file can't be read or is not the same any more.
   */
  readonly read: (start: number, count: number) => Float32Array | Float64Array;
  readonly close: () => void;
}

/** Whether the elements of an array are floating-point numbers. */
export function isFloat(dtype: NpyDtype): boolean {
  return dtype === 'float16' || dtype === 'float32' || dtype === 'float64';
}

/**
 * Opens the rows of a `.npy` file.
 * @param info of a two-dimensional array of floating-point numbers in C order
 * @param atMost the largest number of rows that are asked for at once
 * @throws NpyError when it holds something else, or has changed since `info` was read.
 */
export function openNpyRows(info: NpyInfo, atMost: number): NpyRows {
  const { file, dtype, shape, fortranOrder, bigEndian, dataOffset } = info;
  if (!isFloat(dtype) || shape.length !== 2 || fortranOrder) {
    throw new NpyError(
      file,
      'only float16, float32 and float64 in two dimensions, stored row by row, can be read in pieces; write it again with numpy.save(file, numpy.ascontiguousarray(array, dtype="float32"))',
    );
  }
  const { size } = NPY_DTYPES[dtype];
  const rowBytes = shape[1] * size;
  const room = Buffer.from(new ArrayBuffer(atMost * rowBytes));
  const widened = new Float32Array(dtype === 'float16' ? atMost * shape[1] : 0);
  const isForeign = bigEndian !== HOST_IS_BIG_ENDIAN;
  const fd = guarded(file, () => openSync(file, 'r'));
  return {
    read(start, count) {
      const bytes = room.subarray(0, count * rowBytes);
      guarded(file, () => {
        const { size: sizeNow, mtimeMs } = fstatSync(fd);
        if (sizeNow !== info.size || mtimeMs !== info.mtimeMs) {
          throw new NpyError(file, 'the file was changed while it was read; try again');
        }
        for (let done = 0; done < bytes.length;) {
          const got = readSync(fd, bytes, done, bytes.length - done, dataOffset + start * rowBytes + done);
          if (got === 0) throw new NpyError(file, 'the file became shorter while it was read; try again');
          done += got;
        }
      });
      if (isForeign) swap(bytes, size);
      if (dtype === 'float16') {
        fromHalfFloats(new Uint16Array(bytes.buffer, bytes.byteOffset, count * shape[1]), widened, 0);
        return widened.subarray(0, count * shape[1]);
      }
      const floats = dtype === 'float32' ? Float32Array : Float64Array;
      return new floats(bytes.buffer, bytes.byteOffset, count * shape[1]);
    },
    close() {
      closeSync(fd);
    },
  };
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof NpyError) throw error;
    throw new NpyError(file, `can't be read: ${fileFailure(error)}`, { cause: error });
  }
}
