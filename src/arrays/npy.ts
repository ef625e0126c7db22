import { isUtf8 } from 'node:buffer';
import { endianness } from 'node:os';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { errorCode, fileFailure } from '../files/index.ts';
import { MAX_HEADER, NPY_DTYPES, NpyError, parseNpyHeader, type NpyDtype, type NpyHeader } from './npy-header.ts';
import { writeFileAtomic } from '../files/index.ts';

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
  /** The elements, row-major. `bool` is a Uint8Array of 0 and 1; 64-bit integers are BigInt arrays. */
  readonly data: NpyData;
}

const ARRAYS = {
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

const HOST_IS_BIG_ENDIAN = endianness() === 'BE';

/** Allocates memory of `bytes` for `count` elements. */
type Allocate = (bytes: number, count: number) => ArrayBufferLike;

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

/** Labels that are names: for each row the place of its name among the different ones. */
export interface NpyNames {
  readonly codes: Int32Array;
  /** In the order in which they first occur. */
  readonly words: readonly string[];
}

/**
 * Reads labels that are names: a one-dimensional array (or one column) of texts, `<U5` or `|S5`. NumPy's padding is left out.
 * @param allocate where to put the codes, e.g. shared memory.
 * @returns undefined where the file holds numbers
 * @throws NpyError naming the file and the reason.
 */
export function readNpyNames(file: string, allocate: Allocate): Promise<NpyNames | undefined> {
  return withFile(file, async (handle) => {
    const info = await infoOf(handle, file, true);
    if (info.isText !== true) return undefined;
    const width = info.shape[info.shape.length - 1];
    requireOneColumn(info.shape.slice(0, -1), file);
    const size = NPY_DTYPES[info.dtype].size * width;
    const rows = info.shape.slice(0, -1).reduce((product, length) => product * length, 1);
    const codes = new Int32Array(allocate(4 * rows, rows));
    const words: string[] = [];
    const known = new Map<string, number>();
    const room = Buffer.alloc(Math.min(LABELS_AT_ONCE, rows) * size);
    for (let row = 0; row < rows; row += LABELS_AT_ONCE) {
      const count = Math.min(LABELS_AT_ONCE, rows - row);
      await fill(handle, room.subarray(0, count * size), info.dataOffset + row * size, file);
      for (let i = 0; i < count; i++) {
        // Equal texts are equal bytes: each is decoded once.
        const key = room.toString('latin1', i * size, (i + 1) * size);
        let code = known.get(key);
        if (code === undefined) {
          code = words.push(textOf(room.subarray(i * size, (i + 1) * size), info, row + i)) - 1;
          known.set(key, code);
        }
        codes[row + i] = code;
      }
    }
    return { codes, words };
  });
}

/** A text as NumPy stores it, without the zeros at its end. */
function textOf(bytes: Buffer, { dtype, bigEndian, file }: NpyInfo, row: number): string {
  if (dtype === 'uint8') {
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    const text = bytes.subarray(0, end);
    if (!isUtf8(text)) throw new NpyError(file, `row ${row} is no UTF-8 text; save names as array.astype(str)`);
    return text.toString('utf8');
  }
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (point > 0x10ffff) throw new NpyError(file, `row ${row} holds the impossible character ${point}`);
    text += String.fromCodePoint(point);
  }
  return text.replace(/\0+$/, '');
}

/**
 * Reads a `.npy` file. Memory is taken only once the file's size agrees with its header.
 * @param allocate where to put the elements, e.g. shared memory; what is stored in Fortran order is copied from there.
 * @throws NpyError naming the file and the reason.
 */
export function readNpy(file: string, allocate: Allocate = (bytes) => new ArrayBuffer(bytes)): Promise<NpyArray> {
  return withFile(file, async (handle) => {
    const info = await infoOf(handle, file);
    const bytes = new Uint8Array(allocate(info.size - info.dataOffset, info.count));
    await fill(handle, bytes, info.dataOffset, file);
    return toArray(info, bytes);
  });
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
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

async function infoOf(handle: FileHandle, file: string, texts = false): Promise<NpyInfo> {
  const found = await handle.stat();
  if (!found.isFile()) throw new NpyError(file, 'this is not a regular file');
  const start = new Uint8Array(Math.min(found.size, MAX_HEADER + 12));
  await fill(handle, start, 0, file);
  const header = parseNpyHeader(start, file, texts);
  checkSize(header, found.size, file);
  return { ...header, file, size: found.size, mtimeMs: found.mtimeMs };
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
  return toArray(header, new Uint8Array(bytes.subarray(header.dataOffset)));
}

/**
 * The bytes of a `.npy` file, little-endian, in the order that `array.fortranOrder` names.
 * @throws NpyError when data, shape and type do not agree.
 */
export function encodeNpy(array: NpyArray, name = 'array'): Uint8Array {
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
  const bytes = Buffer.alloc(dataOffset + count * size);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(dataOffset - 10, 8);
  bytes.write(text.padEnd(dataOffset - 11) + '\n', 10, 'latin1');
  const stored = fortranOrder ? reorder(data, [...shape].reverse()) : data;
  bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), dataOffset);
  if (HOST_IS_BIG_ENDIAN) swap(bytes.subarray(dataOffset), size);
  return bytes;
}

/**
 * Writes a `.npy` file, atomically.
 * @throws NpyError when the array does not agree with itself; FileWriteError when the file can't be written.
 */
