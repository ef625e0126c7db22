import { endianness } from 'node:os';
import { fromHalfFloats } from './half-floats.ts';
import { NPY_DTYPES, type NpyDtype, type NpyHeader } from './npy-header.ts';

export type NpyData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** An array as NumPy stores it. */
export interface NpyArray {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  /** How the file stores it. In memory `data` is row-major (C order) either way. */
  readonly fortranOrder: boolean;
  /** The elements, row-major. `bool` is a Uint8Array of 0 and 1; `float16` a Float32Array; 64-bit integers are BigInt arrays. */
  readonly data: NpyData;
}

/** What holds the elements of each type in memory. */
export const ARRAYS = {
  float16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export const HOST_IS_BIG_ENDIAN = endianness() === 'BE';

/** Allocates memory of `bytes` for `count` elements. */
export type Allocate = (bytes: number, count: number) => ArrayBufferLike;

/**
 * Takes over `bytes`, whose buffer begins with the first element.
 * @param allocate where to put elements that are wider in memory than in the file.
 */
export function toArray(header: NpyHeader, bytes: Uint8Array, allocate: Allocate): NpyArray {
  const { dtype, shape, fortranOrder, count } = header;
  if (header.bigEndian !== HOST_IS_BIG_ENDIAN) swap(bytes, NPY_DTYPES[dtype].size);
  if (dtype === 'float16') {
    const data = new Float32Array(allocate(4 * count, count));
    fromHalfFloats(new Uint16Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, count), data, 0);
    return { dtype, shape, fortranOrder, data: fortranOrder ? reorder(data, shape) : data };
  }
  // As with swap: shared memory is as good as any other, whatever the type says.
  const stored = new ARRAYS[dtype](bytes.buffer as ArrayBuffer, bytes.byteOffset, count);
  if (dtype === 'bool') for (let i = 0; i < count; i++) if (stored[i] !== 0) stored[i] = 1;
  return { dtype, shape, fortranOrder, data: fortranOrder ? reorder(stored, shape) : stored };
}

export function swap(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

/**
 * Elements of `shape` stored column-major, rearranged row-major. With the shape reversed it does the opposite, since
 * the row-major order of a shape is the column-major order of its reverse.
 */
export function reorder<T extends NpyData>(stored: T, shape: readonly number[]): T {
  const target = stored.slice() as T;
  const last = shape.length - 1;
  if (last < 1 || target.length === 0) return target;
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, size) => product * size, 1));
  const index = new Int32Array(shape.length);
  let source = 0;
  for (let i = 0; i < target.length; i++) {
    target[i] = stored[source];
    let d = last;
    index[d]++;
    source += strides[d];
    while (d > 0 && index[d] === shape[d]) {
      source -= strides[d] * shape[d];
      index[d] = 0;
      d--;
      index[d]++;
      source += strides[d];
    }
  }
  return target;
}
