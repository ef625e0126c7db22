// The arrays of bench:core, made once into a cache folder.
import { existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/arrays/write-npy.ts';
import { generateScaleRows } from '../../parity/scale.ts';

export const BENCH_CACHE = join(homedir(), '.cache', 'label-audit-bench');

/** A set of ../shared/golden/scale/generate.py's recipe. */
export interface BenchSet {
  readonly name: string;
  readonly n: number;
  readonly k: number;
  readonly type: 'float32' | 'float64';
}

/** The names are those of expected.json. */
export const BENCH_SETS: readonly BenchSet[] = [
  { name: '1Mx10_f64', n: 1_000_000, k: 10, type: 'float64' },
  { name: '50kx1000_f32', n: 50_000, k: 1000, type: 'float32' },
  { name: '1Mx100_f64', n: 1_000_000, k: 100, type: 'float64' },
];

/** Larger than a typed array may be, and than what most machines have to spare. */
export const LARGE_SET: BenchSet = { name: '10Mx100_f32', n: 10_000_000, k: 100, type: 'float32' };

export const bytesOf = ({ n, k, type }: BenchSet): number => n * k * (type === 'float32' ? 4 : 8);

/** Rows that are made at once. */
const ROWS = 50_000;

/** The files of a set; they are made where they are missing. */
export async function filesOf(set: BenchSet): Promise<{ readonly labels: string; readonly predProbs: string }> {
  const folder = join(BENCH_CACHE, 'arrays');
  const files = { labels: join(folder, `${set.name}.labels.npy`), predProbs: join(folder, `${set.name}.npy`) };
  if (existsSync(files.labels) && existsSync(files.predProbs)) return files;
  await mkdir(folder, { recursive: true });
  process.stderr.write(`Making ${set.name} in ${folder} (${Math.round(bytesOf(set) / 2 ** 20)} MB) …\n`);
  await make(set, files);
  return files;
}

async function make({ n, k, type }: BenchSet, files: { labels: string; predProbs: string }): Promise<void> {
  const temporary = `${files.predProbs}.${process.pid}.tmp`;
  const labels = new Int32Array(n);
  const handle = await open(temporary, 'w');
  try {
    await handle.write(headerOf(n, k, type));
    for (let first = 0; first < n; first += ROWS) {
      const rows = generateScaleRows(first, Math.min(ROWS, n - first), k, type);
      labels.set(rows.labels, first);
      const { buffer, byteOffset, byteLength } = rows.predProbs.data;
      await handle.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    }
  } finally {
    await handle.close();
  }
  const data = BigInt64Array.from(labels, BigInt);
  const encoded = encodeNpy({ dtype: 'int64', shape: [n], fortranOrder: false, data });
  const labelsHandle = await open(files.labels, 'w');
  await labelsHandle.writeFile(encoded);
  await labelsHandle.close();
  await rename(temporary, files.predProbs);
}

/** The header of a `.npy` whose rows follow: that of one row, with the number of rows put in. */
function headerOf(n: number, k: number, type: 'float32' | 'float64'): Uint8Array {
  const descr = type === 'float32' ? '<f4' : '<f8';
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${n}, ${k}), }`;
  const header = Buffer.alloc(128, ' ');
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(118, 8);
  header.write(text, 10, 'latin1');
  header.write('\n', 127, 'latin1');
  return header;
}
