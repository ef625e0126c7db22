import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFeatureCache, type FeatureCache } from '../../../../src/training/features/feature-cache.ts';

const WIDTH = 5;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'features-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hash = (i: number): string => i.toString(16).padStart(64, '0');
const features = (i: number): Uint16Array => Uint16Array.from({ length: WIDTH }, (_, j) => i * 10 + j);

async function open(
  wants: (contentHash: string) => boolean = () => true,
  how = 'a',
): Promise<{ cache: FeatureCache; found: Map<string, number[]> }> {
  const found = new Map<string, number[]>();
  const cache = await openFeatureCache(folder, {
    ...{ root: '/pictures', how, width: WIDTH, wants },
    onFound: (contentHash, view, values) => found.set(`${contentHash} ${view}`, Array.from(values)),
  });
  return { cache, found };
}

async function fill(from: number, to: number): Promise<void> {
  const { cache } = await open();
  for (let i = from; i < to; i++) await cache.add(hash(i), 'plain', features(i));
  await cache.close();
}

const packs = async (): Promise<string[]> => (await readdir(folder)).map((name) => join(folder, name));

describe('feature cache', () => {
  it('finds what was added, by content and view, over several runs', async () => {
    await fill(0, 1500);
    const { cache } = await open();
    await cache.add(hash(7), 'mirrored', features(99));
    await cache.close();
    const { cache: again, found } = await open();
    await again.close();
    expect(found.size).toBe(1501);
    expect(found.get(`${hash(1499)} plain`)).toEqual(Array.from(features(1499)));
    expect(found.get(`${hash(7)} mirrored`)).toEqual(Array.from(features(99)));
    expect((await open(undefined, 'b')).found.size).toBe(0);
  });

  it('passes over an entry that is damaged, and over one that is cut short, which the next takes the place of', async () => {
    await fill(0, 3);
    const [pack] = await packs();
    const bytes = await readFile(pack);
    bytes[8 + 54 + 40] ^= 1;
    await writeFile(pack, bytes);
    await truncate(pack, bytes.length - 5);
    const { cache, found } = await open();
    expect([...found.keys()]).toEqual([`${hash(0)} plain`]);
    await cache.add(hash(2), 'plain', features(2));
    await cache.close();
    const { cache: again, found: all } = await open();
    await again.close();
    expect([...all.keys()]).toEqual([`${hash(0)} plain`, `${hash(2)} plain`]);
  });

  it('begins anew where the file is none of ours', async () => {
    await fill(0, 3);
    const [pack] = await packs();
    await writeFile(
      pack,
      'nonsense, and long enough to hold an entry of the size that these have, or even two of them',
    );
    const { cache, found } = await open();
    expect(found.size).toBe(0);
    await cache.add(hash(1), 'plain', features(1));
    await cache.close();
    expect((await open()).found.size).toBe(1);
  });

  it('lets go of most that is not used any more', async () => {
    await fill(0, 2000);
    const [pack] = await packs();
    const before = (await stat(pack)).size;
    const { cache } = await open((contentHash) => Number(`0x${contentHash}`) < 100);
    await cache.close();
    expect((await stat(pack)).size).toBeLessThan(before / 10);
    expect((await open()).found.size).toBe(100);
  });

  it('does no harm where it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const cache = await openFeatureCache(join(folder, 'file', 'inside'), {
      ...{ root: '/pictures', how: 'a', width: WIDTH, wants: () => true, onFound: () => undefined },
    });
    await cache.add(hash(1), 'plain', features(1));
    await cache.close();
  });
});