export async function writeNpy(file: string, array: NpyArray): Promise<void> {
  await writeFileAtomic(file, encodeNpy(array, file));
}

/**
 * Labels as class indices: a one-dimensional array (or one column) of whole numbers in [0, 2^31), whatever type they are
 * stored in.
 * @throws NpyError naming the row and the value.
 */
export function toInt32Labels(array: NpyArray, name: string): Int32Array {
  requireOneColumn(array.shape, name);
  const labels = new Int32Array(array.data.length);
  toLabels(array.data, labels, 0, name);
  return labels;
}

/** Labels that are read at once: they are mostly stored several times as wide as they are kept. */
const LABELS_AT_ONCE = 8192;

/** Class indices in an array as wide as the largest needs. */
export type NpyLabels = Uint8Array | Uint16Array | Int32Array;

/**
 * Reads labels as `toInt32Labels` gives them, but in an array no wider than they need.
 * @param allocate where to put them, e.g. shared memory.
 * @throws NpyError naming the file, and the row and the value or the reason.
 */
export function readNpyLabels(file: string, allocate: Allocate): Promise<NpyLabels> {
  return withFile(file, async (handle) => {
    const info = await infoOf(handle, file);
    requireOneColumn(info.shape, file);
    let labels: NpyLabels = new Uint8Array(allocate(info.count, info.count));
    const { size } = NPY_DTYPES[info.dtype];
    // The same room for every piece: what is thrown away stays taken for a while.
    const room = new Uint8Array(Math.min(LABELS_AT_ONCE, info.count) * size);
    const piece = new Int32Array(Math.min(LABELS_AT_ONCE, info.count));
    for (let row = 0; row < info.count; row += LABELS_AT_ONCE) {
      const count = Math.min(LABELS_AT_ONCE, info.count - row);
      const bytes = room.subarray(0, count * size);
      await fill(handle, bytes, info.dataOffset + row * size, file);
      const some = piece.subarray(0, count);
      toLabels(toArray({ ...info, shape: [count], count }, bytes).data, some, row, file);
      labels = wideEnough(labels, some, allocate);
      labels.set(some, row);
    }
    return labels;
  });
}

/** The same labels, in a wider array where `more` do not fit into this one. */
function wideEnough(labels: NpyLabels, more: Int32Array, allocate: Allocate): NpyLabels {
  let largest = 0;
  // By index: an iterator makes an object for each label until it is compiled.
  for (let i = 0; i < more.length; i++) largest = Math.max(largest, more[i]);
  if (largest < 2 ** (8 * labels.BYTES_PER_ELEMENT)) return labels;
  const { length } = labels;
  const wider =
    largest < 0x10000 ? new Uint16Array(allocate(2 * length, length)) : new Int32Array(allocate(4 * length, length));
  wider.set(labels);
  return wider;
}

/** One dimension, or several of which only one is longer than 1. */
function requireOneColumn(shape: readonly number[], name: string): void {
  if (shape.length === 1 || (shape.length === 2 && shape.some((length) => length === 1))) return;
  const oneHot = shape.length === 2 ? '; if each row has a single 1, use labels.argmax(axis=1)' : '';
  throw new NpyError(
    name,
    `labels must be one-dimensional, but the shape is (${shape.join(', ')}); use labels.ravel()${oneHot}`,
  );
}

/** Writes `data` as labels; `first` is the number of the first, for the message. */
function toLabels(data: NpyData, labels: Int32Array, first: number, name: string): void {
  // 64-bit labels whose upper half is 0 are taken by halves: a BigInt each is slow.
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  const halves = isWide ? new Int32Array(data.buffer, data.byteOffset, 2 * data.length) : undefined;
  const low = HOST_IS_BIG_ENDIAN ? 1 : 0;
  for (let i = 0; i < data.length; i++) {
    const isSmall = halves !== undefined && halves[2 * i + 1 - low] === 0 && halves[2 * i + low] >= 0;
    const label = isSmall ? halves[2 * i + low] : Number(data[i]);
    if (!Number.isInteger(label) || label < 0 || label > 2_147_483_647) {
      throw new NpyError(
        name,
        `row ${first + i} is ${String(data[i])}; a label is a class index: a whole number, 0 or more`,
      );
    }
    labels[i] = label;
  }
}

async function fill(handle: FileHandle, target: Uint8Array, position: number, file: string): Promise<void> {
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

/** Takes over `bytes`, whose buffer begins with the first element. */
function toArray(header: NpyHeader, bytes: Uint8Array): NpyArray {
  const { dtype, shape, fortranOrder, count } = header;
  if (header.bigEndian !== HOST_IS_BIG_ENDIAN) swap(bytes, NPY_DTYPES[dtype].size);
  // As with swap: shared memory is as good as any other, whatever the type says.
  const stored = new ARRAYS[dtype](bytes.buffer as ArrayBuffer, bytes.byteOffset, count);
  if (dtype === 'bool') for (let i = 0; i < count; i++) if (stored[i] !== 0) stored[i] = 1;
  return { dtype, shape, fortranOrder, data: fortranOrder ? reorder(stored, shape) : stored };
}

function swap(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

/**
 * Elements of `shape` stored column-major, rearranged row-major. With the shape reversed it does the opposite, since
 * the row-major order of a shape is the column-major order of its reverse.
 */
function reorder<T extends NpyData>(stored: T, shape: readonly number[]): T {
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
