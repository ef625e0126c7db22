import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { readDataset } from '../../src/dataset/read-dataset.ts';
import { normaliseDatasetPath } from '../../src/files/inner-path.ts';
import { mutated } from './hostile/hostile-npy.ts';
import { tryCases } from './tries.ts';
import type { TrustSuite } from './types.ts';

const FILES = ['lacking', 'categories', 'none', 'gzip', 'zstd', 'lz4', 'brotli'];
/** What is made to take long must not: a good file takes a quarter of a second. */
const MOST_SECONDS = 30;

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bytes of the metadata at the end changed, which says where everything is and how much of it there is. */
function lying(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const end = good.length - 8;
  const length = Buffer.from(good).readUInt32LE(end);
  return fc
    .array(fc.tuple(fc.nat(length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff))), {
      minLength: 1,
      maxLength: 4,
    })
    .map((changes) => {
      const bytes = Uint8Array.from(good);
      for (const [at, value] of changes) bytes[end - length + at] = value;
      return bytes;
    });
}

/** Refused in a short sentence that names the file, or read; and nothing is anywhere but where pictures are unpacked to. */
async function check(root: string, { name, bytes }: Case): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(join(root, 'data set'), { recursive: true });
  const file = join(root, 'data set', `${name}.parquet`);
  await writeFile(file, bytes);
  const began = performance.now();
  try {
    const { examples } = await readDataset(file);
    for (const { path } of examples) if (normaliseDatasetPath(path) !== path) throw new Error(`leads out: ${path}`);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    if (!error.message.includes(join(root, 'data set')))
      throw new Error(`names no file: ${error.message}`, { cause: error });
    if (error.message.length > 2000) throw new Error(`too long: ${error.message.length}`, { cause: error });
  }
  const seconds = (performance.now() - began) / 1000;
  if (seconds > MOST_SECONDS) throw new Error(`took ${seconds} s`);
  const there = [await readdir(root), (await readdir(join(root, 'data set'))).filter((one) => one !== '.label-audit')];
  if (JSON.stringify(there) !== JSON.stringify([['data set'], [`${name}.parquet`]]))
    throw new Error(`wrote ${JSON.stringify(there)}`);
  const unpacked = await readdir(join(root, 'data set/.label-audit/pictures')).catch(() => []);
  const strange = unpacked.filter((one) => one !== '.gitignore' && !/^[0-9a-f]{16}$/.test(one));
  if (strange.length > 0) throw new Error(`left ${strange.join()}`);
  if (!Buffer.from(await readFile(file)).equals(Buffer.from(bytes))) throw new Error('the file itself was changed');
}

export const suite: TrustSuite = {
  name: 'parquet',
  async run(context) {
    const { long, folder, dist } = context;
    const goods = new Map<string, Uint8Array>();
    for (const name of FILES)
      goods.set(name, await readFile(join(dist, '../test/fixtures/parquet', `${name}.parquet`)));
    const cases = fc.constantFrom(...FILES).chain((name) => {
      const good = goods.get(name)!;
      return fc.oneof(lying(good), mutated(good)).map((bytes): Case => ({ name, bytes }));
    });
    return [
      await tryCases(
        context,
        { fault: 'parquet: damaged files, and metadata that lies', count: long ? 1500 : 120, seconds: long ? 240 : 12 },
        cases,
        (one) => check(join(folder, 'damaged'), one),
      ),
    ];
  },
};
