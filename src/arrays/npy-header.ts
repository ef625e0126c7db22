/** A `.npy` file that can't be read or written, with the reason. */
export class NpyError extends Error {
  /** Path or name of the file. */
  readonly file: string;
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.name = 'NpyError';
    this.file = file;
  }
}

/** NumPy's names of the element types that we read and write, with their size in bytes and type code. */
export const NPY_DTYPES = {
  float16: { size: 2, code: 'f2' },
  float32: { size: 4, code: 'f4' },
  float64: { size: 8, code: 'f8' },
  int8: { size: 1, code: 'i1' },
  int16: { size: 2, code: 'i2' },
  int32: { size: 4, code: 'i4' },
  int64: { size: 8, code: 'i8' },
  uint8: { size: 1, code: 'u1' },
  uint16: { size: 2, code: 'u2' },
  uint32: { size: 4, code: 'u4' },
  uint64: { size: 8, code: 'u8' },
  bool: { size: 1, code: 'b1' },
} as const;
export type NpyDtype = keyof typeof NPY_DTYPES;

export interface NpyHeader {
  readonly dtype: NpyDtype;
  readonly bigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Number of elements: the product of the shape. */
  readonly count: number;
  /** Offset of the first element's first byte. */
  readonly dataOffset: number;
  /** It holds texts: code points (uint32) or bytes (uint8), whose last dimension is the place in a text. */
  readonly isText?: true;
}

/** Longest header that is accepted; NumPy itself refuses more than 10,000 bytes. */
export const MAX_HEADER = 65_536;
const MAX_DIMENSIONS = 64;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/', 'latin1');

/**
 * Reads the header of a `.npy` file, versions 1 to 3 (NumPy Enhancement Proposal 1 and numpy.lib.format).
 * @param start the file's first bytes: at least `MAX_HEADER + 12` of them, or all of them.
 * @param texts whether an array of texts is accepted, too
 * @throws NpyError naming the file and what is wrong with it.
 */
export function parseNpyHeader(start: Uint8Array, file: string, texts = false): NpyHeader {
  if (start.length === 0) throw new NpyError(file, 'the file is empty; write it again with numpy.save');
  if (start.length < 10 || MAGIC.some((byte, i) => start[i] !== byte)) {
    if (LFS_POINTER.every((byte, i) => start[i] === byte)) {
      throw new NpyError(file, 'it is a Git LFS pointer, not the file itself; fetch that with: git lfs pull');
    }
    throw new NpyError(file, "this is not a .npy file (it does not begin with '\\x93NUMPY'); write it with numpy.save");
  }
  const major = start[6];
  if (major < 1 || major > 3) throw new NpyError(file, `format version ${major} is unknown; versions 1 to 3 are read`);
  const wide = major > 1;
  if (wide && start.length < 12) throw new NpyError(file, 'the file is cut off inside its header');
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const begin = wide ? 12 : 10;
  if (length > MAX_HEADER) {
    throw new NpyError(file, `its header claims ${length} bytes; more than ${MAX_HEADER} are not accepted`);
  }
  if (begin + length > start.length) throw new NpyError(file, 'the file is cut off inside its header');
  const written = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(start.subarray(begin, begin + length));
  const entries = parseDictionary(written, file);
  const { dtype, bigEndian, width } = parseDescr(entries.get('descr'), file);
  if (width !== undefined && !texts) {
    throw new NpyError(file, `it holds texts (${entries.get('descr') ?? ''}), where numbers are needed`);
  }
  const order = entries.get('fortran_order');
  if (order !== 'True' && order !== 'False') {
    throw new NpyError(file, `its header has fortran_order ${order ?? '(missing)'} where True or False is expected`);
  }
  const shape = [...parseShape(entries.get('shape'), file), ...(width === undefined ? [] : [width])];
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count * NPY_DTYPES[dtype].size)) {
    throw new NpyError(file, `its header claims the impossible shape (${shape.join(', ')})`);
  }
  const text = width === undefined ? {} : { isText: true as const };
  return { dtype, bigEndian, fortranOrder: order === 'True', shape, count, dataOffset: begin + length, ...text };
}

/** One entry of the header's dictionary: a quoted key, then a string, a word, a tuple or a (structured) list. */
const ENTRY = /\s*(['"])(\w{1,32})\1\s*:\s*('[^']*'|"[^"]*"|\w+|\([^()]*\)|\[[^\]]*\])\s*(,|\}\s*$)/y;

function parseDictionary(text: string, file: string): Map<string, string> {
  const entries = new Map<string, string>();
  const open = /^\s*\{/.exec(text);
  let position = open === null ? -1 : open[0].length;
  while (position >= 0) {
    ENTRY.lastIndex = position;
    const match = ENTRY.exec(text);
    if (match === null) {
      if (entries.size > 0 && /^\s*\}\s*$/.test(text.slice(position))) return entries;
      break;
    }
    if (entries.has(match[2])) break;
    entries.set(match[2], match[3]);
    if (match[4] !== ',') return entries;
    position = ENTRY.lastIndex;
  }
  const shown = text.trim().slice(0, 80);
  throw new NpyError(file, `its header can't be read: ${JSON.stringify(shown)}; write it again with numpy.save`);
}

interface ElementType {
  readonly dtype: NpyDtype;
  readonly bigEndian: boolean;
  /** Of a text: how many characters. */
  readonly width?: number;
}

function parseDescr(descr: string | undefined, file: string): ElementType {
  const text = /^['"]([<>|=]?)([US])(\d{1,9})['"]$/.exec(descr ?? '');
  if (text !== null) {
    const dtype = text[2] === 'U' ? 'uint32' : 'uint8';
    return { dtype, bigEndian: dtype === 'uint32' && text[1] === '>', width: Number(text[3]) };
  }
  const match = /^['"]([<>|=]?)([a-zA-Z?]\d*)['"]$/.exec(descr ?? '');
  const code = match?.[2] === '?' ? 'b1' : match?.[2];
  const dtype = (Object.keys(NPY_DTYPES) as NpyDtype[]).find((name) => NPY_DTYPES[name].code === code);
  if (match !== null && dtype !== undefined) return { dtype, bigEndian: match[1] === '>' };
  if (match?.[2].startsWith('O') === true) {
    throw new NpyError(
      file,
      'it holds Python objects, which are never loaded; save numbers, e.g. array.astype("float32"), or names as array.astype(str)',
    );
  }
  const known = Object.keys(NPY_DTYPES).join(', ');
  throw new NpyError(file, `its element type ${descr ?? '(missing)'} is not one of ${known}; convert it with astype`);
}

function parseShape(shape: string | undefined, file: string): number[] {
  const inner = /^\(([\d\sL,]*)\)$/.exec(shape ?? '')?.[1].trim();
  const parts = inner === undefined ? undefined : inner === '' ? [] : inner.replace(/,$/, '').split(',');
  const sizes = parts?.map((part) => (/^\s*\d+L?\s*$/.test(part) ? Number.parseInt(part, 10) : -1));
  if (sizes?.every((size) => size >= 0 && Number.isSafeInteger(size)) !== true || sizes.length > MAX_DIMENSIONS) {
    throw new NpyError(file, `its header claims the impossible shape ${(shape ?? '(missing)').slice(0, 80)}`);
  }
  return sizes;
}
