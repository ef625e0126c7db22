import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NpyArray } from '../../../src/arrays/npy-elements.ts';
import { readNpyLabels, toInt32Labels } from '../../../src/arrays/npy-labels.ts';
import { parseNpy, readNpy } from '../../../src/arrays/read-npy.ts';
import { encodeNpy, writeNpy } from '../../../src/arrays/write-npy.ts';
import { NPY_DTYPES, NpyError } from '../../../src/arrays/npy-header.ts';
import { temporaryFolder } from '../dataset/temporary-folder.ts';

/** A `.npy` file put together by hand, so that the reader is not checked against our own writer. */
function file(header: string, data: readonly number[] = [], version = 1): Uint8Array {
  const text = Buffer.from(header + '\n', 'latin1');
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([version, 0]),
    length,
    text,
    Buffer.from(data),
  ]);
}

const dict = (descr: string, shape: string, order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe('parseNpy', () => {
  it('reads what numpy.save wrote', () => {
    // np.save(f, np.array([[1, 2, 3], [4, 5, 6]], dtype='>i2', order='F')), NumPy 1.26.
    const header = dict("'>i2'", '(2, 3)', 'True').padEnd(117);
    const array = parseNpy(file(header, [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6]), 'a.npy');
    expect(array).toEqual({
      dtype: 'int16',
      shape: [2, 3],
      fortranOrder: true,
      data: Int16Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it.each([1, 2, 3])('reads format version %i', (version) => {
    const array = parseNpy(file(dict("'<f4'", '(1,)'), [0, 0, 128, 63], version), 'a.npy');
    expect(array.data).toEqual(Float32Array.of(1));
  });

  it('reads every element type, in both byte orders', () => {
    for (const [dtype, { size, code }] of Object.entries(NPY_DTYPES)) {
      const one = new Array<number>(size).fill(0);
      const float = { f2: [0, 60], f4: [0, 0, 128, 63], f8: [0, 0, 0, 0, 0, 0, 240, 63] }[code as 'f4'] as
        number[] | undefined;
      const little = float ?? [1, ...one.slice(1)];
      for (const bytes of [little, [...little].reverse()]) {
        const descr = size === 1 ? `'|${code}'` : `'${bytes === little ? '<' : '>'}${code}'`;
        const array = parseNpy(file(dict(descr, '(1,)'), bytes), 'a.npy');
        expect(array.dtype).toBe(dtype);
        expect(Number(array.data[0])).toBe(1);
      }
    }
  });

  it('widens 16-bit floats, in both orders', () => {
    // np.array([[1, 0.1, 65504], [6e-8, -0.0, np.inf]], dtype='float16').tobytes(order='F'), NumPy 1.26.
    const stored = [0x3c00, 0x0001, 0x2e66, 0x8000, 0x7bff, 0x7c00].flatMap((half) => [half & 255, half >> 8]);
    const array = parseNpy(file(dict("'<f2'", '(2, 3)', 'True'), stored), 'a');
    expect(array.dtype).toBe('float16');
    expect(array.data).toEqual(Float32Array.of(1, 0.0999755859375, 65504, 2 ** -24, -0, Infinity));
    const bytes = encodeNpy(array);
    expect(Array.from(bytes.subarray(bytes.length - 12))).toEqual(stored);
  });

  it('reads a scalar, an empty array and a three-dimensional Fortran array', () => {
    expect(parseNpy(file(dict("'|u1'", '()'), [7]), 'a').data).toEqual(Uint8Array.of(7));
    expect(parseNpy(file(dict("'<f8'", '(0, 3)')), 'a').shape).toEqual([0, 3]);
    // np.arange(24).reshape(2, 3, 4) in column-major order.
    const stored = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];
    const array = parseNpy(file(dict("'|i1'", '(2, 3, 4)', 'True'), stored), 'a');
    expect([...array.data].map(Number)).toEqual(stored.map((_, i) => i));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /bad\.npy: the file is empty/],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), /not a \.npy file/],
    ['an unknown version', file(dict("'<f4'", '(1,)'), [], 9), /format version 9 is unknown/],
    ['Python objects', file(dict("'|O'", '(1,)'), [0]), /Python objects, which are never loaded/],
    ['a structured type', file(dict("[('x', '<f4')]", '(1,)'), [0, 0, 0, 0]), /element type .* is not one of/],
    ['complex numbers', file(dict("'<c8'", '(1,)'), new Array<number>(8).fill(0)), /'<c8' is not one of/],
    ['a huge shape', file(dict("'<f8'", '(4294967296, 4294967296)')), /impossible shape/],
    ['a size beyond any number', file(dict("'<f8'", `(${'9'.repeat(40)},)`)), /impossible shape/],
    ['a large shape without its data', file(dict("'<f8'", '(1000000000, 100)')), /cut off.*needs 800000000000 bytes/],
    ['a negative size', file(dict("'<f4'", '(-1, 4)')), /impossible shape \(-1, 4\)/],
    ['too many dimensions', file(dict("'|u1'", `(${'1,'.repeat(65)})`), [1]), /impossible shape/],
    ['truncated data', file(dict("'<f4'", '(2,)'), [0, 0, 0, 0]), /cut off: shape \(2\) .* 8 bytes .* 4 follow/],
    ['trailing bytes', file(dict("'|u1'", '(2,)'), [1, 2, 3]), /bytes after the data/],
    ['a header that is code', file("__import__('os').system('true')"), /header can't be read/],
    ['a key twice', file("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}"), /can't be read/],
    ['no shape', file("{'descr': '<f4', 'fortran_order': False}"), /impossible shape \(missing\)/],
    ['a bad order', file(dict("'<f4'", '(1,)', 'maybe')), /fortran_order maybe/],
    ['a header that is cut off', file(dict("'<f4'", '(1,)')).slice(0, 30), /cut off inside its header/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'bad.npy')).toThrow(NpyError);
    expect(() => parseNpy(bytes, 'bad.npy')).toThrow(message);
  });

  it('throws nothing but NpyError on damaged files', () => {
    const whole = file(dict("'<f4'", '(2, 2)'), new Array<number>(16).fill(1));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(20),
        (hits, cut) => {
          const bytes = new Uint8Array(whole.subarray(0, whole.length - cut));
          for (const [at, value] of hits) if (at < bytes.length) bytes[at] = value;
          try {
            const array = parseNpy(bytes, 'x');
            return array.data.length === array.shape.reduce((a, b) => a * b, 1);
          } catch (error) {
            return error instanceof NpyError;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('writeNpy and readNpy', () => {
  it('give back what was written, in both orders', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.npy');
    for (const fortranOrder of [false, true]) {
      const arrays: NpyArray[] = [
        { dtype: 'float32', shape: [2, 3], fortranOrder, data: Float32Array.of(0.5, 1, 2, 3, 4, NaN) },
        { dtype: 'int64', shape: [3], fortranOrder, data: BigInt64Array.of(-1n, 0n, 2n ** 62n) },
        { dtype: 'bool', shape: [1, 2, 2], fortranOrder, data: Uint8Array.of(1, 0, 0, 1) },
        { dtype: 'float64', shape: [], fortranOrder, data: Float64Array.of(Math.PI) },
      ];
      for (const array of arrays) {
        await writeNpy(path, array);
        expect(await readNpy(path)).toEqual(array);
      }
    }
  });

  it('writes the bytes that NumPy writes', () => {
    // np.save of np.array([1, 2], dtype='uint8'): a 128-byte header, then the data.
    const bytes = Buffer.from(
      encodeNpy({ dtype: 'uint8', shape: [2], fortranOrder: false, data: Uint8Array.of(1, 2) }),
    );
    const text = dict("'|u1'", '(2,)');
    expect(bytes.length).toBe(130);
    expect(bytes.toString('latin1', 0, 10)).toBe('\x93NUMPY\x01\x00v\x00');
    expect(bytes.toString('latin1', 10, 128)).toBe(text.padEnd(117) + '\n');
  });

  it('round-trips arrays of any shape in column-major order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 4 }), (shape) => {
        const data = Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
        const again = parseNpy(encodeNpy({ dtype: 'int32', shape, fortranOrder: true, data }), 'x');
        expect(again.data).toEqual(data);
      }),
    );
  });

  it('refuses an array that does not agree with itself', () => {
    const data = Float32Array.of(1, 2);
    expect(() => encodeNpy({ dtype: 'float32', shape: [3], fortranOrder: false, data }, 'p.npy')).toThrow(
      /p\.npy: its shape \(3\) does not hold 2/,
    );
    expect(() => encodeNpy({ dtype: 'float64', shape: [2], fortranOrder: false, data })).toThrow(/no Float64Array/);
  });

  it('names the file that is missing, a folder, or cut off', async () => {
    const folder = await temporaryFolder();
    await expect(readNpy(join(folder, 'none.npy'))).rejects.toThrow(/none\.npy: not found/);
    await expect(readNpy(folder)).rejects.toThrow(NpyError);
    await writeFile(join(folder, 'cut.npy'), file(dict("'<f8'", '(2000000000, 1000)'), [1, 2]));
    await expect(readNpy(join(folder, 'cut.npy'))).rejects.toThrow(/cut off/);
  });
});

describe('toInt32Labels', () => {
  const of = (dtype: NpyArray['dtype'], data: NpyArray['data'], shape = [data.length]): NpyArray => ({
    dtype,
    shape,
    fortranOrder: false,
    data,
  });

  it('takes whole numbers of any type', () => {
    expect(toInt32Labels(of('int64', BigInt64Array.of(3n, 0n)), 'y')).toEqual(Int32Array.of(3, 0));
    expect(toInt32Labels(of('float64', Float64Array.of(1, 2)), 'y')).toEqual(Int32Array.of(1, 2));
    expect(toInt32Labels(of('int32', Int32Array.of(1, 2), [2, 1]), 'y')).toEqual(Int32Array.of(1, 2));
  });

  it.each<[NpyArray, RegExp]>([
    [of('float32', Float32Array.of(0, 1.5)), /y\.npy: row 1 is 1\.5/],
    [of('int8', Int8Array.of(-1)), /row 0 is -1/],
    [of('uint64', BigUint64Array.of(2n ** 31n)), /row 0 is 2147483648/],
    [of('float64', Float64Array.of(NaN)), /row 0 is NaN/],
    [of('int32', Int32Array.of(1, 0, 0, 1), [2, 2]), /one-dimensional, but the shape is \(2, 2\).*argmax\(axis=1\)/],
  ])('refuses what is no class index (%#)', (array, message) => {
    expect(() => toInt32Labels(array, 'y.npy')).toThrow(message);
  });
});

describe('readNpyLabels', () => {
  it.each([
    [255, Uint8Array],
    [256, Uint16Array],
    [65_535, Uint16Array],
    [65_536, Int32Array],
    [2_147_483_647, Int32Array],
  ])(
    'keeps labels up to %d in an array no wider than they need, wherever the largest stands',
    async (largest, type) => {
      const folder = await temporaryFolder();
      for (const place of [0, 9000, 19_999]) {
        const labels = Array.from({ length: 20_000 }, (_, i) => (i === place ? largest : i % 200));
        const path = join(folder, 'labels.npy');
        await writeNpy(path, {
          dtype: 'int64',
          shape: [labels.length],
          fortranOrder: false,
          data: BigInt64Array.from(labels, BigInt),
        });
        const read = await readNpyLabels(path, (bytes) => new SharedArrayBuffer(bytes));
        expect(read).toBeInstanceOf(type);
        expect(Array.from(read)).toEqual(labels);
      }
    },
  );

  it('asks for memory by bytes and by elements, which decide whether threads share it', async () => {
    const path = join(await temporaryFolder(), 'array.npy');
    for (const [dtype, data] of [
      ['float32', new Float32Array(12)],
      ['float64', new Float64Array(12)],
    ] as const) {
      await writeNpy(path, { dtype, shape: [4, 3], fortranOrder: false, data });
      const asked: [number, number][] = [];
      await readNpy(path, (bytes, count) => {
        asked.push([bytes, count]);
        return new ArrayBuffer(bytes);
      });
      expect(asked).toEqual([[data.byteLength, 12]]);
    }
  });

  it('names the row of a bad label, though it is read in pieces', async () => {
    const path = join(await temporaryFolder(), 'labels.npy');
    const data = new BigInt64Array(20_000);
    data[12_345] = -3n;
    await writeNpy(path, { dtype: 'int64', shape: [data.length], fortranOrder: false, data });
    await expect(readNpyLabels(path, (bytes) => new ArrayBuffer(bytes))).rejects.toThrow(/row 12345 is -3/);
  });
});
