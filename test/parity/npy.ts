import { readFileSync } from 'node:fs';

/** The least of a .npy reader that the reference files need: little-endian, C order. */
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
  if (!header.includes("'fortran_order': False")) throw new Error(`${file}: not in C order`);
  const body = bytes.buffer.slice(bytes.byteOffset + 10 + headerLength, bytes.byteOffset + bytes.length);
  if (type === '<f8') return { data: new Float64Array(body), shape };
  if (type === '<f4') return { data: new Float32Array(body), shape };
  if (type === '<i8') return { data: Int32Array.from(new BigInt64Array(body), Number), shape };
  throw new Error(`${file}: type ${type}`);
}
