import { readFileSync } from 'node:fs';

/** The least of a .npy reader that the reference files need: little-endian; what is in Fortran order is brought into C order. */
export function readReferenceNpy(file: string): { data: Float32Array | Float64Array | Int32Array; shape: number[] } {
  const bytes = readFileSync(file);
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const dimensions = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '';
  const shape = dimensions
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const body = bytes.buffer.slice(bytes.byteOffset + 10 + headerLength, bytes.byteOffset + bytes.length);
  const inOrder = <Kind extends Float32Array | Float64Array>(data: Kind): Kind => {
    const [rows, columns = 1] = shape;
    if (!header.includes("'fortran_order': True")) return data;
    const turned = data.slice() as Kind;
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[i * columns + j] = data[j * rows + i];
    return turned;
  };
  if (type === '<f8') return { data: inOrder(new Float64Array(body)), shape };
  if (type === '<f4') return { data: inOrder(new Float32Array(body)), shape };
  if (type === '<i4') return { data: new Int32Array(body), shape };
  if (type === '<i8') return { data: Int32Array.from(new BigInt64Array(body), Number), shape };
  throw new Error(`${file}: type ${type}`);
}
