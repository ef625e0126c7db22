import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openEntryStore } from '../../../../../src/audit/pipeline/looks/entry-store.ts';
import { ENTRY_BYTES, entryAt } from '../../../../../src/audit/pipeline/looks/looks-entries.ts';
import { seededRandom } from '../../../seeded-random.ts';

const random = seededRandom(11);
const N = 200;
const entries = Uint8Array.from({ length: N * ENTRY_BYTES }, () => 256 * random());
const part = (first: number, end: number): Uint8Array => entries.subarray(first * ENTRY_BYTES, end * ENTRY_BYTES);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-store-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Entries put in any order are read in order, backwards and here and there. */
async function putAndRead(): Promise<void> {
  const store = await openEntryStore();
  for (const [first, end] of [
    [96, 150],
    [0, 16],
    [150, N],
    [16, 96],
  ])
    store.put(first, part(first, end));
  const places = Array.from({ length: N }, (_, i) => i);
  for (const place of [...places, ...places.toReversed(), 7, 190, 8, 7]) {
    expect(Buffer.compare(store.at(place), entryAt(entries, place)), String(place)).toBe(0);
  }
  // What is written again is read again.
  store.put(8, part(50, 51));
  expect(Buffer.compare(store.at(8), entryAt(entries, 50))).toBe(0);
  await store.close();
  // Once it is closed, nothing is written, and it may be closed again.
  store.put(0, part(0, 1));
  await store.close();
}

it('gives back what was put, wherever it is asked for, and leaves nothing behind', async () => {
  vi.stubEnv('TMPDIR', folder);
  await putAndRead();
  expect(await readdir(folder)).toEqual([]);
});

it('keeps in memory what can not be written', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'none'));
  await putAndRead();
});
