import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLooks, writeLooks } from '../../../../../src/audit/pipeline/looks/looks-cache.ts';
import {
  contentIn,
  ENTRY_BYTES,
  findContent,
  recordOf,
  writeEntry,
} from '../../../../../src/audit/pipeline/looks/looks-entries.ts';
import { decodeLooks, encodeLooks } from '../../../../../src/audit/pipeline/looks/looks-record.ts';
import { measurePicture } from '../../../../../src/audit/pipeline/looks/measured-picture.ts';
import { seededRandom } from '../../../seeded-random.ts';

const random = seededRandom(7);
const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => 256 * random());
const pictures = Array.from({ length: 40 }, () => {
  const [width, height] = [20 + Math.floor(20 * random()), 30];
  const pixels = { data: bytes(3 * width * height), width, height, channels: 3 as const };
  return { content: bytes(32), measured: measurePicture({ pixels, full: { width, height } }) };
});
const entries = pictures.map(({ content, measured }) => {
  const entry = new Uint8Array(ENTRY_BYTES);
  writeEntry(entry, content, encodeLooks(measured));
  return entry;
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-looks-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('gives back what was measured of each content, and nothing of others', async () => {
  const file = join(folder, 'some', 'one.looks');
  await writeLooks(file, entries);
  const { known, at, close } = readLooks(file);
  for (const { content, measured } of pictures) {
    const found = decodeLooks(recordOf(at(findContent(known, content))));
    const { looks, hashes, width, height, pixels } = found;
    expect({ looks, width, height, pixels }).toEqual({
      ...{ looks: measured.looks, width: measured.width, height: measured.height, pixels: measured.pixels },
    });
    expect(hashes.oriented).toEqual(measured.hashes.oriented);
    expect(hashes.cut).toEqual(measured.hashes.cut);
    expect(hashes.square).toEqual(measured.hashes.square);
    expect(hashes.isPlain).toBe(measured.hashes.isPlain);
  }
  expect(findContent(known, bytes(32))).toBe(-1);
  close();
});

it('is shared by threads, not copied for each', async () => {
  const file = join(folder, 'one.looks');
  await writeLooks(file, entries);
  const { known, close } = readLooks(file);
  close();
  expect(known.contents.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(known.slots.buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('passes over what is damaged or cut short', async () => {
  const file = join(folder, 'one.looks');
  await writeLooks(file, entries);
  const whole = await readFile(file);
  whole[3 * ENTRY_BYTES + 500] ^= 1;
  await writeFile(file, whole.subarray(0, whole.length - 10));
  const { n, known, at, close } = readLooks(file);
  const missing = pictures.filter(({ content }) => findContent(known, content) < 0);
  expect(missing).toEqual([pictures[3], pictures[39]]);
  expect(n).toBe(38);
  expect(contentIn(known.contents)(3)).toEqual(pictures[4].content);
  expect(at(3)).toEqual(entries[4]);
  close();
  expect(readLooks(join(folder, 'none.looks')).n).toBe(0);
});
