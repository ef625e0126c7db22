import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { TrainingError } from '../errors.ts';

/** A named array of a weight file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Reads a safetensors file of float16 and float32 tensors, and makes sure that it is the very one that is expected.
 * @param sha256 of the whole file, hexadecimal
 * @throws TrainingError where the file is missing, damaged or another one
 */
export async function readSafetensors(file: string, sha256: string): Promise<ReadonlyMap<string, StoredTensor>> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TrainingError(`The pretrained weights are missing (${file}). Reinstall label-audit.`, { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new TrainingError(`The pretrained weights are damaged (${file}). Reinstall label-audit.`);
  }
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, Entry>;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = [start + offsets[0], start + offsets[1]];
    if (dtype === 'F16') tensors.set(name, { shape, values: fromFloat16(bytes, from, (to - from) / 2) });
    // A copy, since numbers have to begin at a multiple of their size.
    else if (dtype === 'F32')
      tensors.set(name, { shape, values: new Float32Array(Uint8Array.from(bytes.subarray(from, to)).buffer) });
    else throw new TrainingError(`${file}: ${name} is ${dtype}; only F16 and F32 are read.`);
  }
  return tensors;
}

/** Widens little-endian 16-bit floats. */
export function fromFloat16(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const values = new Float32Array(count);
  const bits = new Uint32Array(values.buffer);
  for (let i = 0, at = offset; i < count; i++, at += 2) {
    const half = bytes[at] | (bytes[at + 1] << 8);
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) values[i] = (sign === 0 ? 1 : -1) * fraction * 2 ** -24;
    else if (exponent === 31) bits[i] = sign | 0x7f800000 | (fraction << 13);
    else bits[i] = sign | ((exponent + 112) << 23) | (fraction << 13);
  }
  return values;
}
