import { writeFileAtomic } from '../files/index.ts';
import { toHalfFloats } from './half-floats.ts';
import { ARRAYS, HOST_IS_BIG_ENDIAN, reorder, swap, type NpyArray } from './npy-elements.ts';
import { NPY_DTYPES, NpyError } from './npy-header.ts';

/**
 * The bytes of a `.npy` file, little-endian, in the order that `array.fortranOrder` names.
 * @throws NpyError when data, shape and type do not agree.
 */
export function encodeNpy(array: NpyArray, name = 'array'): Uint8Array {
  return Buffer.concat(npyPieces(array, name));
}

/**
 * The same bytes as a header and the elements, which are not copied where they are stored as they stand in memory.
 * @throws as `encodeNpy`
 */
export function npyPieces(array: NpyArray, name = 'array'): readonly [header: Uint8Array, elements: Uint8Array] {
  const { dtype, shape, fortranOrder, data } = array;
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(data instanceof ARRAYS[dtype])) throw new NpyError(name, `its data is no ${ARRAYS[dtype].name} for ${dtype}`);
  if (count !== data.length || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new NpyError(name, `its shape (${shape.join(', ')}) does not hold ${data.length} elements`);
  }
  const { size, code } = NPY_DTYPES[dtype];
  const descr = (size === 1 ? '|' : '<') + code;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  // The data begins at a multiple of 64, so that it can be memory-mapped.
  const dataOffset = Math.ceil((10 + text.length + 1) / 64) * 64;
  const header = Buffer.alloc(dataOffset);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(dataOffset - 10, 8);
  header.write(text.padEnd(dataOffset - 11) + '\n', 10, 'latin1');
  const ordered = fortranOrder ? reorder(data, [...shape].reverse()) : data;
  const stored = dtype === 'float16' ? toHalfFloats(ordered as Float32Array) : ordered;
  const elements = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  if (!HOST_IS_BIG_ENDIAN) return [header, elements];
  const swapped = Uint8Array.from(elements);
  swap(swapped, size);
  return [header, swapped];
}

/**
 * Writes a `.npy` file, atomically.
 * @throws NpyError when the array does not agree with itself; FileWriteError when the file can't be written.
 */
export async function writeNpy(file: string, array: NpyArray): Promise<void> {
  await writeFileAtomic(file, encodeNpy(array, file));
}
