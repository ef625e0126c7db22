import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { fileFailure } from '../files/index.ts';
import { NpyError } from './npy-header.ts';
import type { NpyInfo } from './npy.ts';

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

/**
 * Opens the rows of a `.npy` file.
 * @param info of a two-dimensional float32 or float64 array in C order
 * @param atMost the largest number of rows that are asked for at once
 * @throws NpyError when it holds something else, or has changed since `info` was read.
 */
export function openNpyRows(info: NpyInfo, atMost: number): NpyRows {
  const { file, dtype, shape, fortranOrder, bigEndian, dataOffset } = info;
  if ((dtype !== 'float32' && dtype !== 'float64') || shape.length !== 2 || fortranOrder) {
    throw new NpyError(
      file,
      'only float32 and float64 in two dimensions, stored row by row, can be read in pieces; write it again with numpy.save(file, numpy.ascontiguousarray(array, dtype="float32"))',
    );
  }
  const size = dtype === 'float32' ? 4 : 8;
  const rowBytes = shape[1] * size;
  const room = Buffer.from(new ArrayBuffer(atMost * rowBytes));
  const isForeign = bigEndian !== (endianness() === 'BE');
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
      if (isForeign && size === 4) bytes.swap32();
      else if (isForeign) bytes.swap64();
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
