import fc from 'fast-check';

/** The header of a `.npy` as it may never be, and the bytes after it. */
export function npyBytes(header: string, data: Uint8Array = new Uint8Array(0), version = 1): Uint8Array {
  const start = Buffer.alloc(version === 1 ? 10 : 12);
  start.write('\x93NUMPY', 'latin1');
  start[6] = version;
  const text = Buffer.from(header, version === 3 ? 'utf8' : 'latin1');
  if (version === 1) start.writeUInt16LE(Math.min(text.length, 65_535), 8);
  else start.writeUInt32LE(text.length, 8);
  return Buffer.concat([start, text, data]);
}

const header = (descr: string, order: string, shape: string): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
const float = (shape: string): string => header("'<f4'", 'False', shape);
const bytes = (count: number): Uint8Array => new Uint8Array(count);

/** Files that are no array of ours, each by what is wrong with it. */
export const HOSTILE_NPY: Readonly<Record<string, Uint8Array>> = {
  nothing: bytes(0),
  'wrong magic': Buffer.from('\x93NUMPX\x01\x00', 'latin1'),
  'only the magic': Buffer.from('\x93NUMPY', 'latin1'),
  'version 9': npyBytes(float('(2, 2)'), bytes(16), 9),
  'header of 4 GiB': Buffer.concat([Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'), bytes(100)]),
  'header cut off': npyBytes(float('(2, 2)')).subarray(0, 30),
  'shape of 10^15': npyBytes(float('(1000000000000000, 2)'), bytes(16)),
  'shape whose product overflows': npyBytes(float('(4294967296, 4294967296)'), bytes(16)),
  'shape whose product wraps to 0': npyBytes(float('(18446744073709551616, 2)'), bytes(0)),
  'shape of 10^15 columns and no row': npyBytes(float('(0, 1000000000000000)')),
  'shape of 10^15 rows and no column': npyBytes(float('(1000000000000000, 0)')),
  'negative size': npyBytes(float('(-2, 2)'), bytes(16)),
  'float size': npyBytes(float('(2.0, 2)'), bytes(16)),
  'size in hexadecimal': npyBytes(float('(0x2, 2)'), bytes(16)),
  '100 dimensions': npyBytes(float(`(${'1, '.repeat(100)})`), bytes(4)),
  'nested tuple': npyBytes(float('((2, 2), 2)'), bytes(16)),
  objects: npyBytes(header("'|O'", 'False', '(2, 2)'), bytes(32)),
  'pickled objects': npyBytes(header("'|O8'", 'False', '(2,)'), Buffer.from('\x80\x03cos\nsystem\n.', 'latin1')),
  records: npyBytes(header("[('a', '<f4'), ('b', '<i4')]", 'False', '(2,)'), bytes(16)),
  strings: npyBytes(header("'<U8'", 'False', '(2,)'), bytes(64)),
  'complex numbers': npyBytes(header("'<c16'", 'False', '(2,)'), bytes(32)),
  dates: npyBytes(header("'<M8[ns]'", 'False', '(2,)'), bytes(16)),
  'order that is none': npyBytes(header("'<f4'", '__import__', '(2, 2)'), bytes(16)),
  'keys twice': npyBytes("{'descr': '<f4', 'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", bytes(16)),
  '__proto__ as a key': npyBytes(
    "{'__proto__': True, 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)",
    bytes(16),
  ),
  'keys missing': npyBytes("{'descr': '<f4'}", bytes(16)),
  'Unicode that looks like digits': npyBytes(float('(٢, ٢)'), bytes(16), 3),
  'bytes that are no UTF-8': npyBytes(`{'descr': '\xff\xfe', 'shape': (2, 2)`, bytes(16), 3),
  code: npyBytes("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2, 2)}", bytes(16)),
  'one parenthesis 60,000 times': npyBytes(float('('.repeat(60_000))),
  'blanks, 60,000 of them': npyBytes(`{${' '.repeat(60_000)}`),
  'data cut off': npyBytes(float('(2, 2)'), bytes(15)),
  'data after the end': npyBytes(float('(2, 2)'), bytes(17)),
};

/** One or more bytes changed, pieces taken out, doubled or moved, in a file that was good. */
export function mutated(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat(good.length);
  const change = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('flip' as const), at, value: fc.nat(255) }) },
    fc.record({ kind: fc.constant('cut' as const), at, length: fc.nat(64) }),
    fc.record({ kind: fc.constant('double' as const), at, length: fc.nat(64) }),
    fc.record({ kind: fc.constant('insert' as const), at, bytes: fc.uint8Array({ maxLength: 16 }) }),
    fc.record({ kind: fc.constant('truncate' as const), at }),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let file = Buffer.from(good);
    for (const one of changes) {
      const place = Math.min(one.at, file.length);
      const [before, after] = [file.subarray(0, place), file.subarray(place)];
      if (one.kind === 'flip')
        file = Buffer.concat([before, after.length > 0 ? Buffer.of(one.value) : after, after.subarray(1)]);
      else if (one.kind === 'cut') file = Buffer.concat([before, after.subarray(one.length)]);
      else if (one.kind === 'double') file = Buffer.concat([before, after.subarray(0, one.length), after]);
      else if (one.kind === 'insert') file = Buffer.concat([before, one.bytes, after]);
      else file = Buffer.from(before);
    }
    return file;
  });
}
