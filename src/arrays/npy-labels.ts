import { isUtf8 } from 'node:buffer';
import { HOST_IS_BIG_ENDIAN, toArray, type Allocate, type NpyArray, type NpyData } from './npy-elements.ts';
import { NPY_DTYPES, NpyError } from './npy-header.ts';
import { fill, infoOf, plainMemory, withFile, type NpyInfo } from './read-npy.ts';

/** Labels that are read at once: they are mostly stored several times as wide as they are kept. */
const LABELS_AT_ONCE = 8192;

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
      toLabels(toArray({ ...info, shape: [count], count }, bytes, plainMemory).data, some, row, file);
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
